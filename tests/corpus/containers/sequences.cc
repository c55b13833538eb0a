// What the members of sequences do to their elements.
#include <array>
#include <deque>
#include <forward_list>
#include <initializer_list>
#include <iterator>
#include <list>
#include <span>
#include <string>
#include <utility>
#include <valarray>
#include <vector>
#include "corpus.h"

using Ints = std::vector<int>;

void Insert() {
  Ints v{1, 2}, w{1, 2};
  v.insert(v.begin(), Read("first"));
  v.insert(v.end(), 3, Read("three"));
  Write("v", v[0]);  // FLOW: first, three
  Write("w", w[0]);  // NEVER: first, three
}

void InsertRange() {
  Ints from{Read("a"), Read("b")}, v, w{Read("c")};
  v.insert(v.end(), from.begin(), from.end());
  v.insert(v.end(), {Read("d")});
  Write("v", v.back());  // FLOW: a, b, d  NEVER: c
  Write("w", w.back());  // FLOW: c  NEVER: a, b
}

void InsertReturnsWhere() {
  Ints v{1}, w{1};
  auto it = v.insert(v.begin(), 7);
  *it = Read("x");
  Write("v", v[0]);  // FLOW: x
  Write("w", w[0]);  // NEVER: x
}

struct Pair { int a, b; Pair(int x, int y) : a(x), b(y) {} };
void Emplace() {
  std::vector<Pair> v, w;
  v.emplace_back(Read("a"), Read("b"));
  w.emplace(w.begin(), Read("c"), Read("d"));
  Write("a", v[0].a);  // FLOW: a  NEVER: b, c
  Write("b", v.front().b);  // FLOW: b  NEVER: a, d
  Write("d", w[0].b);  // FLOW: d  NEVER: c, a
}

void EmplaceReturns() {
  std::vector<Pair> v;
  Pair& made = v.emplace_back(Read("a"), Read("b"));
  made.a = Read("c");
  Write("a", v.back().a);  // FLOW: a, c  NEVER: b
  Write("b", v.back().b);  // FLOW: b  NEVER: a, c
}

void Assigned() {
  Ints v{Read("old")}, w{Read("w")};
  v.assign(3, Read("new"));
  Write("v", v[0]);  // FLOW: new  NEVER: old
  v.assign(w.begin(), w.end());
  Write("again", v[0]);  // FLOW: w  NEVER: old, new
  v = {Read("x"), Read("y")};
  Write("x", v[0]);  // FLOW: x  NEVER: y, w, old
  Write("y", v[1]);  // FLOW: y  NEVER: x, w, old
}

void Cleared() {
  Ints v{Read("old")};
  std::deque<int> d{Read("d")};
  v.clear();
  v.push_back(Read("new"));
  Write("v", v[0]);  // FLOW: new  NEVER: old
  d.clear();
  Write("d", d.front());  // NEVER: d
}

void Swapped() {
  Ints v{Read("v")}, w{Read("w")}, u{Read("u")};
  v.swap(w);
  Write("v", v[0]);  // FLOW: w  NEVER: v, u
  std::swap(w, u);
  Write("w", w[0]);  // FLOW: u  NEVER: v, w
  Write("u", u[0]);  // FLOW: v  NEVER: u, w
}

void Copied() {
  Ints v{Read("v")};
  Ints w = v;
  v[0] = Read("later");
  Write("w", w[0]);  // FLOW: v  NEVER: later
  Write("v", v[0]);  // FLOW: later  NEVER: v
}

void Moved() {
  Ints v{Read("v")}, w;
  w = std::move(v);
  Write("w", w[0]);  // FLOW: v
  Write("v", v[0]);  // NEVER: v
}

void Resized() {
  Ints v, w;
  v.resize(4, Read("fill"));
  w.resize(4);
  w.reserve(100);
  Write("v", v[2]);  // FLOW: fill
  Write("w", w[2]);  // NEVER: fill
}

void SizeIsNoContent() {
  Ints v{Read("v"), Read("w")};
  Write("n", static_cast<int>(v.size()));  // NOT: v, w
  Write("empty", v.empty());               // NOT: v, w
}

void Ends() {
  std::deque<int> d;
  d.push_back(Read("back"));
  d.push_front(Read("front"));
  std::deque<int> other;
  other.push_front(Read("other"));
  Write("back", d.back());      // FLOW: back, front  NEVER: other
  Write("other", other.front());  // FLOW: other  NEVER: back
  d.pop_front();
  Write("left", d.front());  // FLOW: back, front  NEVER: other
}

