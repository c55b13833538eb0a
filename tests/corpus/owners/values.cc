// optional, pair, tuple, tie.
#include <optional>
#include <tuple>
#include <utility>
#include "corpus.h"

void Pair() {
  std::pair<int, int> p{Read("first"), Read("second")};
  Write("first", p.first);    // FLOW: first  NEVER: second
  Write("second", p.second);  // FLOW: second  NEVER: first
}

void MakePair() {
  auto p = std::make_pair(Read("first"), Read("second"));
  auto q = p;
  p.first = 0;
  Write("q", q.first);  // FLOW: first  NEVER: second
  Write("p", p.first);  // NEVER: first, second
}

void PairBindings() {
  auto [a, b] = std::make_pair(Read("a"), Read("b"));
  Write("a", a);  // FLOW: a  NEVER: b
  Write("b", b);  // FLOW: b  NEVER: a
}

void BindingsRefer() {
  std::pair<int, int> p{Read("a"), Read("b")};
  auto& [x, y] = p;
  x = Read("new");
  Write("first", p.first);    // FLOW: new  NEVER: a, b
  Write("second", p.second);  // FLOW: b  NEVER: new
}

void BindingsCopy() {
  std::pair<int, int> p{Read("a"), Read("b")};
  auto [x, y] = p;
  x = Read("new");
  Write("x", x);            // FLOW: new  NEVER: a
  Write("first", p.first);  // FLOW: a  NEVER: new
}

void Tuple() {
  std::tuple<int, int, int> t{Read("zero"), Read("one"), 2};
  Write("zero", std::get<0>(t));  // FLOW: zero  NEVER: one
  Write("one", std::get<1>(t));   // FLOW: one  NEVER: zero
  Write("two", std::get<2>(t));   // NEVER: zero, one
}

void TupleStored() {
  std::tuple<int, double> t;
  std::get<0>(t) = Read("zero");
  Write("zero", std::get<0>(t));         // FLOW: zero
  WriteReal("one", std::get<double>(t));  // NEVER: zero
}

void MakeTuple() {
  auto t = std::make_tuple(Read("zero"), Read("one"));
  auto [x, y] = t;
  Write("x", x);  // FLOW: zero  NEVER: one
  Write("y", y);  // FLOW: one  NEVER: zero
}

void Tie() {
  int x = Read("old"), y = 0;
  std::tie(x, y) = std::make_pair(Read("a"), Read("b"));
  Write("x", x);  // FLOW: a  NEVER: b, old
  Write("y", y);  // FLOW: b  NEVER: a
}

void TieSwaps() {
  int x = Read("x"), y = Read("y");
  std::tie(x, y) = std::make_tuple(y, x);
  Write("x", x);  // FLOW: y  NEVER: x
}

static std::pair<int, int> MinMax(int a, int b) { return {a, b}; }
static std::tuple<int, int> Two(int a) { return {a, 0}; }
void Returned() {
  auto p = MinMax(Read("a"), Read("b"));
  Write("first", p.first);  // FLOW: a  NEVER: b
  auto [x, y] = Two(Read("c"));
  Write("x", x);  // FLOW: c
  Write("y", y);  // NEVER: c
}

void Optional() {
  std::optional<int> a = Read("a"), b = Read("b");
  Write("a", *a);         // FLOW: a  NEVER: b
  Write("b", b.value());  // FLOW: b  NEVER: a
  a = Read("new");
  Write("new", *a);  // FLOW: new  NEVER: a
}

void ValueOr() {
  std::optional<int> a = Read("a"), none;
  Write("a", a.value_or(Read("default")));       // FLOW: a, default
  Write("none", none.value_or(Read("else")));  // FLOW: else  NEVER: a, default
}

void OptionalReset() {
  std::optional<int> a = Read("a");
  a.reset();
  Write("reset", a.value_or(0));  // NEVER: a
  a.emplace(Read("b"));
  Write("emplaced", *a);  // FLOW: b  NEVER: a
  a = std::nullopt;
  Write("null", a.value_or(0));  // NEVER: a, b
}

struct Patient { int age, sex; };
static std::optional<Patient> FindPatient(bool there) {
  if (!there) return std::nullopt;
  return Patient{Read("age"), Read("sex")};
}
void OptionalStruct() {
  auto p = FindPatient(true);
  if (p) Write("age", p->age);  // FLOW: age  NEVER: sex
  if (p.has_value()) Write("sex", p.value().sex);  // FLOW: sex  NEVER: age
}

void PairOfOptionals() {
  std::pair<std::optional<int>, std::optional<int>> p{Read("a"), std::nullopt};
  Write("a", *p.first);               // FLOW: a
  Write("b", p.second.value_or(0));  // NEVER: a
}
