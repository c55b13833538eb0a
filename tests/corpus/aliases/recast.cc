// Objects that are taken for ones of an unrelated class with the same layout.
#include "corpus.h"

struct Pair { int x, y; };
struct Other { int p, q; };
struct Whole { Pair pair; double rest; };
struct Flat { int a, b; double c; };

void ByPointer() {
  Pair pair{Read("bypointer"), 0};
  Other* other = reinterpret_cast<Other*>(&pair);
  Write("p", other->p);  // FLOW: bypointer
  Write("q", other->q);  // NEVER: bypointer
}
void ByReference() {
  Pair pair{Read("byreference"), 0};
  Other& other = reinterpret_cast<Other&>(pair);
  Write("p", other.p);  // FLOW: byreference
  Write("q", other.q);  // NEVER: byreference
}
void Stored() {
  Pair pair{0, 0};
  reinterpret_cast<Other*>(&pair)->q = Read("stored");
  Write("y", pair.y);  // FLOW: stored
  Write("x", pair.x);  // NEVER: stored
}
void Nested() {
  Whole whole{{0, Read("nested")}, ReadReal("rest")};
  const Flat* flat = reinterpret_cast<const Flat*>(&whole);
  Write("b", flat->b);      // FLOW: nested
  Write("a", flat->a);      // NEVER: nested, rest
  WriteReal("c", flat->c);  // FLOW: rest
}
void EndsOfRows() {
  int m[2][3] = {};
  m[1][2] = Read("last");
  int* end = m[1] + 3;
  Write("last", end[-1]);   // FLOW: last
  Write("before", end[-2]); // NEVER: last
  --end;
  Write("moved", *end);     // FLOW: last
  int* row = *(m + 1);
  Write("row", row[2]);     // FLOW: last
  Write("first", row[1]);   // NEVER: last
}