void Reverse() {
  Ints v{Read("a"), Read("b")}, w{Read("c")};
  int sum = 0;
  for (auto it = v.rbegin(); it != v.rend(); ++it) sum += *it;
  Write("sum", sum);  // FLOW: a, b  NEVER: c
  Write("last", *w.crbegin());  // FLOW: c  NEVER: a
}

void IteratorArithmetic() {
  Ints v{Read("a"), Read("b")}, w{Read("c")};
  auto it = v.begin() + 1;
  std::advance(it, -1);
  Write("it", *it);                     // FLOW: a, b  NEVER: c
  Write("next", *std::next(v.begin()));  // FLOW: a, b  NEVER: c
  Write("prev", *std::prev(w.end()));    // FLOW: c  NEVER: a, b
  Write("index", it[1]);                 // FLOW: a, b  NEVER: c
  Write("distance", static_cast<int>(v.end() - v.begin()));  // NEVER: a, b
  Write("count", static_cast<int>(std::distance(w.begin(), w.end())));  // NEVER: c
}

void StoredThroughIterator() {
  Ints v(4), w(4);
  for (auto it = v.begin(); it != v.end(); it++) *it = Read("x");
  Write("v", v[1]);  // FLOW: x
  Write("w", w[1]);  // NEVER: x
}

void Data() {
  Ints v(8), w(8);
  ReadInto("v", v.data(), 32);
  Write("v", v[3]);  // FLOW: v
  Write("w", w[3]);  // NEVER: v
  WriteFrom("all", v.data(), 32);  // FLOW: v
  WriteFrom("none", &w[0], 32);    // NEVER: v
}

void Array() {
  std::array<int, 3> a{Read("zero"), Read("one"), 0}, b;
  b.fill(Read("fill"));
  Write("zero", a[0]);       // FLOW: zero  NEVER: one, fill
  Write("one", std::get<1>(a));  // FLOW: one  NEVER: zero
  Write("b", b.at(2));       // FLOW: fill  NEVER: zero
  Write("back", a.back());   // FLOW: zero, one  NEVER: fill
}

void ArrayBindings() {
  std::array<int, 2> a{Read("x"), Read("y")};
  auto [x, y] = a;
  Write("x", x);  // FLOW: x  NEVER: y
  Write("y", y);  // FLOW: y  NEVER: x
}

void ArrayCopied() {
  std::array<int, 2> a{Read("x"), Read("y")}, b = a;
  a[0] = 0;
  Write("b", b[0]);  // FLOW: x  NEVER: y
  Write("a", a[0]);  // NEVER: x, y
}

void ListSplice() {
  std::list<int> a{Read("a")}, b{Read("b")}, c{Read("c")};
  a.splice(a.begin(), b);
  Write("a", a.front());  // FLOW: a, b  NEVER: c
  Write("b", b.front());  // NEVER: a, b, c
  a.merge(c);
  Write("merged", a.back());  // FLOW: a, b, c
  Write("c", c.front());      // NEVER: a, b, c
}

void ListMembers() {
  std::list<int> a{Read("a"), Read("b")}, c{Read("c")};
  a.sort();
  a.reverse();
  a.unique();
  a.remove(3);
  a.remove_if([](int x) { return x > 5; });
  Write("a", a.front());  // FLOW: a, b  NEVER: c
  Write("c", c.front());  // FLOW: c  NEVER: a
}

void ForwardList() {
  std::forward_list<int> f, g;
  f.push_front(Read("f"));
  f.insert_after(f.before_begin(), Read("first"));
  f.emplace_front(Read("emplaced"));
  Write("f", f.front());  // FLOW: f, first, emplaced
  Write("g", g.front());  // NEVER: f
}

void Span() {
  Ints v(4), w(4);
  std::span<int> s(v), t(w);
  s[1] = Read("x");
  for (int& e : t.subspan(1)) e = Read("y");
  Write("v", v[1]);  // FLOW: x  NEVER: y
  Write("w", w[2]);  // FLOW: y  NEVER: x
  Write("s", s.front());  // FLOW: x  NEVER: y
  Write("n", static_cast<int>(s.size()));  // NEVER: x, y
}

