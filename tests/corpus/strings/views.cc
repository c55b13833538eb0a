// std::string_view, and conversions between text and numbers.
#include <charconv>
#include <string>
#include <string_view>
#include "corpus.h"

using View = std::string_view;
using Text = std::string;

void OfString() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  View v = s, w{t};
  WriteAs("v", v);  // FLOW: s  NEVER: t
  WriteAs("w", w);  // FLOW: t  NEVER: s
}

void OfBuffer() {
  char buffer[8], other[8] = "x";
  ReadInto("buffer", buffer, 8);
  View v(buffer, 8), w(other);
  WriteAs("v", v);  // FLOW: buffer
  WriteAs("w", w);  // NEVER: buffer
}

void Part() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  View v(s), w(t);
  v.remove_prefix(2);
  v.remove_suffix(1);
  WriteAs("v", v.substr(1));  // FLOW: s  NEVER: t
  WriteAs("w", Text(w));      // FLOW: t  NEVER: s
}

static int Length(View v) { return static_cast<int>(v.size()); }
static View Head(View v) { return v.substr(0, v.find(':')); }
void AsParameter() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  WriteAs("s", Head(s));  // FLOW: s  NEVER: t
  WriteAs("t", Head(t));  // FLOW: t  NEVER: s
  Write("n", Length(s));  // NOT: s
}

void Iterated() {
  Text s = ReadAs<Text>("s");
  View v = s;
  int sum = 0, none = 0;
  for (char c : v) sum += c;
  Write("sum", sum);    // FLOW: s
  Write("none", none);  // NEVER: s
  Write("first", v.front());  // FLOW: s
}

void ToNumber() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  Write("int", std::stoi(s));          // FLOW: s(transformation)  NEVER: t
  WriteReal("real", std::stod(t));     // FLOW: t(transformation)  NEVER: s
  Write("base", static_cast<int>(std::stoul(s, nullptr, 16)));  // FLOW: s  NEVER: t
}

void Consumed() {
  Text s = ReadAs<Text>("s");
  std::size_t used = 0, untouched = 0;
  int n = std::stoi(s, &used);
  Write("n", n);  // FLOW: s
  Write("used", static_cast<int>(used));  // FLOW: s(transformation)
  Write("untouched", static_cast<int>(untouched));  // NEVER: s
}

void FromNumber() {
  int n = Read("n"), m = Read("m");
  WriteAs("n", std::to_string(n));  // FLOW: n  NEVER: m
  WriteAs("m", "#" + std::to_string(m));  // FLOW: m  NEVER: n
}

void FromChars() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  int n = 0, m = 0;
  auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
  Write("n", n);  // FLOW: s  NEVER: t
  Write("m", m);  // NEVER: s, t
  int after = 0;
  std::from_chars(end, s.data() + s.size(), after);
  Write("after", after);  // FLOW: s  NEVER: t
  if (error == std::errc{}) Write("t", std::stoi(t));  // FLOW: t, s(indirect)
}

void FromCharsMayStoreNothing() {
  Text s = ReadAs<Text>("s");
  int n = Read("old");
  std::from_chars(s.data(), s.data() + s.size(), n);
  Write("n", n);  // FLOW: s, old
}

void ToChars() {
  char buffer[16], other[16] = "";
  auto result = std::to_chars(buffer, buffer + 16, Read("n"));
  WriteAs("text", Text(buffer, result.ptr));  // FLOW: n
  WriteText("other", other);                  // NEVER: n
}

void Literals() {
  using namespace std::literals;
  Text s = "fixed"s;
  View v = "fixed"sv;
  WriteAs("s", s + ReadAs<Text>("t"));  // FLOW: t
  WriteAs("v", v);                      // NEVER: t
}

void Compared() {
  Text s = ReadAs<Text>("s");
  View v = s;
  int n = 0;
  if (v.starts_with("x")) n = 1;
  Write("n", n);  // NOT: s
}

void Wide() {
  std::wstring s = ReadAs<std::wstring>("s"), t = ReadAs<std::wstring>("t");
  WriteAs("s", s + L"!");       // FLOW: s  NEVER: t
  WriteAs("t", t.substr(0, 1));  // FLOW: t  NEVER: s
}
