// Where something is found: what is looked for, and what is looked through, decide it.
#include <algorithm>
#include <iterator>
#include <list>
#include <map>
#include <ranges>
#include <set>
#include <unordered_map>
#include <vector>
#include "corpus.h"
void InAMap() {
  std::map<int, int> m{{Read("map.key"), Read("map.value")}};
  if (m.find(Read("map.for")) != m.end()) Write("map", 1);  // FLOW: map.key(indirect), map.for(indirect)  NEVER: map.value
}
void Leaves() {
  std::map<int, int> m{{Read("leaves.key"), 1}};
  const auto i = m.find(Read("leaves.for"));
  if (i == m.end()) return;
  Write("leaves", 1);  // FLOW: leaves.key(indirect), leaves.for(indirect)
}
void TheValue() {
  std::map<int, int> m{{1, Read("value")}};
  if (const auto i = m.find(Read("value.for")); i != m.end()) Write("found", i->second);  // FLOW: value, value.for(indirect)
}
void InAHashMap() {
  std::unordered_map<int, int> m{{Read("hash.key"), 1}};
  if (m.find(Read("hash.for")) != m.end()) Write("hash", 1);  // FLOW: hash.key(indirect), hash.for(indirect)
}
void InASet() {
  std::set<int> s{Read("set")}, other{Read("other")};
  if (s.find(Read("set.for")) != s.end()) Write("set.out", 1);  // FLOW: set(indirect), set.for(indirect)  NEVER: other
}
void InARow() {
  std::vector<int> v{Read("row")};
  if (std::find(v.begin(), v.end(), Read("row.for")) != v.end()) Write("row.out", 1);  // FLOW: row(indirect), row.for(indirect)
}
struct Person {
  int age, height;
};
void ByPredicate() {
  std::vector<Person> v{{Read("age"), Read("height")}};
  const auto i = std::find_if(v.begin(), v.end(), [old = Read("old")](const Person& p) { return p.age > old; });
  if (i != v.end()) Write("predicate", 1);  // FLOW: age(indirect), old(indirect)  NEVER: height
}
void Steps() {
  std::vector<int> v(3);
  v[0] = Read("walked");
  int n = 0;
  for (auto i = v.begin(); i != v.end(); ++i) ++n;
  Write("steps", n);  // NEVER: walked
}
void Sorted() {
  std::vector<int> v{Read("low")};
  Write("low.out", *std::lower_bound(v.begin(), v.end(), Read("low.for")));  // FLOW: low, low.for(indirect)
}
void Upper() {
  std::vector<int> v{Read("up")};
  Write("up.out", *std::upper_bound(v.begin(), v.end(), Read("up.for")));  // FLOW: up, up.for(indirect)
}
void Range() {
  std::vector<int> v{Read("range")};
  Write("range.out", *std::ranges::lower_bound(v, Read("range.for")));  // FLOW: range, range.for(indirect)
}
void MapsBound() {
  std::map<int, int> m{{1, Read("bound")}};
  Write("bound.out", m.lower_bound(Read("bound.for"))->second);  // FLOW: bound, bound.for(indirect)
}
void Best() {
  std::vector<double> scores{ReadReal("scores")};
  Write("class", std::max_element(scores.begin(), scores.end()) - scores.begin());  // FLOW: scores
}
void BestByDistance() {
  std::vector<double> scores{ReadReal("distance")};
  const auto best = std::max_element(scores.begin(), scores.end());
  Write("distance.out", std::distance(scores.begin(), best));  // FLOW: distance
}
void BestByRange() {
  std::vector<double> scores{ReadReal("ranges")};
  Write("ranges.out", std::ranges::distance(scores.begin(), std::ranges::max_element(scores)));  // FLOW: ranges
}
static int IndexOf(const std::vector<int>& v, int x) {
  const auto i = std::find(v.begin(), v.end(), x);
  return i == v.end() ? -1 : i - v.begin();
}
void Index() {
  std::vector<int> v{Read("index")};
  Write("index.out", IndexOf(v, Read("index.for")));  // FLOW: index, index.for
}
static bool AtEnd(std::vector<int>::iterator i, std::vector<int>::iterator end) {
  return i == end;
}
void Handed() {
  std::vector<int> v{Read("handed")};
  if (!AtEnd(std::find(v.begin(), v.end(), Read("handed.for")), v.end())) Write("handed.out", 1);  // FLOW: handed(indirect), handed.for(indirect)
}
void Halves() {
  std::vector<Person> v{{Read("half.age"), Read("half.height")}};
  const auto middle = std::partition(v.begin(), v.end(), [](const Person& p) { return p.age > 3; });
  Write("half", middle - v.begin());  // FLOW: half.age  NEVER: half.height
}
