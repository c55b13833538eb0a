// Scalars that lie beside each other: fields of a class taken for an array, rows of a matrix taken for one.
#include <string.h>

#include "corpus.h"

struct Point {
  float x, y, z;
  int id;
  float operator[](int i) const { return (&x)[i]; }
  float& At(int i) { return (&x)[i]; }
  const float* Data() const { return &x; }
  operator const float*() const { return &x; }
};

float Real(const char* name) { return static_cast<float>(ReadReal(name)); }

void ByOperator(int i) {
  Point p{Real("x"), Real("y"), 0, Read("id")};
  WriteReal("second", p[1]);              // FLOW: x, y NEVER: id
  WriteReal("any", p[i]);                 // FLOW: x, y NEVER: id
  WriteReal("data", p.Data()[1]);         // FLOW: y NEVER: x, id
  WriteReal("converted", static_cast<const float*>(p)[0]);  // FLOW: x NEVER: y, id
  p.At(2) = Real("stored");
  WriteReal("z", p.z);  // FLOW: stored NEVER: y
  WriteReal("x", p.x);  // FLOW: x, stored
  Write("id", p.id);    // FLOW: id NEVER: stored
}

static float Second(const float* v) { return v[1]; }

static float Sum(const float* v, int n) {
  float sum = 0;
  for (int i = 0; i < n; ++i) sum += v[i];
  return sum;
}

static float Walked(const float* v, int n) {
  float sum = 0;
  while (n-- > 0) sum += *v++;
  return sum;
}

static void Fill(float* v, float a, float b) {
  v[1] = a;
  v[2] = b;
}

void Given() {
  Point p{Real("px"), Real("py"), Real("pz"), Read("pid")};
  WriteReal("second", Second(&p.x));      // FLOW: py NEVER: px, pz
  WriteReal("from_y", Second(&p.y));      // FLOW: pz NEVER: py
  WriteReal("sum", Sum(&p.x, 3));         // FLOW: px, py, pz NEVER: pid
  WriteReal("walked", Walked(&p.x, 3));   // FLOW: px, py, pz NEVER: pid
  Write("id", p.id);                      // FLOW: pid
}

void Filled() {
  Point p{}, other{};
  Fill(&p.x, Real("a"), Real("b"));
  WriteReal("px", p.x);      // NEVER: a, b
  WriteReal("py", p.y);      // FLOW: a NEVER: b
  WriteReal("pz", p.z);      // FLOW: b NEVER: a
  WriteReal("oy", other.y);  // NEVER: a, b
}

void MovedHere() {
  Point p{0, Real("my"), 0, Read("mid")};
  const float* at = &p.x;
  WriteReal("next", at[1]);  // FLOW: my NEVER: mid
  ++at;
  WriteReal("moved", *at);   // FLOW: my
  --at;
  WriteReal("back", *at);    // NEVER: my
  float sum = 0;
  for (const float* q = &p.x; q != &p.x + 3; ++q) sum += *q;
  WriteReal("sum", sum);  // FLOW: my NEVER: mid
  Write("id", p.id);      // FLOW: mid
}

void Copied() {
  Point from{0, Real("cy"), 0, Read("cid")}, to{};
  memcpy(&to.x, &from.x, 3 * sizeof(float));
  WriteReal("y", to.y);  // FLOW: cy
  Write("id", to.id);    // NEVER: cid
  Write("kept", from.id);  // FLOW: cid
  memset(&from.y, 0, 2 * sizeof(float));
  WriteReal("cleared", from.y);  // NEVER: cy
}

struct Vertex {
  float x, y;
};

void OfManyObjects() {
  Vertex vertices[4] = {};
  vertices[2].y = Real("vertex");
  WriteReal("all", Sum(&vertices[0].x, 8));  // FLOW: vertex NEVER: unused
  Vertex unused[4] = {};
  unused[1].x = Real("unused");
  WriteReal("unused", unused[1].x);  // FLOW: unused
}

static float At(const float* m, int i, int j) { return m[3 * i + j]; }

void Matrix() {
  float m[3][3] = {}, other[3][3] = {};
  m[1][1] = Real("m");
  other[1][1] = Real("other");
  WriteReal("given", At(&m[0][0], 1, 1));  // FLOW: m NEVER: other
  const float* flat = m[0];
  WriteReal("exact", flat[4]);   // FLOW: m NEVER: other
  WriteReal("before", flat[3]);  // NEVER: m, other
  float sum = 0;
  for (int i = 0; i < 9; ++i) sum += flat[i];
  WriteReal("sum", sum);           // FLOW: m NEVER: other
  WriteReal("other", other[1][1]);  // FLOW: other
}

// Within a row, a pointer stays in its row.
void Row() {
  float m[2][3] = {};
  m[0][1] = Real("first");
  m[1][1] = Real("second");
  WriteReal("row", m[1][1]);       // FLOW: second NEVER: first
  const float* row = m[1];
  WriteReal("in_row", row[1]);     // FLOW: second NEVER: first
}
