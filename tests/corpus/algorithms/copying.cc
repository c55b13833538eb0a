// Algorithms that look, copy and move.
#include <algorithm>
#include <deque>
#include <iterator>
#include <list>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>
#include "corpus.h"

using Ints = std::vector<int>;

void Copy() {
  Ints v{Read("v")}, w(4), u;
  std::copy(v.begin(), v.end(), w.begin());
  std::copy(v.begin(), v.end(), std::back_inserter(u));
  Ints t(4);
  Write("w", w[0]);  // FLOW: v
  Write("u", u[0]);  // FLOW: v
  Write("t", t[0]);  // NEVER: v
}

void CopyPlain() {
  int a[2] = {Read("a"), 1}, b[2] = {0, 0}, c[2] = {0, 0};
  std::copy(a, a + 2, b);
  std::copy_n(b, 2, c);
  Write("b", b[0]);  // FLOW: a
  Write("c", c[1]);  // FLOW: a
}

void CopyIf() {
  Ints v{Read("v")}, w, none;
  int limit = Read("limit");
  std::copy_if(v.begin(), v.end(), std::back_inserter(w), [limit](int x) { return x > limit; });
  Write("w", w[0]);  // FLOW: v
  Write("none", none[0]);  // NEVER: v
}

void Moved() {
  std::vector<std::string> v{ReadAs<std::string>("v")}, w(1);
  std::move(v.begin(), v.end(), w.begin());
  WriteAs("w", w[0]);  // FLOW: v
}

void FoundElement() {
  Ints v{Read("v")}, w{Read("w")};
  auto it = std::find(v.begin(), v.end(), Read("key"));
  if (it != v.end()) Write("it", *it);  // FLOW: v  NEVER: w
  auto if_ = std::find_if(w.begin(), w.end(), [](int x) { return x > 3; });
  *if_ = Read("stored");
  Write("w", w[0]);  // FLOW: w, stored  NEVER: v
  Write("v", v[0]);  // FLOW: v  NEVER: stored
}

struct Patient { int age; std::string name; };
void FoundStruct() {
  std::vector<Patient> v{{Read("age"), ReadAs<std::string>("name")}};
  auto it = std::find_if(v.begin(), v.end(), [](const Patient& p) { return p.name == "ann"; });
  Write("age", it->age);  // FLOW: age  NOT: name
}

void MostAndLeast() {
  Ints v{Read("a"), Read("b")}, w{Read("c")};
  Write("max", *std::max_element(v.begin(), v.end()));  // FLOW: a, b  NEVER: c
  auto [low, high] = std::minmax_element(w.begin(), w.end());
  Write("low", *low);  // FLOW: c  NEVER: a, b
}

void Bounds() {
  Ints v{Read("v")}, w{Read("w")};
  Write("low", *std::lower_bound(v.begin(), v.end(), 3));  // FLOW: v  NEVER: w
  auto [from, to] = std::equal_range(w.begin(), w.end(), 3);
  Write("range", *from);  // FLOW: w  NEVER: v
}

void Counts() {
  Ints v{Read("v")};
  int n = 0;
  if (std::any_of(v.begin(), v.end(), [](int x) { return x > 0; })) n = 1;
  Write("n", n);  // FLOW: v(indirect)
  Write("count", static_cast<int>(std::count(v.begin(), v.end(), 3)));  // FLOW: v(aggregation)
  Write("count_if", static_cast<int>(std::count_if(v.begin(), v.end(), [](int x) { return x > 2; })));  // FLOW: v
}

void Equality() {
  Ints v{Read("v")}, w{Read("w")};
  int n = 0;
  if (std::equal(v.begin(), v.end(), w.begin())) n = Read("n");
  Write("n", n);  // FLOW: n, v(indirect), w(indirect)
}

void Merged() {
  Ints a{Read("a")}, b{Read("b")}, c{Read("c")}, out, other;
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  Write("out", out[0]);  // FLOW: a, b  NEVER: c
  std::set_union(b.begin(), b.end(), c.begin(), c.end(), std::inserter(other, other.end()));
  Write("other", other[0]);  // FLOW: b, c  NEVER: a
}

void Difference() {
  std::set<int> a{Read("a")}, b{Read("b")};
  Ints out, both;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  Write("out", out[0]);    // FLOW: a  NOT: b
  Write("both", both[0]);  // FLOW: a  NOT: b
}

void Reversed() {
  std::deque<int> v{Read("v")};
  Ints w(1), u(1);
  std::reverse_copy(v.begin(), v.end(), w.begin());
  std::rotate_copy(w.begin(), w.begin() + 1, w.end(), u.begin());
  Write("u", u[0]);  // FLOW: v
}

void Sampled() {
  Ints v{Read("v")}, w;
  std::mt19937 random(7);
  std::sample(v.begin(), v.end(), std::back_inserter(w), 1, random);
  std::shuffle(v.begin(), v.end(), random);
  Write("w", w[0]);  // FLOW: v
  Write("v", v[0]);  // FLOW: v
}

void SwapRanges() {
  Ints v{Read("v")}, w{Read("w")}, u{Read("u")};
  std::swap_ranges(v.begin(), v.end(), w.begin());
  std::iter_swap(w.begin(), u.begin());
  Write("v", v[0]);  // FLOW: v, w  NEVER: u
}

void ListToMap() {
  std::list<std::pair<const std::string, int>> l;
  l.emplace_back("age", Read("age"));
  std::map<std::string, int> m, none;
  std::copy(l.begin(), l.end(), std::inserter(m, m.begin()));
  Write("m", m["age"]);        // FLOW: age
  Write("none", none["age"]);  // NEVER: age
}

void PartitionCopy() {
  Ints v{Read("v")}, yes, no, other;
  std::partition_copy(v.begin(), v.end(), std::back_inserter(yes), std::back_inserter(no), [](int x) { return x > 3; });
  Write("yes", yes[0]);  // FLOW: v
  Write("no", no[0]);    // FLOW: v
  Write("other", other[0]);  // NEVER: v
}

void ReturnsEnd() {
  Ints v{Read("v")}, w(4);
  auto end = std::copy(v.begin(), v.end(), w.begin());
  *end = Read("x");
  Write("w", w[2]);  // FLOW: v, x
  Write("v", v[0]);  // FLOW: v  NEVER: x
}
