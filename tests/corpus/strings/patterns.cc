// Patterns of texts: split, trimmed, joined, converted, matched, rows and lines that are read and written.
#include "corpus.h"
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <map>
#include <numeric>
#include <ranges>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <vector>

static std::vector<std::string> Split(const std::string& s, char d) {
  std::vector<std::string> out;
  size_t b = 0, e;
  while ((e = s.find(d, b)) != std::string::npos) { out.push_back(s.substr(b, e - b)); b = e + 1; }
  out.push_back(s.substr(b));
  return out;
}
static std::vector<std::string_view> SplitViews(std::string_view s, char d) {
  std::vector<std::string_view> out;
  while (!s.empty()) { auto e = s.find(d); out.emplace_back(s.substr(0, e)); s = e == s.npos ? std::string_view() : s.substr(e + 1); }
  return out;
}
static std::string Trim(std::string s) {
  s.erase(s.begin(), std::find_if(s.begin(), s.end(), [](unsigned char c) { return !std::isspace(c); }));
  s.erase(std::find_if(s.rbegin(), s.rend(), [](unsigned char c) { return !std::isspace(c); }).base(), s.end());
  return s;
}
static std::string Lower(std::string s) { std::transform(s.begin(), s.end(), s.begin(), ::tolower); return s; }
static std::string Join(const std::vector<std::string>& v, const char* sep) {
  std::string r;
  for (size_t i = 0; i < v.size(); ++i) { if (i) r += sep; r += v[i]; }
  return r;
}
void Texts() {
  std::string s = ReadText("t");
  WriteText("split", Split(s, ',')[1].c_str());  // FLOW: t
  WriteText("views", std::string(SplitViews(s, ',')[0]).c_str());  // FLOW: t
  WriteText("trim", Trim(s).c_str());  // FLOW: t
  WriteText("lower", Lower(s).c_str());  // FLOW: t
  WriteText("join", Join({"a", s}, ",").c_str());  // FLOW: t
  WriteText("joinno", Join({"a", "b"}, ",").c_str());  // NEVER: t
}
void Conversions() {
  std::string s = ReadText("c");
  int v = 0;
  std::from_chars(s.data(), s.data() + s.size(), v);
  Write("fc", v);  // FLOW: c
  char b[32];
  auto r = std::to_chars(b, b + 32, v);
  *r.ptr = 0;
  WriteText("tc", b);  // FLOW: c
  WriteText("ts", std::to_string(v).c_str());  // FLOW: c
  Write("atoi", atoi(s.c_str()));  // FLOW: c
  char* end;
  WriteReal("strtod", strtod(s.c_str(), &end));  // FLOW: c
  WriteText("end", end);  // FLOW: c
  std::stringstream ss; ss << std::setw(5) << v; int w; ss >> w;
  Write("ssw", w);  // FLOW: c
}
void Regexes() {
  std::string s = ReadText("r");
  std::smatch m;
  if (std::regex_search(s, m, std::regex("a(b)"))) WriteText("m1", m[1].str().c_str());  // FLOW: r
  WriteText("rep", std::regex_replace(s, std::regex("x"), "y").c_str());  // FLOW: r
  std::regex z("z");
  for (std::sregex_iterator i(s.begin(), s.end(), z), e; i != e; ++i) WriteText("it", i->str().c_str());  // FLOW: r
}
struct Row { std::string name; int age = 0; double score = 0; };
static std::istream& operator>>(std::istream& in, Row& r) { return in >> r.name >> r.age >> r.score; }
static std::ostream& operator<<(std::ostream& out, const Row& r) { return out << r.name << ',' << r.age; }  // FLOW: rows.txt -> rows.out
void Rows() {
  std::ifstream in("rows.txt");
  std::vector<Row> rows{std::istream_iterator<Row>(in), {}};
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.age < b.age; });
  std::ofstream out("rows.out");  
  for (const Row& r : rows) out << r << '\n';
  std::map<std::string, std::vector<int>> by;
  for (const auto& r : rows) by[r.name].push_back(r.age);
  int total = 0;
  for (const auto& [k, v] : by) total += std::accumulate(v.begin(), v.end(), 0);
  Write("total", total);  // FLOW: rows.txt
  auto it = std::max_element(rows.begin(), rows.end(), [](auto& a, auto& b) { return a.score < b.score; });
  WriteText("best", it->name.c_str());  // FLOW: rows.txt
}
void Lines() {
  std::ifstream in("lines.txt");
  std::string line;
  std::unordered_map<std::string, int> counts;
  while (std::getline(in, line)) {
    std::istringstream ls(line);
    std::string word;
    while (ls >> word) ++counts[word];
  }
  std::ofstream out("counts.txt");
  for (auto& [w, n] : counts) out << w << '\t' << n << '\n';  // FLOW: lines.txt
}
void Whole() {
  std::ifstream in("whole.bin", std::ios::binary);
  std::vector<char> all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  Write("first", all[0]);  // FLOW: whole.bin
  std::stringstream b; b << in.rdbuf();
  WriteText("buf", b.str().c_str());  // FLOW: whole.bin
}
void Ranges() {
  std::vector<int> v{Read("rg"), 2, 3};
  auto even = v | std::views::filter([](int x) { return x % 2 == 0; }) | std::views::transform([](int x) { return x * 2; });
  for (int x : even) Write("even", x);  // FLOW: rg
  std::ranges::sort(v, std::greater{});
  Write("sorted", v.front());  // FLOW: rg
  std::vector<int> w;
  std::ranges::copy(v | std::views::take(2), std::back_inserter(w));
  Write("w", w[0]);  // FLOW: rg
}
void CText() {
  FILE* f = fopen("c.txt", "r");
  char line[256];
  char* fields[8];
  while (fgets(line, sizeof line, f)) {
    int n = 0;
    for (char* p = strtok(line, ","); p && n < 8; p = strtok(nullptr, ",")) fields[n++] = p;
    WriteText("field", fields[1]);  // FLOW: c.txt
  }
  int c;
  while ((c = fgetc(f)) != EOF) Write("ch", c);  // FLOW: c.txt
  int a; float b; char w[9];
  fscanf(f, "%d %f %8s", &a, &b, w);
  Write("a", a);  // FLOW: c.txt
  WriteText("w", w);  // FLOW: c.txt
}
