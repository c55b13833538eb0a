// References, aliases through pointers, conditional aliasing, swapped pointers.
#include "corpus.h"

void Reference() {
  int x = Read("old"), y = Read("y");
  int& r = x;
  r = Read("new");
  Write("x", x);  // FLOW: new  NEVER: old, y
  Write("y", y);  // FLOW: y  NEVER: new
}

void AssigningAReferenceCopies() {
  int x = Read("x"), y = Read("y");
  int& r = x;
  r = y;
  y = Read("later");
  Write("x", x);  // FLOW: y  NEVER: x, later
}

void Pointer() {
  int x = Read("old");
  int* p = &x;
  *p = Read("new");
  Write("x", x);   // FLOW: new  NEVER: old
  Write("p", *p);  // FLOW: new  NEVER: old
}

void PointerMovedOn() {
  int x = Read("x"), y = Read("y");
  int* p = &x;
  p = &y;
  *p = Read("new");
  Write("x", x);  // FLOW: x  NEVER: new
  Write("y", y);  // FLOW: new  NEVER: y
}

void TwoPointersToOne() {
  int x = Read("old");
  int* p = &x;
  int* q = p;
  *q = Read("new");
  Write("out", *p);  // FLOW: new  NEVER: old
}

void ConditionalAlias() {
  int x = Read("x"), y = Read("y"), z = Read("z");
  int* p = Any() ? &x : &y;
  *p = Read("new");
  Write("x", x);  // FLOW: x, new  NEVER: y
  Write("y", y);  // FLOW: y, new  NEVER: x
  Write("z", z);  // FLOW: z  NEVER: new
}

void ConditionalReference() {
  int x = Read("x"), y = Read("y");
  int& r = Any() ? x : y;
  Write("out", r);  // FLOW: x, y
  r = 0;
  Write("x", x);  // FLOW: x  NEVER: y
}

void SwappedPointers() {
  int x = Read("x"), y = Read("y");
  int *p = &x, *q = &y;
  int* t = p;
  p = q;
  q = t;
  Write("p", *p);  // FLOW: y  NEVER: x
  Write("q", *q);  // FLOW: x  NEVER: y
}

static void SwapPointers(int** a, int** b) {
  int* t = *a;
  *a = *b;
  *b = t;
}
void SwappedPointersByCall() {
  int x = Read("x"), y = Read("y");
  int *p = &x, *q = &y;
  SwapPointers(&p, &q);
  Write("p", *p);  // FLOW: y  NEVER: x
  Write("q", *q);  // FLOW: x  NEVER: y
  Write("x", x);   // FLOW: x  NEVER: y
}

static void SwapValues(int& a, int& b) {
  int t = a;
  a = b;
  b = t;
}
void SwappedValues() {
  int x = Read("x"), y = Read("y");
  SwapValues(x, y);
  Write("x", x);  // FLOW: y  NEVER: x
  Write("y", y);  // FLOW: x  NEVER: y
}

struct Point { int x, y; };
void PointerToField() {
  Point p{Read("x"), Read("y")};
  int* px = &p.x;
  *px = Read("new");
  Write("x", p.x);  // FLOW: new  NEVER: x, y
  Write("y", p.y);  // FLOW: y  NEVER: new
}

void ReferenceToField() {
  Point p{Read("x"), Read("y")};
  int& y = p.y;
  y += Read("added");
  Write("x", p.x);  // FLOW: x  NEVER: y, added
  Write("y", p.y);  // FLOW: y, added  NEVER: x
}

void PointerToStruct() {
  Point p{Read("x"), Read("y")}, other{};
  Point* pp = &p;
  pp->x = Read("new");
  Point copy = *pp;
  Write("x", copy.x);       // FLOW: new  NEVER: x, y
  Write("other", other.x);  // NEVER: new, x
}

struct Holder { int* target; };
void PointerInAField() {
  int x = Read("x"), y = Read("y");
  Holder h{&x}, g{&y};
  *h.target = Read("new");
  Write("x", x);           // FLOW: new  NEVER: x
  Write("y", *g.target);   // FLOW: y  NEVER: new, x
}

static void Store(Holder h, int value) { *h.target = value; }
void StoredBehindACopy() {
  int x = Read("x"), y = Read("y");
  Holder h{&x}, g{&y};
  Store(h, Read("new"));
  Write("x", x);          // FLOW: new  NEVER: x
  Write("y", *g.target);  // FLOW: y  NEVER: new
}

void PointerToPointer() {
  int x = Read("x"), y = Read("y");
  int* p = &x;
  int** pp = &p;
  *pp = &y;
  **pp = Read("new");
  Write("x", x);  // FLOW: x  NEVER: new
  Write("y", y);  // FLOW: new  NEVER: y
}

void ConstReferenceSeesChanges() {
  int x = Read("old");
  const int& seen = x;
  x = Read("new");
  Write("out", seen);  // FLOW: new  NEVER: old
}

static void Both(int& a, int& b) {
  a = 0;
  b = Read("both");
}
void SameObjectTwice() {
  int x = Read("x");
  Both(x, x);
  Write("out", x);  // FLOW: both  NEVER: x
}

static int ReadBack(int* a, int* b) {
  *a = 1;
  *b = Read("aliased");
  return *a;
}
void AliasedParameters() {
  int x = 0, y = 0;
  Write("alias", ReadBack(&x, &x));  // FLOW: aliased
  Write("apart", ReadBack(&x, &y));  // NEVER: aliased
}

struct Tree { int value; Tree* left; Tree* right; };
void SharedChild() {
  Tree leaf{Read("leaf"), nullptr, nullptr};
  Tree a{1, &leaf, nullptr}, b{2, nullptr, &leaf};
  a.left->value = Read("new");
  Write("out", b.right->value);  // FLOW: new  NEVER: leaf
  Write("own", b.value);         // NEVER: new, leaf
}
