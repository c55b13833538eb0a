// Characters stored into strings: the rest of the string stays.
#include <algorithm>
#include <cctype>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>
#include <sstream>
#include "corpus.h"
void Index() {
  std::string s = ReadText("a");
  s[0] = 'A';
  WriteText("out", s.c_str());  // FLOW: a
}
void Front() {
  std::string s = ReadText("a");
  s.front() = 'A';
  s.back() = 'A';
  s.at(0) = 'b';
  WriteText("out", s.c_str());  // FLOW: a
  WriteAs("out", s);  // FLOW: a
}
void Data() {
  std::string s = ReadText("a"), t = ReadText("b");
  char* p = s.data();
  *p++ = 'x';
  *p = 'c';
  WriteAs("out", s);  // FLOW: a  NEVER: b
  WriteAs("out", t);  // FLOW: b  NEVER: a
}
void DataLoop() {
  std::string s = ReadText("a");
  for (char* p = s.data(); *p; ++p) *p = 'x';
  WriteAs("out", s);  // FLOW: a
}
void RangeFor() {
  std::string s = ReadText("a");
  for (char& c : s) c = std::toupper(c);
  WriteAs("out", s);  // FLOW: a
}
void RangeForConst() {
  std::string s = ReadText("a");
  for (char& c : s) if (c == ',') c = ' ';
  WriteAs("out", s);  // FLOW: a
}
void Iter() {
  std::string s = ReadText("a");
  auto it = s.begin();
  *it = 'x';
  WriteAs("out", s);  // FLOW: a
}
void Transform() {
  std::string s = ReadText("a");
  std::transform(s.begin(), s.end(), s.begin(), [](unsigned char c) { return std::tolower(c); });
  std::replace(s.begin(), s.end(), 'a', 'b');
  WriteAs("out", s);  // FLOW: a
}
void Loop() {
  std::string s = ReadText("a");
  for (size_t i = 0; i < s.size(); ++i) s[i] = std::tolower(s[i]);
  WriteAs("out", s);  // FLOW: a
}
void LoopConst() {
  std::string s = ReadText("a");
  for (size_t i = 0; i < s.size(); ++i) if (s[i] == 'x') s[i] = 'y';
  WriteAs("out", s);  // FLOW: a
}
static std::string Cap(std::string s) { s[0] = 'X'; return s; }
static std::string Cap2(const std::string& in) { std::string s = in; s[0] = toupper(s[0]); return s; }
static void Cap3(std::string& s) { s[0] = 'X'; }
void Called() {
  std::string a = ReadText("a"), b = ReadText("b"), c = ReadText("c");
  WriteAs("out", Cap(a));  // FLOW: a
  WriteAs("out", Cap2(b));  // FLOW: b
  Cap3(c);
  WriteAs("out", c);  // FLOW: c
}
struct Row { std::string name; std::string other; };
void Field() {
  Row r;
  r.name = ReadText("a");
  r.other = ReadText("b");
  r.name[0] = 'x';
  WriteAs("out", r.name);  // FLOW: a  NEVER: b
  WriteAs("out", r.other);  // FLOW: b  NEVER: a
}
void FieldParam(Row& r) {
  r.name = ReadText("a");
  r.name[0] = 'x';
  WriteAs("out", r.name);  // FLOW: a  NEVER: b
}
void Line() {
  std::ifstream in("in.txt");
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    line[0] = 'x';
    WriteAs("out", line);  // FLOW: in.txt
  }
}
void Vec() {
  std::vector<char> v(100);
  std::ifstream in("in.bin");
  in.read(v.data(), 100);
  v[0] = 'x';
  WriteFrom("out", v.data(), 100);  // FLOW: in.bin
  v.at(1) = 3;
  WriteAs("out", v);  // FLOW: in.bin
}
void Unique() {
  std::unique_ptr<char[]> p(new char[100]);
  std::strcpy(p.get(), ReadText("a"));
  p[0] = 'x';
  WriteText("out", p.get());  // FLOW: a
}
void New() {
  char* p = new char[100];
  std::strcpy(p, ReadText("a"));
  p[0] = 'x';
  WriteText("out", p);  // FLOW: a
}
void Stream() {
  std::ostringstream o;
  o << ReadText("a");
  std::string s = o.str();
  s[0] = 'x';
  WriteAs("out", s);  // FLOW: a
}
void Blank() {
  std::string s(10, ' ');
  s[0] = 'x';
  s[1] = (char)Read("a");
  WriteAs("out", s);  // FLOW: a
}
void Wide() {
  std::wstring w;
  std::wifstream in("w.txt");
  std::getline(in, w);
  w[0] = L'x';
  WriteAs("out", w);  // FLOW: w.txt
}
void Copied() {
  std::string s = ReadText("a");
  std::string t = s;
  t[0] = 'x';
  std::string u = t;
  WriteAs("out", u);  // FLOW: a
  u.assign("clean");
  WriteAs("out", u);  // NEVER: a
}
void ChangedName() {
  std::string s = "part0";
  s[4] = '1';
  WriteAs(s.c_str(), Read("x"));  // FLOW: x  NAME: x, {?:ChangedName}
}
