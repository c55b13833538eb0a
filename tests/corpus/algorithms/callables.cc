// Algorithms that call: what the callable is given, and where its result goes.
#include <algorithm>
#include <execution>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <string>
#include <vector>
#include "corpus.h"

using Ints = std::vector<int>;
struct Patient { int age, sex; };

static int PlusOne(int x) { return x + 1; }
static int Seven(int) { return 7; }

void Transform() {
  Ints v{Read("v")}, w(1), c(1);
  std::transform(v.begin(), v.end(), w.begin(), [](int x) { return x * 2; });
  std::transform(v.begin(), v.end(), c.begin(), Seven);
  Write("w", w[0]);  // FLOW: v
  Write("c", c[0]);  // NOT: v
}

void TransformTwo() {
  Ints a{Read("a")}, b{Read("b")}, sum, first;
  std::transform(a.begin(), a.end(), b.begin(), std::back_inserter(sum), std::plus<int>());
  std::transform(a.begin(), a.end(), b.begin(), std::back_inserter(first), [](int x, int) { return x; });
  Write("sum", sum[0]);      // FLOW: a, b
  Write("first", first[0]);  // FLOW: a  NOT: b
}

void TransformInPlace() {
  Ints v{Read("v")}, w{Read("w")};
  std::transform(v.begin(), v.end(), v.begin(), PlusOne);
  Write("v", v[0]);  // FLOW: v  NEVER: w
  Write("w", w[0]);  // FLOW: w  NEVER: v
}

void TransformToFields() {
  std::vector<Patient> patients{{Read("age"), Read("sex")}};
  Ints ages;
  std::transform(patients.begin(), patients.end(), std::back_inserter(ages), [](const Patient& p) { return p.age; });
  Write("age", ages[0]);  // FLOW: age  NEVER: sex
}

void TransformMember() {
  struct Box { int x; int Get() const { return x; } };
  std::vector<Box> boxes{{Read("x")}};
  Ints out;
  std::transform(boxes.begin(), boxes.end(), std::back_inserter(out), std::mem_fn(&Box::Get));
  Write("x", out[0]);  // FLOW: x
}

void ForEach() {
  Ints v{Read("v")}, w{Read("w")};
  int sum = 0, other = 0;
  std::for_each(v.begin(), v.end(), [&sum](int x) { sum += x; });
  Write("sum", sum);      // FLOW: v  NEVER: w
  Write("other", other);  // NEVER: v, w
}

void ForEachChanges() {
  Ints v(3), w(3);
  std::for_each(v.begin(), v.end(), [](int& x) { x = Read("x"); });
  Write("v", v[1]);  // FLOW: x
  Write("w", w[1]);  // NEVER: x
}

struct Adder {
  int sum = 0;
  void operator()(int x) { sum += x; }
};
void ForEachReturns() {
  Ints v{Read("v")};
  Adder done = std::for_each(v.begin(), v.end(), Adder());
  Write("sum", done.sum);  // FLOW: v
  Adder unused;
  Write("unused", unused.sum);  // NEVER: v
}

void ForEachWrites() {
  std::vector<Patient> v{{Read("age"), Read("sex")}};
  std::for_each(v.begin(), v.end(), [](const Patient& p) {
    Write("age", p.age);  // FLOW: age  NEVER: sex
  });
}

void Accumulate() {
  Ints v{Read("v")}, w{Read("w")};
  Write("sum", std::accumulate(v.begin(), v.end(), 0));  // FLOW: v(aggregation)  NEVER: w
  Write("start", std::accumulate(v.begin(), v.end(), Read("start")));  // FLOW: v, start  NEVER: w
  Write("lambda", std::accumulate(w.begin(), w.end(), 0, [](int a, int x) { return a + x; }));  // FLOW: w  NEVER: v
}

void AccumulateFields() {
  std::vector<Patient> v{{Read("age"), Read("sex")}};
  int sum = std::accumulate(v.begin(), v.end(), 0, [](int a, const Patient& p) { return a + p.age; });
  Write("sum", sum);  // FLOW: age  NEVER: sex
}

void AccumulateText() {
  std::vector<std::string> v{ReadAs<std::string>("v")};
  std::string all = std::accumulate(v.begin(), v.end(), std::string("x"));
  WriteAs("all", all);  // FLOW: v
  std::string none = std::accumulate(v.begin(), v.end(), std::string(), [](std::string a, const std::string&) { return a + "."; });
  WriteAs("none", none);  // NOT: v
}

void Products() {
  Ints a{Read("a")}, b{Read("b")}, c{Read("c")};
  Write("dot", std::inner_product(a.begin(), a.end(), b.begin(), 0));  // FLOW: a, b  NEVER: c
  Write("reduce", std::reduce(c.begin(), c.end()));                    // FLOW: c  NEVER: a, b
  Write("tr", std::transform_reduce(a.begin(), a.end(), 0, std::plus<>(), [](int x) { return x * x; }));  // FLOW: a  NEVER: b
}

