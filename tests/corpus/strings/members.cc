// What the members of std::string do to its text.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "corpus.h"

using Text = std::string;
Text In(const char* name) { return ReadAs<Text>(name); }
void Out(const char* name, const Text& text) { WriteAs(name, text); }

void Append() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t"), u = ReadAs<Text>("u");
  s.append(t);
  WriteAs("s", s);  // FLOW: s, t  NEVER: u
  WriteAs("t", t);  // FLOW: t  NEVER: s
  u.append(3, 'x');
  WriteAs("u", u);  // FLOW: u  NEVER: s, t
}

void AppendParts() {
  Text s, t = ReadAs<Text>("t"), u = ReadAs<Text>("u");
  s.append(t, 0, 4);
  s.append(u.begin(), u.end());
  WriteAs("s", s);  // FLOW: t, u
  WriteAs("t", t);  // FLOW: t  NEVER: u
}

void PushBack() {
  Text s, other;
  s.push_back(static_cast<char>(Read("c")));
  other.push_back('x');
  WriteAs("s", s);      // FLOW: c
  WriteAs("o", other);  // NEVER: c
}

void PlusEquals() {
  Text s = ReadAs<Text>("s");
  s += ReadAs<Text>("t");
  s += 'c';
  s += "literal";
  WriteAs("s", s);  // FLOW: s, t
}

void Insert() {
  Text s = ReadAs<Text>("s"), other = ReadAs<Text>("other");
  s.insert(2, ReadAs<Text>("inserted"));
  WriteAs("s", s);      // FLOW: s, inserted  NEVER: other
  WriteAs("o", other);  // FLOW: other  NEVER: inserted
}

void InsertByIterator() {
  Text s;
  s.insert(s.begin(), static_cast<char>(Read("c")));
  Text from = ReadAs<Text>("from"), t;
  t.insert(t.end(), from.begin(), from.end());
  WriteAs("s", s);  // FLOW: c  NEVER: from
  WriteAs("t", t);  // FLOW: from  NEVER: c
}

void Replace() {
  Text s = ReadAs<Text>("s"), by = ReadAs<Text>("by"), unrelated = ReadAs<Text>("unrelated");
  s.replace(0, 3, by);
  WriteAs("s", s);  // FLOW: s, by  NEVER: unrelated
  WriteAs("u", unrelated);  // FLOW: unrelated  NEVER: by
}

void Erase() {
  Text s = ReadAs<Text>("s");
  s.erase(2, 3);
  s.pop_back();
  WriteAs("s", s);  // FLOW: s
}

void Cleared() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  s.clear();
  WriteAs("s", s);  // NEVER: s
  WriteAs("t", t);  // FLOW: t
}

void Assigned() {
  Text s = ReadAs<Text>("old"), t = ReadAs<Text>("new");
  s.assign(t);
  WriteAs("s", s);  // FLOW: new  NEVER: old
  s.assign(5, 'x');
  WriteAs("x", s);  // NEVER: old, new
  s.assign(t.begin(), t.end());
  WriteAs("again", s);  // FLOW: new  NEVER: old
  s = "literal";
  WriteAs("literal", s);  // NEVER: old, new
}

void Substring() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  WriteAs("s", s.substr(1, 2));  // FLOW: s(transformation)  NEVER: t
  WriteAs("t", t.substr(3));     // FLOW: t  NEVER: s
}

void Concatenated() {
  Text a = ReadAs<Text>("a"), b = ReadAs<Text>("b"), c = ReadAs<Text>("c");
  WriteAs("ab", a + b);          // FLOW: a, b  NEVER: c
  WriteAs("lit", "x" + c + 'y');  // FLOW: c  NEVER: a, b
  WriteAs("moved", std::move(a) + std::move(c));  // FLOW: a, c  NEVER: b
}

void Swapped() {
  Text a = ReadAs<Text>("a"), b = ReadAs<Text>("b");
  a.swap(b);
  WriteAs("a", a);  // FLOW: b  NEVER: a
  std::swap(a, b);
  WriteAs("again", a);  // FLOW: a  NEVER: b
}

void Characters() {
  Text s = ReadAs<Text>("s"), t = "constant";
  Write("first", s.front());  // FLOW: s
  Write("third", s[2]);       // FLOW: s
  Write("at", t.at(1));       // NEVER: s
  t[0] = s[1];
  WriteAs("t", t);  // FLOW: s
}

void CharacterStored() {
  Text s(8, ' '), t(8, ' ');
  s[3] = static_cast<char>(Read("c"));
  s.back() = static_cast<char>(Read("d"));
  WriteAs("s", s);  // FLOW: c, d
  WriteAs("t", t);  // NEVER: c, d
}

