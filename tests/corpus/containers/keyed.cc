// What the members of maps and sets do to their entries.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>
#include "corpus.h"

using Map = std::map<std::string, int>;
using Hashed = std::unordered_map<std::string, int>;

void ErasedKey() {
  Map m;
  m["age"] = Read("age");
  m["sex"] = Read("sex");
  m.erase("age");
  Write("age", m["age"]);  // NEVER: age, sex
  Write("sex", m["sex"]);  // FLOW: sex  NEVER: age
}

void ErasedByIterator() {
  Map m, n;
  m["age"] = Read("age");
  n["age"] = Read("n");
  auto it = m.find("age");
  if (it != m.end()) m.erase(it);
  m["age"] = Read("new");
  Write("age", m["age"]);  // FLOW: new  NEVER: age, n
  Write("n", n["age"]);    // FLOW: n  NEVER: age, new
}

void InsertedFirst() {
  Map m;
  auto [it, added] = m.insert({"age", Read("age")});
  Write("it", it->second);  // FLOW: age
  it->second = Read("later");
  Write("age", m["age"]);  // FLOW: later  NEVER: age
  auto result = m.emplace("sex", Read("sex"));
  Write("sex", result.first->second);  // FLOW: sex  NEVER: later
  Write("second", result.second);      // NOT: sex
}

void PairsAsColumns() {
  Map m;
  m.insert({"age", Read("age")});
  m.insert(std::make_pair("sex", Read("sex")));
  m.insert(std::pair<const std::string, int>("zip", Read("zip")));
  Write("age", m["age"]);  // FLOW: age  NEVER: sex, zip
  Write("sex", m["sex"]);  // FLOW: sex  NEVER: age, zip
  Write("zip", m["zip"]);  // FLOW: zip  NEVER: age, sex
}

void ListAsColumns() {
  Map m{{"age", Read("age")}, {"sex", Read("sex")}};
  Hashed t = {{"age", Read("t_age")}, {"sex", Read("t_sex")}};
  Write("age", m["age"]);  // FLOW: age  NEVER: sex
  Write("sex", m.at("sex"));  // FLOW: sex  NEVER: age
  Write("t_sex", t["sex"]);  // FLOW: t_sex  NEVER: t_age
}

void TryEmplace() {
  std::map<std::string, std::vector<int>> m;
  auto [it, added] = m.try_emplace("age");
  it->second.push_back(Read("age"));
  m.try_emplace("sex").first->second.push_back(Read("sex"));
  Write("age", m["age"][0]);  // FLOW: age  NEVER: sex
  Write("sex", m["sex"][0]);  // FLOW: sex  NEVER: age
}

void InsertOrAssign() {
  Hashed t;
  t["age"] = Read("old");
  t.insert_or_assign("age", Read("new"));
  t.insert_or_assign("sex", Read("sex"));
  Write("age", t["age"]);  // FLOW: new  NEVER: old, sex
  Write("sex", t["sex"]);  // FLOW: sex  NEVER: new
}

void NodeHandle() {
  Map m, n;
  m["age"] = Read("age");
  m["sex"] = Read("sex");
  auto node = m.extract("age");
  node.mapped() += Read("more");
  n.insert(std::move(node));
  Write("n", n["age"]);   // FLOW: age, more
  Write("sex", m["sex"]);  // FLOW: sex  NEVER: more
}

void Extracted() {
  Map m;
  m["age"] = Read("age");
  auto node = m.extract("age");
  Write("left", m["age"]);       // NEVER: age
  Write("node", node.mapped());  // FLOW: age
}

void Merged() {
  Map m, n, o;
  m["age"] = Read("age");
  n["sex"] = Read("sex");
  o["zip"] = Read("zip");
  m.merge(n);
  Write("age", m["age"]);  // FLOW: age  NEVER: zip
  Write("sex", m["sex"]);  // FLOW: sex  NEVER: zip
  Write("zip", o["zip"]);  // FLOW: zip  NEVER: sex
}

void InsertRange() {
  Map m, n;
  m["age"] = Read("age");
  n["age"] = Read("n");
  Map copy(m.begin(), m.end()), other;
  other.insert(n.begin(), n.end());
  Write("copy", copy["age"]);    // FLOW: age  NEVER: n
  Write("other", other["age"]);  // FLOW: n  NEVER: age
}

void Bounds() {
  std::map<int, int> m, n;
  m[Read("k")] = Read("v");
  n[Read("nk")] = Read("nv");
  auto it = m.lower_bound(3);
  if (it != m.end()) Write("v", it->second);  // FLOW: v  NEVER: nv
  auto up = n.upper_bound(3);
  if (up != n.end()) Write("k", up->first);  // FLOW: nk  NEVER: k
}

void EqualRange() {
  std::multimap<int, int> m, n;
  m.insert({1, Read("m")});
  n.insert({1, Read("n")});
  for (auto range = m.equal_range(1); range.first != range.second; ++range.first) {
    Write("m", range.first->second);  // FLOW: m  NEVER: n
  }
  auto [from, to] = n.equal_range(1);
  Write("n", from->second);  // FLOW: n  NEVER: m
}

void Grouped() {
  std::map<std::string, std::vector<int>> groups, other;
  groups["a"].push_back(Read("a"));
  groups["b"].push_back(Read("b"));
  other["a"].push_back(Read("other"));
  int sum = 0;
  for (int x : groups["a"]) sum += x;
  Write("sum", sum);  // FLOW: a  NEVER: b, other
  int all = 0;
  for (const auto& [name, values] : groups) {
    for (int v : values) all += v;
  }
  Write("all", all);  // FLOW: a, b  NEVER: other
}