void TransformReduceToFields() {
  std::vector<Patient> v{{Read("age"), Read("sex")}};
  Write("age", std::transform_reduce(v.begin(), v.end(), 0, std::plus<>(), [](const Patient& p) { return p.age; }));  // FLOW: age  NOT: sex
}

void Sums() {
  Ints v{Read("v")}, w(1), u(1), t(1);
  std::partial_sum(v.begin(), v.end(), w.begin());
  std::adjacent_difference(v.begin(), v.end(), u.begin());
  Write("w", w[0]);  // FLOW: v
  Write("u", u[0]);  // FLOW: v
  std::iota(t.begin(), t.end(), Read("start"));
  Write("t", t[0]);  // FLOW: start  NEVER: v
}

void Fill() {
  Ints v(3), w(3), u;
  std::fill(v.begin(), v.end(), Read("x"));
  std::fill_n(std::back_inserter(u), 3, Read("u"));
  Write("v", v[0]);  // FLOW: x
  Write("u", u[0]);  // FLOW: u
  Write("w", w[0]);  // NEVER: x, u
}

void Generate() {
  Ints v(3), w;
  int next = Read("seed");
  std::generate(v.begin(), v.end(), [&next] { return next++; });
  std::generate_n(std::back_inserter(w), 3, [] { return Read("w"); });
  Write("v", v[0]);  // FLOW: seed  NEVER: w
  Write("w", w[0]);  // FLOW: w  NEVER: seed
}

void Replace() {
  Ints v{Read("v")}, w{Read("w")}, out(1);
  std::replace(v.begin(), v.end(), Read("from"), Read("to"));
  Write("v", v[0]);  // FLOW: v, to  NOT: from
  std::replace_if(w.begin(), w.end(), [](int x) { return x < 0; }, Read("by"));
  Write("w", w[0]);  // FLOW: w, by  NEVER: v
  std::replace_copy_if(v.begin(), v.end(), out.begin(), [](int x) { return x < 0; }, 0);
  Write("out", out[0]);  // FLOW: v, to  NEVER: w
}

void Sort() {
  std::vector<Patient> v{{Read("age"), Read("sex")}}, w{{Read("w_age"), 0}};
  std::sort(v.begin(), v.end(), [](const Patient& a, const Patient& b) { return a.age < b.age; });
  Write("age", v[0].age);  // FLOW: age  NEVER: w_age
  Write("sex", v[0].sex);  // FLOW: sex  NOT: age
  std::stable_sort(w.begin(), w.end(), [](auto& a, auto& b) { return a.age > b.age; });
  Write("w", w[0].age);  // FLOW: w_age  NEVER: age
}

void RemoveErase() {
  Ints v{Read("v")}, w{Read("w")};
  v.erase(std::remove_if(v.begin(), v.end(), [](int x) { return x < 0; }), v.end());
  v.erase(std::unique(v.begin(), v.end()), v.end());
  Write("v", v[0]);  // FLOW: v  NEVER: w
  std::erase_if(w, [](int x) { return x < 0; });
  Write("w", w[0]);  // FLOW: w  NEVER: v
}

void Partition() {
  Ints v{Read("v")};
  auto middle = std::partition(v.begin(), v.end(), [](int x) { return x > 0; });
  Write("middle", *middle);  // FLOW: v
  std::nth_element(v.begin(), v.begin() + 1, v.end());
  std::rotate(v.begin(), v.begin() + 1, v.end());
  Write("v", v[0]);  // FLOW: v
}

void PredicateWrites() {
  Ints v{Read("v")};
  int last = 0;
  std::count_if(v.begin(), v.end(), [&](int x) {
    last = x;
    return true;
  });
  Write("last", last);  // FLOW: v
}

void Policies() {
  Ints v{Read("v")}, w(1), u(1);
  std::transform(std::execution::par, v.begin(), v.end(), w.begin(), [](int x) { return x + 1; });
  Write("w", w[0]);  // FLOW: v
  Write("u", u[0]);  // NEVER: v
  int most = 0;
  std::for_each(std::execution::seq, v.begin(), v.end(), [&](int x) { most = x; });
  Write("most", most);  // FLOW: v
  Write("sum", std::reduce(std::execution::par_unseq, v.begin(), v.end(), 0));  // FLOW: v
  std::sort(std::execution::par, v.begin(), v.end());
  Write("v", v[0]);  // FLOW: v
}

void OverMap() {
  std::map<std::string, int> m;
  m["age"] = Read("age");
  int sum = 0;
  std::for_each(m.begin(), m.end(), [&](const auto& entry) { sum += entry.second; });
  Write("sum", sum);  // FLOW: age
  std::vector<std::string> keys;
  std::transform(m.begin(), m.end(), std::back_inserter(keys), [](const auto& e) { return e.first; });
  WriteAs("key", keys[0]);  // NEVER: age
}

void OwnTemplate() {
  Ints v{Read("v")}, out;
  const auto apply = [&](auto f) { std::transform(v.begin(), v.end(), std::back_inserter(out), f); };
  apply([](int x) { return -x; });
  Write("out", out[0]);  // FLOW: v
}