void Loops() {
  Text s = ReadAs<Text>("s"), upper, untouched;
  for (char c : s) upper += static_cast<char>(c - 32);
  for (char& c : s) c = static_cast<char>(c + Read("shift"));
  WriteAs("upper", upper);  // FLOW: s  NEVER: shift
  WriteAs("s", s);          // FLOW: s, shift
  WriteAs("u", untouched);  // NEVER: s, shift
}

void Iterators() {
  Text s = ReadAs<Text>("s"), t(s.rbegin(), s.rend());
  WriteAs("t", t);  // FLOW: s
  for (auto it = t.begin(); it != t.end(); ++it) *it = 'x';
  Text u(t.begin(), t.begin() + 2), v{ReadAs<Text>("v")};
  WriteAs("v", v);  // FLOW: v  NEVER: s
  Write("last", *v.rbegin());  // FLOW: v  NEVER: s
}

void Position() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  Write("pos", static_cast<int>(s.find(t)));  // FLOW: s(transformation), t(transformation)
  auto at = s.find(':');
  WriteAs("head", s.substr(0, at));  // FLOW: s  NEVER: t
  Write("compared", s.compare(t));   // FLOW: s(transformation), t(transformation)
}

void EqualityIsNoContent() {
  Text s = ReadAs<Text>("s");
  int n = 0;
  if (s == "yes") n = Read("n");
  Write("n", n);  // FLOW: n, s(indirect)
}

void LengthIsNoContent() {
  Text s = ReadAs<Text>("s");
  std::vector<int> v(s.size());
  Write("v", v[0]);  // NOT: s
}

void Resized() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  s.resize(10, 'x');
  t.reserve(100);
  WriteAs("s", s);  // FLOW: s  NEVER: t
  WriteAs("t", t);  // FLOW: t  NEVER: s
}

void CopiedToBuffer() {
  Text s = ReadAs<Text>("s");
  char buffer[16], other[16] = "";
  s.copy(buffer, 16);
  WriteText("buffer", buffer);  // FLOW: s
  WriteText("other", other);    // NEVER: s
}

void CText() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  WriteText("s", s.c_str());       // FLOW: s  NEVER: t
  WriteFrom("t", t.data(), t.size());  // FLOW: t  NEVER: s
}

void FilledThroughData() {
  Text s(16, '\0'), t(16, '\0');
  ReadInto("in", s.data(), s.size());
  WriteAs("s", s);  // FLOW: in
  WriteAs("t", t);  // NEVER: in
}

void FilledThroughFirst() {
  Text s(16, '\0'), t(16, '\0');
  ReadInto("in", &s[0], s.size());
  WriteAs("s", s);  // FLOW: in
  WriteAs("t", t);  // NEVER: in
}

void MovedFrom() {
  Text s = ReadAs<Text>("s");
  Text t = std::move(s);
  WriteAs("t", t);  // FLOW: s
  WriteAs("s", s);  // NEVER: s
}

void MoveAssigned() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  t = std::move(s);
  WriteAs("t", t);  // FLOW: s  NEVER: t
}

void Erased() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  std::erase(s, ' ');
  std::erase_if(t, [](char c) { return c == 'x'; });
  WriteAs("s", s);  // FLOW: s  NEVER: t
  WriteAs("t", t);  // FLOW: t  NEVER: s
}

void Reversed() {
  Text s = ReadAs<Text>("s"), t = "const";
  std::reverse(s.begin(), s.end());
  std::reverse(t.begin(), t.end());
  WriteAs("s", s);  // FLOW: s
  WriteAs("t", t);  // NEVER: s
}

void BackInserted() {
  Text s = ReadAs<Text>("s"), t, u;
  std::transform(s.begin(), s.end(), std::back_inserter(t), [](char c) { return static_cast<char>(c | 32); });
  WriteAs("t", t);  // FLOW: s
  WriteAs("u", u);  // NEVER: s
}

void SplitByHand() {
  Text line = ReadAs<Text>("line"), other = ReadAs<Text>("other");
  std::vector<Text> parts;
  Text::size_type from = 0, to;
  while ((to = line.find(',', from)) != Text::npos) {
    parts.push_back(line.substr(from, to - from));
    from = to + 1;
  }
  parts.push_back(line.substr(from));
  WriteAs("part", parts[0]);  // FLOW: line  NEVER: other
  WriteAs("other", other);    // FLOW: other  NEVER: line
}

void Joined() {
  std::vector<Text> parts{ReadAs<Text>("a"), ReadAs<Text>("b")};
  Text all, none;
  for (const Text& part : parts) all += part + ",";
  WriteAs("all", all);    // FLOW: a, b
  WriteAs("none", none);  // NEVER: a, b
}

struct Row { Text name, city; };
void Members() {
  Row row{ReadAs<Text>("name"), ReadAs<Text>("city")};
  row.name += "!";
  row.city.insert(0, "in ");
  WriteAs("name", row.name);  // FLOW: name  NEVER: city
  WriteAs("city", row.city);  // FLOW: city  NEVER: name
}
