// Arrays: constant against variable index, several dimensions, pointer arithmetic.
#include "corpus.h"

void ConstantIndex() {
  int a[4] = {};
  a[0] = Read("zero");
  a[1] = Read("one");
  Write("zero", a[0]);  // FLOW: zero(identity exact)  NEVER: one
  Write("two", a[2]);   // NEVER: zero, one
}

void VariableIndexRead() {
  int a[4] = {};
  a[0] = Read("zero");
  a[1] = Read("one");
  Write("any", a[Any()]);  // FLOW: zero, one
}

void VariableIndexWritten() {
  int a[4], b[4] = {};
  a[0] = Read("zero");
  a[Any()] = Read("some");
  Write("zero", a[0]);  // FLOW: zero, some
  a[0] = Read("again");
  Write("again", a[0]);  // FLOW: again  NEVER: zero, some
  Write("b", b[0]);      // NEVER: zero, some
}

void Initialised() {
  int a[] = {Read("zero"), Read("one"), 5};
  Write("one", a[1]);  // FLOW: one  NEVER: zero
  Write("two", a[2]);  // NEVER: zero, one
}

void DesignatedIndex() {
  int a[4] = {Read("zero")};
  Write("rest", a[3]);  // NEVER: zero
  Write("zero", a[0]);  // FLOW: zero
}

void Filled() {
  int a[4], b[4] = {};
  ReadInto("in", a, sizeof a);
  Write("last", a[3]);     // FLOW: in
  Write("other", b[3]);    // NEVER: in
  Write("any", a[Any()]);  // FLOW: in
}

void Loop() {
  int in[8], out[8];
  ReadInto("in", in, sizeof in);
  int scale = Read("scale"), unused = Read("unused");
  Use(unused);
  for (int i = 0; i < 8; ++i) out[i] = in[i] * scale;
  Write("out", out[3]);             // FLOW: in, scale  NEVER: unused
  WriteFrom("all", out, sizeof out);  // FLOW: in, scale  NEVER: unused
}

void TwoDimensions() {
  int m[2][2];
  m[0][0] = Read("00");
  m[0][1] = Read("01");
  m[1][0] = Read("10");
  Write("01", m[0][1]);     // FLOW: 01  NEVER: 00, 10
  Write("row", m[0][Any()]);  // FLOW: 00, 01  NEVER: 10
  Write("column", m[Any()][0]);  // FLOW: 00, 10  NEVER: 01
}

struct Cell { int value, weight; };
void ArrayOfStructs() {
  Cell cells[4];
  cells[Any()].value = Read("value");
  cells[Any()].weight = Read("weight");
  Write("value", cells[2].value);    // FLOW: value  NEVER: weight
  Write("weight", cells[2].weight);  // FLOW: weight  NEVER: value
}

void StructOfArrays() {
  struct { int x[3]; int y[3]; } s;
  s.x[1] = Read("x");
  s.y[1] = Read("y");
  Write("x", s.x[1]);  // FLOW: x  NEVER: y
  Write("y", s.y[1]);  // FLOW: y  NEVER: x
}

void PointerArithmetic() {
  int a[4] = {Read("0"), Read("1"), Read("2"), Read("3")};
  int* p = a;
  Write("first", *p);       // FLOW: 0  NEVER: 1, 2, 3
  Write("next", *(p + 1));  // FLOW: 1  NEVER: 0, 2
  p += 2;
  Write("moved", *p);    // FLOW: 2  NEVER: 0, 1, 3
  Write("index", p[1]);  // FLOW: 3  NEVER: 1, 2
  Write("back", p[-1]);  // FLOW: 1  NEVER: 2
  ++p;
  Write("last", *p);  // FLOW: 3  NEVER: 2
}

void PointerToElement() {
  int a[4] = {};
  int* p = &a[1];
  *p = Read("one");
  p[1] = Read("two");
  Write("one", a[1]);   // FLOW: one  NEVER: two
  Write("two", a[2]);   // FLOW: two  NEVER: one
  Write("zero", a[0]);  // NEVER: one, two
}

static int Second(const int* a) { return a[1]; }
static void SetThird(int* a, int v) { a[2] = v; }
void Parameters() {
  int a[3] = {Read("zero"), Read("one"), Read("old")};
  Write("second", Second(a));  // FLOW: one  NEVER: zero, old
  SetThird(a, Read("new"));
  Write("third", a[2]);  // FLOW: new  NEVER: old, one
  Write("first", a[0]);  // FLOW: zero  NEVER: new
}

static int Total(const int* from, const int* to) {
  int sum = 0;
  while (from != to) sum += *from++;
  return sum;
}
void BeginAndEnd() {
  int a[3] = {Read("a"), 2, 3};
  int b[3] = {Read("b"), 2, 3};
  Write("a", Total(a, a + 3));  // FLOW: a  NEVER: b
  Write("b", Total(b, b + 3));  // FLOW: b  NEVER: a
}

void Backwards() {
  int a[3] = {Read("a"), 0, 0};
  int* end = a + 3;
  int sum = 0;
  for (int* p = end; p-- != a;) sum += *p;
  int lone = Read("lone");
  Write("sum", sum);    // FLOW: a  NEVER: lone
  Write("lone", lone);  // FLOW: lone  NEVER: a
}

void IndexSelects() {
  int table[4] = {1, 2, 3, 4};
  Write("out", table[Read("index")]);  // NOT: index
}

void Heap() {
  int* a = new int[3];
  a[0] = Read("zero");
  a[1] = Read("one");
  int* b = new int[3]();
  Write("one", a[1]);  // FLOW: one  NEVER: zero
  Write("b", b[1]);    // NEVER: zero, one
  delete[] a;
  delete[] b;
}

void ChosenIndex(int other) {
  int a[3] = {};
  a[2] = Read("a");
  int i = Any() ? 0 : Any();
  Write("out", a[i]);  // FLOW: a
}
