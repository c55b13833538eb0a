// std::string and std::string_view.
#include <string>
#include <string_view>
#include "corpus.h"

using String = std::string;

void Copy() {
  String a = ReadAs<String>("a"), b = ReadAs<String>("b");
  String c = a;
  a = "clean";
  WriteAs("c", c);  // FLOW: a  NEVER: b
  WriteAs("a", a);  // NEVER: a, b
  WriteAs("b", b);  // FLOW: b  NEVER: a
}

void FromCText() {
  String a(ReadText("a")), b(ReadText("b"));
  WriteText("a", a.c_str());  // FLOW: a  NEVER: b
  WriteText("b", b.data());   // FLOW: b  NEVER: a
}

void Concatenate() {
  String a = ReadAs<String>("a"), b = ReadAs<String>("b"), c = ReadAs<String>("c");
  String s = a + "/" + b;
  WriteAs("out", s);  // FLOW: a, b  NEVER: c
  WriteAs("c", c);    // FLOW: c  NEVER: a
}

void Append() {
  String s = ReadAs<String>("start"), other = ReadAs<String>("other");
  s += ReadAs<String>("plus");
  s.append(ReadAs<String>("appended"));
  s.push_back(static_cast<char>(Read("pushed")));
  s.insert(0, ReadAs<String>("inserted"));
  WriteAs("out", s);        // FLOW: start, plus, appended, pushed, inserted  NEVER: other
  WriteAs("other", other);  // FLOW: other  NEVER: start, plus
}

void Assign() {
  String s = ReadAs<String>("old");
  s.assign(ReadAs<String>("new"));
  WriteAs("out", s);  // FLOW: new  NEVER: old
  s.clear();
  WriteAs("empty", s);  // NEVER: new, old
}

void Substring() {
  String s = ReadAs<String>("s"), t = ReadAs<String>("t");
  WriteAs("part", s.substr(1, 3));  // FLOW: s(transformation)  NEVER: t
  WriteAs("whole", t);              // FLOW: t  NEVER: s
}

void Characters() {
  String s = ReadAs<String>("s"), t = ReadAs<String>("t");
  Write("one", s[0]);         // FLOW: s  NEVER: t
  Write("last", s.back());    // FLOW: s  NEVER: t
  for (char c : t) Write("each", c);  // FLOW: t  NEVER: s
}

void SetCharacter() {
  String s = "x", t = "y";
  s[0] = static_cast<char>(Read("in"));
  WriteAs("s", s);  // FLOW: in
  WriteAs("t", t);  // NEVER: in
}

void ToNumber() {
  String s = ReadAs<String>("s"), t = ReadAs<String>("t");
  Write("int", std::stoi(s));        // FLOW: s(transformation)  NEVER: t
  WriteReal("double", std::stod(t));  // FLOW: t(transformation)  NEVER: s
}

void FromNumber() {
  int n = Read("n"), m = Read("m");
  WriteAs("n", std::to_string(n));  // FLOW: n(transformation)  NEVER: m
  WriteAs("m", "m=" + std::to_string(m));  // FLOW: m  NEVER: n
}

void Swap() {
  String a = ReadAs<String>("a"), b = ReadAs<String>("b");
  a.swap(b);
  WriteAs("a", a);  // FLOW: b  NEVER: a
  WriteAs("b", b);  // FLOW: a  NEVER: b
  std::swap(a, b);
  WriteAs("back", a);  // FLOW: a  NEVER: b
}

void Moved() {
  String a = ReadAs<String>("a");
  String b = std::move(a);
  WriteAs("b", b);  // FLOW: a
  WriteAs("a", a);  // NEVER: a
}

void Compared() {
  String a = ReadAs<String>("a"), b = ReadAs<String>("b");
  int x = 0;
  if (a == "yes") x = 1;
  Write("x", x);  // FLOW: a(indirect)  NEVER: b
  int y = 0;
  if (a < b) y = 1;
  Write("y", y);  // FLOW: a(indirect), b(indirect)
}

void Size() {
  String a = ReadAs<String>("a"), b = ReadAs<String>("b");
  Use(static_cast<int>(b.size()));
  Write("size", static_cast<int>(a.size()));  // FLOW: a(indirect)  NEVER: b
  int x = 0;
  if (!a.empty()) x = Read("x");
  Write("x", x);  // FLOW: x, a(indirect)  NEVER: b
}

void Find() {
  String a = ReadAs<String>("a"), b = ReadAs<String>("b");
  auto at = a.find(',');
  String head = b.substr(0, at);
  WriteAs("head", head);  // FLOW: b
}

void View() {
  String a = ReadAs<String>("a"), b = ReadAs<String>("b");
  std::string_view v = a;
  v.remove_prefix(1);
  WriteAs("view", String(v));       // FLOW: a  NEVER: b
  WriteAs("sub", v.substr(0, 2));   // FLOW: a  NEVER: b
  v = b;
  WriteAs("again", v);  // FLOW: b  NEVER: a
}

static String Greet(const String& name) { return "hello " + name; }
static void Shout(String& s) { s += "!"; }
static void Replace(String& s, String with) { s = std::move(with); }
void Functions() {
  String a = ReadAs<String>("a"), b = ReadAs<String>("b");
  WriteAs("greeting", Greet(a));  // FLOW: a  NEVER: b
  Shout(a);
  WriteAs("shout", a);  // FLOW: a  NEVER: b
  Replace(a, b);
  WriteAs("replaced", a);  // FLOW: b  NEVER: a
}

struct Named { String name, label; };
void Members() {
  Named n{ReadAs<String>("name"), ReadAs<String>("label")};
  Named m = n;
  m.name = "none";
  WriteAs("label", m.label);   // FLOW: label  NEVER: name
  WriteAs("cleared", m.name);  // NEVER: name, label
  WriteAs("name", n.name);     // FLOW: name  NEVER: label
}

void Loop() {
  String joined, other = ReadAs<String>("other");
  for (int i = 0; i < 3; ++i) {
    if (i) joined += ",";
    joined += ReadAs<String>("item");
  }
  WriteAs("joined", joined);  // FLOW: item  NEVER: other
}

void Erase() {
  String s = ReadAs<String>("s");
  s.erase(0, 1);
  s.resize(3);
  WriteAs("rest", s);  // FLOW: s
  s.replace(0, 1, ReadAs<String>("patch"));
  WriteAs("patched", s);  // FLOW: s, patch
}
