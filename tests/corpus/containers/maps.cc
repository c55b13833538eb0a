// Maps, sets, lists; structured bindings.
#include <list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include "corpus.h"

using Map = std::map<std::string, int>;

void ConstantKeys() {
  Map m;
  m["age"] = Read("age");
  m["sex"] = Read("sex");
  Write("age", m["age"]);     // FLOW: age  NEVER: sex
  Write("sex", m.at("sex"));  // FLOW: sex  NEVER: age
  Write("zip", m["zip"]);     // NEVER: age, sex
}

void KeyOverwritten() {
  Map m;
  m["age"] = Read("old");
  m["age"] = Read("new");
  Write("out", m["age"]);  // FLOW: new  NEVER: old
}

void AnyKey() {
  Map m;
  m["age"] = Read("age");
  m[ReadAs<std::string>("key")] = Read("value");
  Write("age", m["age"]);  // FLOW: age, value
  Write("any", m[ReadAs<std::string>("other")]);  // FLOW: age, value
}

void OtherMap() {
  Map m, n;
  m["age"] = Read("m");
  n["age"] = Read("n");
  Write("m", m["age"]);  // FLOW: m  NEVER: n
}

void Find() {
  Map m, n;
  m["age"] = Read("age");
  n["age"] = Read("decoy");
  auto it = m.find("age");
  if (it != m.end()) {
    Write("out", it->second);  // FLOW: age  NEVER: decoy
  }
}

void Emplace() {
  Map m;
  m.emplace("age", Read("age"));
  m.try_emplace("sex", Read("sex"));
  m.insert_or_assign("zip", Read("zip"));
  Write("age", m["age"]);  // FLOW: age  NEVER: sex, zip
  Write("sex", m["sex"]);  // FLOW: sex  NEVER: age
  Write("zip", m["zip"]);  // FLOW: zip  NEVER: sex
}

void Insert() {
  Map m, n;
  m.insert({"age", Read("age")});
  n.insert(std::make_pair("age", Read("decoy")));
  Write("age", m["age"]);  // FLOW: age  NEVER: decoy
  Write("n", n["age"]);    // FLOW: decoy  NEVER: age
}

void KeysAndValues() {
  std::map<int, int> m;
  m[Read("key")] = Read("value");
  for (const auto& entry : m) {
    Write("key", entry.first);     // FLOW: key  NEVER: value
    Write("value", entry.second);  // FLOW: value  NOT: key
  }
}

void Bindings() {
  std::map<int, int> m;
  m[Read("key")] = Read("value");
  for (const auto& [k, v] : m) {
    Write("k", k);  // FLOW: key  NEVER: value
    Write("v", v);  // FLOW: value  NOT: key
  }
}

void BindingsChange() {
  Map m, n;
  m["age"] = Read("old");
  n["age"] = Read("n");
  for (auto& [name, value] : m) value += Read("added");
  Write("m", m["age"]);  // FLOW: old, added  NEVER: n
  Write("n", n["age"]);  // FLOW: n  NEVER: added
}

struct Patient { int age, sex; };
void MapOfStructs() {
  std::unordered_map<std::string, Patient> m;
  m["ann"].age = Read("ann_age");
  m["ann"].sex = Read("ann_sex");
  m["bob"].age = Read("bob_age");
  Write("ann_age", m["ann"].age);  // FLOW: ann_age  NEVER: ann_sex, bob_age
  Write("bob_sex", m["bob"].sex);  // NEVER: ann_sex, bob_age
}

void Unordered() {
  std::unordered_map<int, int> m, n;
  m[3] = Read("three");
  m[4] = Read("four");
  Write("three", m[3]);  // FLOW: three  NEVER: four
  Write("n", n[3]);      // NEVER: three, four
}

void Erased() {
  Map m;
  m["age"] = Read("age");
  m.clear();
  Write("age", m["age"]);  // NEVER: age
}

void Set() {
  std::set<int> s, t;
  s.insert(Read("s"));
  t.insert(Read("t"));
  Write("s", *s.begin());  // FLOW: s  NEVER: t
  for (int x : t) Write("t", x);  // FLOW: t  NEVER: s
}

void Contained() {
  std::set<int> s;
  s.insert(Read("member"));
  int x = 0, key = Read("key");
  if (s.count(key)) x = Read("x");
  Write("x", x);  // FLOW: x, key(indirect), member(indirect)
}

void List() {
  std::list<int> l;
  l.push_back(Read("back"));
  l.push_front(Read("front"));
  std::list<int> other{Read("other")};
  int sum = 0;
  for (int x : l) sum += x;
  Write("sum", sum);  // FLOW: back, front  NEVER: other
  l.splice(l.end(), other);
  Write("spliced", l.back());  // FLOW: back, front, other
  Write("other", other.front());  // NEVER: back, front
}

void Aggregate() {
  Map m{{"age", Read("age")}, {"sex", Read("sex")}};
  int sum = 0;
  for (auto& [k, v] : m) sum += v;
  Write("sum", sum);  // FLOW: age, sex
}

void Multi() {
  std::multimap<int, int> m, n;
  m.emplace(1, Read("one"));
  n.emplace(1, Read("decoy"));
  auto [from, to] = m.equal_range(1);
  for (auto it = from; it != to; ++it) Write("out", it->second);  // FLOW: one  NEVER: decoy
}

static int Lookup(const Map& m, const char* key) { return m.at(key); }
void KeyByParameter() {
  Map m;
  m["age"] = Read("age");
  m["sex"] = Read("sex");
  Write("age", Lookup(m, "age"));  // FLOW: age  NOT: sex
  m.erase("age");
  Write("left", m.at("sex"));  // FLOW: sex  NEVER: age
}
