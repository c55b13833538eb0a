// std::vector, std::array, and iterating.
#include <array>
#include <vector>
#include "corpus.h"

using Ints = std::vector<int>;

void PushBack() {
  Ints v, w;
  v.push_back(Read("v"));
  w.push_back(Read("w"));
  Write("v", v[0]);  // FLOW: v  NEVER: w
  Write("w", w.back());  // FLOW: w  NEVER: v
}

void ConstantIndex() {
  Ints v(3);
  v[0] = Read("zero");
  v[1] = Read("one");
  Write("zero", v[0]);  // FLOW: zero  NEVER: one
  Write("one", v.at(1));  // FLOW: one  NEVER: zero
  Write("two", v[2]);   // NEVER: zero, one
  Write("any", v[Any()]);  // FLOW: zero, one
}

void ElementOverwritten() {
  Ints v(3);
  v[0] = Read("old");
  v[0] = Read("new");
  Write("out", v[0]);  // FLOW: new  NEVER: old
}

void Initialised() {
  Ints v{Read("zero"), Read("one"), 2};
  Write("one", v[1]);  // FLOW: one  NEVER: zero
  Write("two", v[2]);  // NEVER: zero, one
  Write("front", v.front());  // FLOW: zero  NEVER: one
}

void FilledWithOne() {
  Ints v(10, Read("fill")), w(10, 0);
  Write("v", v[7]);  // FLOW: fill
  Write("w", w[7]);  // NEVER: fill
}

void RangeFor() {
  Ints v{Read("a"), Read("b")};
  int sum = 0, lone = Read("lone");
  for (int x : v) sum += x;
  Write("sum", sum);    // FLOW: a, b  NEVER: lone
  Write("lone", lone);  // FLOW: lone  NEVER: a
}

void RangeForChanges() {
  Ints v(4), w(4);
  for (int& x : v) x = Read("x");
  Write("v", v[2]);  // FLOW: x
  Write("w", w[2]);  // NEVER: x
}

void Iterators() {
  Ints v{Read("a"), Read("b")}, w{Read("c")};
  int sum = 0;
  for (auto it = v.begin(); it != v.end(); ++it) sum += *it;
  Write("sum", sum);  // FLOW: a, b  NEVER: c
  *w.begin() = Read("d");
  Write("w", w[0]);  // FLOW: c, d  NEVER: a, b
}

void IteratorComparisonIsNotContent() {
  Ints v{Read("v")};
  int n = 0;
  for (auto it = v.begin(); it != v.end(); ++it) n = 1;
  Write("n", n);  // NOT: v
}

void Copy() {
  Ints v{Read("v")};
  Ints w = v;
  v[0] = Read("later");
  Write("w", w[0]);  // FLOW: v  NEVER: later
  Write("v", v[0]);  // FLOW: later  NEVER: v
}

void Assign() {
  Ints v{Read("old")}, w{Read("new")};
  v = w;
  Write("v", v[0]);  // FLOW: new  NEVER: old
  v.assign(3, Read("assigned"));
  Write("assigned", v[1]);  // FLOW: assigned  NEVER: new, old
}

void Clear() {
  Ints v{Read("old")};
  v.clear();
  v.push_back(Read("new"));
  Write("out", v[0]);  // FLOW: new  NEVER: old
}

void Swap() {
  Ints v{Read("v")}, w{Read("w")};
  v.swap(w);
  Write("v", v[0]);  // FLOW: w  NEVER: v
  std::swap(v, w);
  Write("back", v[0]);  // FLOW: v  NEVER: w
}

void Moved() {
  Ints v{Read("v")};
  Ints w = std::move(v);
  Write("w", w[0]);  // FLOW: v
  WriteAs("v", v);   // NEVER: v
}

void Insert() {
  Ints v{Read("v")}, w{Read("w")}, x;
  v.insert(v.end(), w.begin(), w.end());
  v.insert(v.begin(), Read("one"));
  x.emplace_back(Read("x"));
  Write("v", v[Any()]);  // FLOW: v, w, one  NEVER: x
  Write("x", x[Any()]);  // FLOW: x  NEVER: v
}

struct Row { int age, sex; };
void Rows() {
  std::vector<Row> rows;
  rows.push_back({Read("age"), Read("sex")});
  rows.emplace_back(Row{Read("age2"), 0});
  int ages = 0;
  for (const Row& r : rows) ages += r.age;
  Write("ages", ages);       // FLOW: age, age2  NEVER: sex
  Write("sex", rows[0].sex);  // FLOW: sex  NEVER: age
}

void RowChanged() {
  std::vector<Row> rows(2);
  rows[0].age = Read("age");
  rows[1].sex = Read("sex");
  Write("age", rows[0].age);   // FLOW: age  NEVER: sex
  Write("sex0", rows[0].sex);  // NEVER: age, sex
  Write("sex1", rows[1].sex);  // FLOW: sex  NEVER: age
}

void Nested() {
  std::vector<Ints> table(2);
  table[0].push_back(Read("zero"));
  table[1].push_back(Read("one"));
  Write("zero", table[0][0]);  // FLOW: zero  NEVER: one
  int sum = 0;
  for (const auto& row : table)
    for (int x : row) sum += x;
  Write("sum", sum);  // FLOW: zero, one
}

static Ints Load(const char* name) {
  Ints v;
  for (int i = 0; i < 3; ++i) v.push_back(Read(name));
  return v;
}
static int Sum(const Ints& v) {
  int s = 0;
  for (int x : v) s += x;
  return s;
}
static void Fill(Ints* v, int with) { v->push_back(with); }
void Functions() {
  Ints a = Load("a"), b = Load("b");
  Fill(&b, Read("c"));
  Write("a", Sum(a));  // FLOW: a  NEVER: b, c
  Write("b", Sum(b));  // FLOW: b, c  NEVER: a
}

void Data() {
  Ints v(8), w(8);
  ReadInto("in", v.data(), v.size() * sizeof(int));
  Write("v", v[3]);  // FLOW: in
  Write("w", w[3]);  // NEVER: in
  WriteFrom("all", v.data(), 8);  // FLOW: in
}

void Size() {
  Ints v;
  while (Read("more")) v.push_back(Read("item"));
  Write("size", static_cast<int>(v.size()));  // FLOW: more(indirect)  NOT: item
}

void Array() {
  std::array<int, 3> a{Read("zero"), Read("one")}, b{};
  Write("one", a[1]);  // FLOW: one  NEVER: zero
  b = a;
  a[0] = 0;
  Write("b", b[0]);  // FLOW: zero  NEVER: one
  Write("a", a[0]);  // NEVER: zero, one
}

void PointersInVectors() {
  int x = 0, y = 0;
  std::vector<int*> v{&x, &y};
  *v[0] = Read("x");
  Write("x", x);  // FLOW: x
  Write("y", y);  // NEVER: x
}

void Resize() {
  Ints v;
  v.resize(4);
  v[2] = Read("two");
  Write("two", v[2]);  // FLOW: two
  Write("one", v[1]);  // NEVER: two
}
