// std::ranges: algorithms with projections, views and pipelines.
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <ranges>
#include <string>
#include <tuple>
#include <vector>
#include "corpus.h"

using Ints = std::vector<int>;
struct Patient { int age, sex; int Age() const { return age; } };
namespace r = std::ranges;
namespace v = std::views;

void Copied() {
  Ints a{Read("a")}, b(1), c, d(1);
  r::copy(a, b.begin());
  r::copy_if(a, std::back_inserter(c), [](int x) { return x > 0; });
  Write("b", b[0]);  // FLOW: a
  Write("c", c[0]);  // FLOW: a
  Write("d", d[0]);  // NEVER: a
}

void Transformed() {
  Ints a{Read("a")}, b, c;
  r::transform(a, std::back_inserter(b), [](int x) { return x + 1; });
  r::transform(a.begin(), a.end(), std::back_inserter(c), [](int) { return 7; });
  Write("b", b[0]);  // FLOW: a
  Write("c", c[0]);  // NOT: a
}

void Projected() {
  std::vector<Patient> p{{Read("age"), Read("sex")}};
  Ints out;
  r::transform(p, std::back_inserter(out), [](int x) { return x; }, &Patient::age);
  Write("age", out[0]);  // FLOW: age  NEVER: sex
}

void ForEach() {
  Ints a{Read("a")}, b{Read("b")};
  int sum = 0;
  r::for_each(a, [&](int x) { sum += x; });
  Write("sum", sum);  // FLOW: a  NEVER: b
  r::for_each(b, [](int& x) { x = Read("x"); });
  Write("b", b[0]);  // FLOW: b, x  NEVER: a
}

void Found() {
  Ints a{Read("a")}, b{Read("b")};
  if (auto it = r::find(a, 3); it != a.end()) Write("a", *it);  // FLOW: a  NEVER: b
  auto it = r::find_if(b, [](int x) { return x > 3; });
  *it = Read("x");
  Write("b", b[0]);  // FLOW: b, x  NEVER: a
  Write("max", *r::max_element(a));  // FLOW: a  NEVER: b
  Write("min", r::min(b));           // FLOW: b, x  NEVER: a
}

void FoundByProjection() {
  std::vector<Patient> p{{Read("age"), Read("sex")}};
  auto it = r::find(p, 3, &Patient::sex);
  Write("age", it->age);  // FLOW: age  NOT: sex
}

void Sorted() {
  std::vector<Patient> p{{Read("age"), Read("sex")}}, q{{Read("q"), 0}};
  r::sort(p, {}, &Patient::age);
  Write("age", p[0].age);  // FLOW: age  NEVER: q
  Write("sex", p[0].sex);  // FLOW: sex  NOT: age
  r::sort(q, r::greater(), &Patient::age);
  Write("q", q[0].age);  // FLOW: q  NEVER: age
}

void Conditions() {
  Ints a{Read("a")};
  int n = 0;
  if (r::any_of(a, [](int x) { return x > 0; })) n = Read("n");
  Write("n", n);  // FLOW: n, a(indirect)
  Write("count", static_cast<int>(r::count(a, 3)));  // FLOW: a
}

void Changed() {
  Ints a(2), b(2), c{Read("c")};
  r::fill(a, Read("x"));
  r::generate(b, [] { return Read("y"); });
  Write("a", a[0]);  // FLOW: x  NEVER: y
  Write("b", b[0]);  // FLOW: y  NEVER: x
  r::reverse(c);
  r::replace(c, 1, Read("by"));
  auto gone = r::remove(c, 0);
  c.erase(gone.begin(), gone.end());
  Write("c", c[0]);  // FLOW: c, by  NEVER: x
}

void Filter() {
  Ints a{Read("a")}, b{Read("b")};
  for (int x : a | v::filter([](int x) { return x > 0; })) Write("a", x);  // FLOW: a  NEVER: b
  for (int x : v::filter(b, [](int x) { return x > 0; })) Write("b", x);   // FLOW: b  NEVER: a
}