static int Sum(std::span<const int> s) {
  int sum = 0;
  for (int x : s) sum += x;
  return sum;
}
void SpanAsParameter() {
  Ints v{Read("v")};
  int plain[2] = {Read("plain"), 0};
  std::array<int, 2> a{Read("a"), 0};
  Write("v", Sum(v));          // FLOW: v  NEVER: plain, a
  Write("plain", Sum(plain));  // FLOW: plain  NEVER: v, a
  Write("a", Sum(a));          // FLOW: a  NEVER: v, plain
}

void Bools() {
  std::vector<bool> v(8), w(8);
  v[1] = Read("x");
  w.push_back(Read("y"));
  Write("v", v[1]);      // FLOW: x  NEVER: y
  Write("w", w.back());  // FLOW: y  NEVER: x
}

void InitializerList() {
  std::initializer_list<int> list{Read("a"), Read("b")};
  int sum = 0;
  for (int x : list) sum += x;
  Write("sum", sum);  // FLOW: a, b
  Ints v(list), w{Read("w")};
  Write("v", v[0]);   // FLOW: a  NEVER: w, b
  Write("w", w[0]);   // FLOW: w  NEVER: a
}

static int Total(std::initializer_list<int> list) {
  int sum = 0;
  for (int x : list) sum += x;
  return sum;
}
void ListAsParameter() {
  Write("ab", Total({Read("a"), Read("b")}));  // FLOW: a, b  NEVER: c
  Write("c", Total({Read("c")}));              // FLOW: c  NEVER: a, b
}

void Valarray() {
  std::valarray<int> v{Read("a"), Read("b")}, w(3);
  Write("sum", v.sum());        // FLOW: a, b
  Write("scaled", (v * 2)[0]);  // FLOW: a, b
  Write("w", w[1]);             // NEVER: a, b
  w = v;
  Write("copied", w[0]);  // FLOW: a  NEVER: b
}

void FreeFunctions() {
  Ints v{Read("v")};
  int plain[2] = {Read("plain"), 2};
  int sum = 0;
  for (auto it = std::begin(v); it != std::end(v); ++it) sum += *it;
  Write("v", sum);                 // FLOW: v  NEVER: plain
  Write("plain", *std::begin(plain));  // FLOW: plain  NEVER: v
  Write("data", *std::data(v));    // FLOW: v  NEVER: plain
  Write("size", static_cast<int>(std::size(v)));  // NOT: v
}

void Matrix() {
  std::vector<Ints> m(2, Ints(2)), n(2, Ints(2));
  m[0][1] = Read("x");
  m[1][0] = Read("y");
  Write("x", m[0][1]);  // FLOW: x  NEVER: y
  Write("y", m[1][0]);  // FLOW: y  NEVER: x
  Write("n", n[0][1]);  // NEVER: x, y
}

void PushedVectors() {
  std::vector<Ints> rows;
  for (int i = 0; i < 3; ++i) {
    Ints row;
    row.push_back(Read("cell"));
    rows.push_back(std::move(row));
  }
  std::vector<Ints> other{{Read("other")}};
  Write("cell", rows[1][0]);   // FLOW: cell  NEVER: other
  Write("other", other[0][0]);  // FLOW: other  NEVER: cell
}

struct Patient { int age; std::string name; };
void OfStructs() {
  std::vector<Patient> v;
  Patient p{Read("age"), ReadAs<std::string>("name")};
  v.push_back(p);
  v.push_back({Read("age2"), ReadAs<std::string>("name2")});
  for (const Patient& q : v) {
    Write("age", q.age);     // FLOW: age, age2  NEVER: name, name2
    WriteAs("name", q.name);  // FLOW: name, name2  NEVER: age, age2
  }
}

void FieldChanged() {
  std::vector<Patient> v(3);
  for (Patient& p : v) p.age = Read("age");
  v[0].name = ReadAs<std::string>("name");
  Write("age", v[1].age);    // FLOW: age  NEVER: name
  WriteAs("name", v[0].name);  // FLOW: name  NEVER: age
  WriteAs("other", v[2].name);  // NEVER: age, name
}

void Pointers() {
  Patient a{Read("a"), ""}, b{Read("b"), ""};
  std::vector<Patient*> v{&a}, w{&b};
  v[0]->name = ReadAs<std::string>("name");
  Write("a", v[0]->age);    // FLOW: a  NEVER: b
  Write("b", w.back()->age);  // FLOW: b  NEVER: a
  WriteAs("name", a.name);   // FLOW: name
  WriteAs("none", b.name);   // NEVER: name
}
