// pair, tuple, tie, references as values, exchange.
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>
#include "corpus.h"

using Text = std::string;

void Pair() {
  std::pair<int, int> p{Read("a"), Read("b")};
  auto q = std::make_pair(Read("c"), Read("d"));
  Write("a", p.first);   // FLOW: a  NEVER: b, c
  Write("d", q.second);  // FLOW: d  NEVER: c, b
  p.first = 0;
  Write("zero", p.first);  // NEVER: a, b
}

void Tuple() {
  std::tuple<int, Text, double> t{Read("a"), ReadAs<Text>("b"), ReadReal("c")};
  Write("a", std::get<0>(t));          // FLOW: a  NEVER: b, c
  WriteAs("b", std::get<Text>(t));     // FLOW: b  NEVER: a, c
  std::get<2>(t) = ReadReal("later");
  WriteReal("c", std::get<2>(t));      // FLOW: later  NEVER: c, a
}

void MadeTuple() {
  auto t = std::make_tuple(Read("a"), Read("b"), 3);
  auto [a, b, c] = t;
  Write("a", a);  // FLOW: a  NEVER: b
  Write("b", b);  // FLOW: b  NEVER: a
  Write("c", c);  // NEVER: a, b
}

static std::tuple<int, int> Two() { return {Read("one"), Read("two")}; }
void Tied() {
  int a = Read("old"), b = 0;
  std::tie(a, b) = Two();
  Write("a", a);  // FLOW: one  NEVER: two, old
  Write("b", b);  // FLOW: two  NEVER: one
  std::tie(a, std::ignore) = Two();
  Write("again", a);  // FLOW: one  NEVER: two
}

void TiedPair() {
  int a = 0, b = 0;
  std::tie(a, b) = std::make_pair(Read("a"), Read("b"));
  Write("a", a);  // FLOW: a  NEVER: b
  Write("b", b);  // FLOW: b  NEVER: a
}

void SwappedByTie() {
  int a = Read("a"), b = Read("b");
  std::tie(a, b) = std::make_tuple(b, a);
  Write("a", a);  // FLOW: b  NEVER: a
  Write("b", b);  // FLOW: a  NEVER: b
}

void TuplesAssigned() {
  std::tuple<int, int> s{Read("a"), Read("b")}, t;
  t = s;
  std::get<0>(s) = Read("later");
  Write("a", std::get<0>(t));  // FLOW: a  NEVER: b, later
  Write("b", std::get<1>(t));  // FLOW: b  NEVER: a
}

void Applied() {
  auto t = std::make_tuple(Read("a"), Read("b"));
  Write("first", std::apply([](int x, int) { return x; }, t));    // FLOW: a  NEVER: b
  Write("sum", std::apply([](int x, int y) { return x + y; }, t));  // FLOW: a, b
}

struct Point { int x, y; Point(int a, int b) : x(a), y(b) {} };
void MadeFrom() {
  auto p = std::make_from_tuple<Point>(std::make_tuple(Read("x"), Read("y")));
  Write("x", p.x);  // FLOW: x  NEVER: y
  Write("y", p.y);  // FLOW: y  NEVER: x
}

void Concatenated() {
  auto t = std::tuple_cat(std::make_tuple(Read("a")), std::make_tuple(Read("b"), Read("c")));
  Write("a", std::get<0>(t));  // FLOW: a  NEVER: b, c
  Write("b", std::get<1>(t));  // FLOW: b  NEVER: a, c
  Write("c", std::get<2>(t));  // FLOW: c  NEVER: a, b
}

void OfReferences() {
  int a = Read("a"), b = Read("b");
  auto t = std::forward_as_tuple(a, b);
  std::get<0>(t) = Read("c");
  Write("a", a);  // FLOW: c  NEVER: a, b
  Write("b", std::get<1>(t));  // FLOW: b  NEVER: a, c
}

void Nested() {
  std::pair<Text, std::pair<int, int>> p{ReadAs<Text>("name"), {Read("a"), Read("b")}};
  auto& [name, inner] = p;
  WriteAs("name", name);      // FLOW: name  NEVER: a, b
  Write("a", inner.first);    // FLOW: a  NEVER: b, name
  inner.second = Read("c");
  Write("c", p.second.second);  // FLOW: c  NEVER: a, b
}

void InVector() {
  std::vector<std::tuple<int, int>> v;
  v.emplace_back(Read("a"), Read("b"));
  v.push_back({Read("c"), Read("d")});
  for (const auto& [x, y] : v) {
    Write("x", x);  // FLOW: a, c  NEVER: b, d
    Write("y", y);  // FLOW: b, d  NEVER: a, c
  }
}

void Reference() {
  int a = Read("a"), b = 0;
  auto r = std::ref(b);
  r.get() = a;
  Write("b", b);  // FLOW: a
  std::reference_wrapper<int> s = a;
  s = r;
  int& t = s;
  t = Read("t");
  Write("t", b);  // FLOW: t  NEVER: a
  Write("a", a);  // FLOW: a  NEVER: t
}

void ReferencesInVector() {
  int a = 0, b = 0, c = 0;
  std::vector<std::reference_wrapper<int>> v{a, b};
  for (int& x : v) x = Read("x");
  Write("a", a);  // FLOW: x
  Write("c", c);  // NEVER: x
}

void Exchange() {
  int a = Read("old");
  int before = std::exchange(a, Read("new"));
  Write("before", before);  // FLOW: old  NEVER: new
  Write("a", a);            // FLOW: new  NEVER: old
}

void Swap() {
  Point p{Read("px"), Read("py")}, q{Read("qx"), Read("qy")};
  std::swap(p, q);
  Write("px", p.x);  // FLOW: qx  NEVER: px, qy
  std::swap(p.x, p.y);
  Write("y", p.x);   // FLOW: qy  NEVER: qx, py
}

void MovedAndForwarded() {
  Text a = ReadAs<Text>("a");
  Text b = std::move(a);
  const Text& c = std::as_const(b);
  WriteAs("c", c);  // FLOW: a
  WriteAs("a", a);  // NEVER: a
}

void MinAndMax() {
  int a = Read("a"), b = Read("b"), c = Read("c");
  Write("max", std::max(a, b));  // FLOW: a, b  NEVER: c
  auto [low, high] = std::minmax(a, b);
  Write("low", low);    // FLOW: a, b  NEVER: c
  Write("c", std::clamp(c, 0, 9));  // FLOW: c  NEVER: a, b
}

void ComparedIsNoContent() {
  std::pair<int, int> p{Read("a"), Read("b")}, q{1, 2};
  int n = 0;
  if (p < q) n = Read("n");
  Write("n", n);  // FLOW: n, a(indirect), b(indirect)
}