void TransformView() {
  Ints a{Read("a")}, b{Read("b")};
  for (int x : a | v::transform([](int x) { return x + 1; })) Write("a", x);  // FLOW: a  NEVER: b
  for (int x : b | v::transform([](int) { return 7; })) Write("seven", x);     // NOT: a, b
}

void TransformToField() {
  std::vector<Patient> p{{Read("age"), Read("sex")}};
  for (int x : p | v::transform(&Patient::age)) Write("age", x);  // FLOW: age  NEVER: sex
  for (int x : p | v::transform([](const Patient& q) { return q.sex; })) Write("sex", x);  // FLOW: sex  NEVER: age
}

void Pipeline() {
  Ints a{Read("a")}, b{Read("b")};
  auto odd = [](int x) { return x % 2 == 1; };
  auto twice = [](int x) { return 2 * x; };
  int sum = 0, other = 0;
  for (int x : a | v::filter(odd) | v::transform(twice) | v::take(3) | v::drop(1)) sum += x;
  for (int x : b | v::reverse | v::take(2)) other += x;
  Write("sum", sum);      // FLOW: a  NEVER: b
  Write("other", other);  // FLOW: b  NEVER: a
}

void StoredView() {
  Ints a{Read("a")};
  auto view = a | v::take(2);
  for (int& x : view) x = Read("x");
  Write("a", a[0]);  // FLOW: a, x
  auto first = *view.begin();
  Write("first", first);  // FLOW: a, x
  Ints b(view.begin(), view.end()), c{Read("c")};
  Write("b", b[0]);  // FLOW: a, x  NEVER: c
}

void KeysAndValues() {
  std::map<std::string, int> m;
  m[ReadAs<std::string>("key")] = Read("value");
  for (const auto& k : m | v::keys) WriteAs("key", k);  // FLOW: key  NEVER: value
  for (int x : m | v::values) Write("value", x);        // FLOW: value  NOT: key
}

void Joined() {
  std::vector<Ints> m{{Read("a")}, {Read("b")}};
  int sum = 0;
  for (int x : m | v::join) sum += x;
  Write("sum", sum);  // FLOW: a, b
}

void Split() {
  std::string line = ReadAs<std::string>("line"), other = ReadAs<std::string>("other");
  for (auto part : line | v::split(',')) {
    WriteAs("part", std::string(part.begin(), part.end()));  // FLOW: line  NEVER: other
  }
  for (auto part : v::split(other, ' ')) {
    WriteAs("other", std::string_view(part.begin(), part.end()));  // FLOW: other  NEVER: line
  }
}

void Iota() {
  int sum = 0;
  for (int i : v::iota(0, Read("n"))) sum += i;
  Write("sum", sum);  // FLOW: n
  Ints a{Read("a")};
  for (int i : v::iota(0, 3)) Write("a", a[static_cast<unsigned>(i)]);  // FLOW: a  NEVER: n
}

static int Sum(r::input_range auto&& range) {
  int sum = 0;
  for (int x : range) sum += x;
  return sum;
}
void AsParameter() {
  Ints a{Read("a")}, b{Read("b")};
  Write("a", Sum(a | v::take(3)));  // FLOW: a  NEVER: b
  Write("b", Sum(b));               // FLOW: b  NEVER: a
}

void Accumulated() {
  Ints a{Read("a")}, b{Read("b")};
  auto twice = a | v::transform([](int x) { return 2 * x; });
  Write("sum", std::accumulate(twice.begin(), twice.end(), 0));  // FLOW: a  NEVER: b
  Write("b", b[0]);  // FLOW: b  NEVER: a
}

void Distance() {
  Ints a{Read("a")};
  Write("n", static_cast<int>(r::distance(a)));  // NOT: a
  Write("size", static_cast<int>(r::size(a)));   // NOT: a
}

void Begin() {
  Ints a{Read("a")}, b{Read("b")};
  Write("a", *r::begin(a));  // FLOW: a  NEVER: b
  Write("next", *r::next(r::begin(b)));  // FLOW: b  NEVER: a
}