struct Patient { int age, sex; };
void VectorsOfStructs() {
  std::map<std::string, std::vector<Patient>> m;
  m["ann"].push_back({Read("ann_age"), Read("ann_sex")});
  m["bob"].push_back(Patient{Read("bob_age"), Read("bob_sex")});
  Write("ann_age", m["ann"][0].age);  // FLOW: ann_age  NEVER: ann_sex, bob_age
  for (const auto& p : m.at("bob")) Write("bob_sex", p.sex);  // FLOW: bob_sex  NEVER: bob_age, ann_sex
}

void MapsOfMaps() {
  std::map<std::string, Map> m;
  m["a"]["x"] = Read("ax");
  m["a"]["y"] = Read("ay");
  m["b"]["x"] = Read("bx");
  Write("ax", m["a"]["x"]);  // FLOW: ax  NEVER: ay, bx
  Write("bx", m["b"]["x"]);  // FLOW: bx  NEVER: ax, ay
  Write("by", m["b"]["y"]);  // NEVER: ax, ay, bx
}

void Owned() {
  std::map<std::string, std::unique_ptr<Patient>> m;
  m["ann"] = std::make_unique<Patient>(Patient{Read("ann_age"), Read("ann_sex")});
  m["bob"] = std::make_unique<Patient>();
  m["bob"]->age = Read("bob_age");
  Write("ann_age", m["ann"]->age);  // FLOW: ann_age  NEVER: ann_sex, bob_age
  Write("bob_age", m["bob"]->age);  // FLOW: bob_age  NEVER: ann_age
}

void StructKeys() {
  std::map<std::pair<int, int>, int> m;
  m[{Read("x"), Read("y")}] = Read("value");
  for (const auto& [key, value] : m) {
    Write("x", key.first);   // FLOW: x  NEVER: y, value
    Write("value", value);   // FLOW: value  NOT: x, y
  }
}

void EnumKeys() {
  enum class Column { kAge, kSex };
  std::map<Column, int> m;
  m[Column::kAge] = Read("age");
  m[Column::kSex] = Read("sex");
  Write("age", m[Column::kAge]);  // FLOW: age  NEVER: sex
  Write("sex", m.at(Column::kSex));  // FLOW: sex  NEVER: age
}

void NamedKeys() {
  const std::string age = "age";
  constexpr const char* kSex = "sex";
  Map m;
  m[age] = Read("age");
  m[kSex] = Read("sex");
  Write("age", m["age"]);  // FLOW: age  NEVER: sex
  Write("sex", m[std::string("sex")]);  // FLOW: sex  NEVER: age
}

void CountIsNoContent() {
  Map m;
  m["age"] = Read("age");
  Write("count", static_cast<int>(m.count("age")));  // NOT: age
  Write("size", static_cast<int>(m.size()));         // NOT: age
  Write("has", m.contains("age"));                   // NOT: age
}

void Swapped() {
  Map m, n;
  m["age"] = Read("m");
  n["age"] = Read("n");
  m.swap(n);
  Write("m", m["age"]);  // FLOW: n  NEVER: m
  Write("n", n["age"]);  // FLOW: m  NEVER: n
}

void Assigned() {
  Map m, n;
  m["age"] = Read("old");
  n["age"] = Read("new");
  m = n;
  n["age"] = Read("later");
  Write("m", m["age"]);  // FLOW: new  NEVER: old, later
  m = {{"age", Read("list")}};
  Write("list", m["age"]);  // FLOW: list  NEVER: new, old
}

void SetsOfStructs() {
  std::set<std::pair<int, int>> s, t;
  s.insert({Read("a"), Read("b")});
  t.emplace(Read("c"), Read("d"));
  for (const auto& [a, b] : s) {
    Write("a", a);  // FLOW: a  NEVER: b, c
    Write("b", b);  // FLOW: b  NEVER: a, d
  }
  Write("c", t.begin()->first);  // FLOW: c  NEVER: d, a
}

void SetMembers() {
  std::set<int> s, t;
  auto [it, added] = s.insert(Read("s"));
  Write("it", *it);  // FLOW: s
  t.insert(s.begin(), s.end());
  Write("t", *t.lower_bound(3));  // FLOW: s
  t.clear();
  Write("cleared", *t.begin());  // NEVER: s
  std::unordered_set<std::string> names{ReadAs<std::string>("name")};
  for (const auto& name : names) WriteAs("name", name);  // FLOW: name  NEVER: s
  if (auto found = names.find("x"); found != names.end()) WriteAs("found", *found);  // FLOW: name  NEVER: s
}

void MembershipIsNoContent() {
  std::set<int> seen;
  seen.insert(Read("seen"));
  int x = Read("x"), n = 0;
  if (seen.insert(x).second) n = Read("n");
  Write("n", n);  // FLOW: n, x(indirect), seen(indirect)
}

struct Store {
  Map values;
  void Set(const std::string& name, int value) { values[name] = value; }
  int Get(const std::string& name) const {
    auto it = values.find(name);
    return it == values.end() ? 0 : it->second;
  }
};
void AsMember() {
  Store s, t;
  s.Set("age", Read("s"));
  t.Set("age", Read("t"));
  Write("s", s.Get("age"));  // FLOW: s  NEVER: t
  Write("t", t.Get("age"));  // FLOW: t  NEVER: s
}

void References() {
  Map m;
  int& age = m["age"];
  int& sex = m["sex"];
  age = Read("age");
  sex = Read("sex");
  Write("age", m["age"]);  // FLOW: age  NEVER: sex
  Write("sex", m["sex"]);  // FLOW: sex  NEVER: age
}

void Counted() {
  std::map<std::string, int> counts;
  counts[ReadAs<std::string>("word")]++;
  for (const auto& [word, count] : counts) {
    WriteAs("word", word);   // FLOW: word
    Write("count", count);   // NOT: word
  }
}
