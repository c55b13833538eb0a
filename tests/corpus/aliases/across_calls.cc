// Aliases that only calls make: the same object passed twice, pointers kept by one function and used by another.
#include "corpus.h"

struct Point { int x, y; };

static int ReadFirst(int* a, int* b) {
  *a = 1;
  *b = Read("second");
  return *a;
}
void SamePointerTwice() {
  int x = 0, y = 0;
  Write("alias", ReadFirst(&x, &x));  // FLOW: second
  Write("apart", ReadFirst(&x, &y));  // NEVER: second
}

static void Clear(Point& a, Point& b) {
  b.x = Read("gone");
  a.x = 0;
  Write("cleared", b.x);  // FLOW: gone
}
void SameReferenceTwice() {
  Point p{}, q{};
  Clear(p, q);
  Write("p", p.x);  // NEVER: gone
  Write("q", q.x);  // FLOW: gone
}

static void ClearOne(Point& a, Point& b) {
  b.x = Read("overwritten");
  a.x = 0;
  Write("one", b.x);  // NEVER: overwritten
}
void OverwrittenThroughTheOther() {
  Point p{};
  ClearOne(p, p);
  Write("p", p.x);  // NEVER: overwritten
}

static void Fill(Point& a, Point& b) {
  a.y = 0;
  b.x = Read("fill");
  Write("sibling", a.y);  // NEVER: fill
  Write("field", a.x);    // FLOW: fill
}
void SiblingField() {
  Point p{};
  Fill(p, p);
}

struct Counter {
  int n = 0;
  void AddTwice(const Counter& other) {
    n += Read("added");
    n += other.n;
  }
  int Mix(Counter& other) {
    other.n = Read("mixed");
    return n;
  }
};
void ReceiverIsTheArgument() {
  Counter c, d, e;
  Write("self", c.Mix(c));   // FLOW: mixed
  Write("other", d.Mix(e));  // NEVER: mixed
}
void SelfAppend() {
  Counter c, d;
  c.AddTwice(c);
  Write("c", c.n);  // FLOW: added
  Write("d", d.n);  // NEVER: added
}

static int Inner(Point* whole, int* part) {
  whole->x = 0;
  whole->y = 0;
  *part = Read("part");
  return whole->x;
}
static int Outer(Point* whole, int* part) { return Inner(whole, part); }
void APartOfTheOther() {
  Point p{}, q{};
  Write("x", Inner(&p, &p.x));      // FLOW: part
  Write("y", Inner(&p, &p.y));      // NEVER: part
  Write("q", Inner(&p, &q.x));      // NEVER: part
  Write("outer", Outer(&q, &q.x));  // FLOW: part
}

static int PassedOn(int* a, int* b) { return ReadFirst(a, b); }
void TwoCallsDeep() {
  int x = 0, y = 0;
  Write("alias", PassedOn(&y, &y));  // FLOW: second
  Write("apart", PassedOn(&x, &y));  // NEVER: second
}

void MaybeTheSame() {
  int x = 0, y = 0;
  int* p = Any() ? &x : &y;
  Write("maybe", ReadFirst(p, &x));  // FLOW: second
}

static int total;
static int Global(int* p) {
  total = 0;
  *p = Read("through");
  return total;
}
void PointerToTheGlobal() {
  int x = 0;
  Write("global", Global(&total));  // FLOW: through
  Write("local", Global(&x));       // NEVER: through
}

void ByLambda() {
  int x = 0, y = 0;
  auto set = [&x](int& to) {
    x = 0;
    to = Read("lambda");
    return x;
  };
  Write("same", set(x));   // FLOW: lambda
  Write("other", set(y));  // NEVER: lambda
}

static void SwapPointers(int*& a, int*& b) {
  int* t = a;
  a = b;
  b = t;
}
void PointersByReference() {
  int x = Read("x"), y = Read("y");
  int *p = &x, *q = &y;
  SwapPointers(p, q);
  *p = Read("new");
  Write("x", x);  // FLOW: x  NEVER: y, new
  Write("y", y);  // FLOW: new  NEVER: x, y
  SwapPointers(p, p);
  Write("p", *p);  // FLOW: new  NEVER: x, y
}

static void Choose(Point* from, int** out) { *out = &from->x; }
void PointerToPointerOut() {
  Point p{Read("x"), Read("y")}, other{Read("o"), 0};
  int* to = nullptr;
  Choose(&p, &to);
  *to = Read("new");
  Write("x", p.x);      // FLOW: new  NEVER: x
  Write("y", p.y);      // FLOW: y  NEVER: new
  Write("o", other.x);  // FLOW: o  NEVER: new
}

class Box {
 public:
  int& get() { return v_; }
  Point& point() { return point_; }
  Point* pointer() { return Any() ? &point_ : nullptr; }

 private:
  int v_ = 0;
  Point point_{};
};
void ReturnedReference() {
  Box a, b;
  a.get() = Read("new");
  a.point().x = Read("x");
  a.pointer()->y = Read("y");
  Write("a", a.get());       // FLOW: new
  Write("b", b.get());       // NEVER: new
  Write("x", a.point().x);   // FLOW: x  NEVER: y
  Write("y", a.point().y);   // FLOW: y  NEVER: x
  Write("bx", b.point().x);  // NEVER: x, y
}

static int& Larger(int& a, int& b) { return a > b ? a : b; }
void ReturnedParameter() {
  int x = 0, y = 0, z = Read("z");
  Larger(x, y) = Read("new");
  Write("x", x);  // FLOW: new
  Write("y", y);  // FLOW: new
  Write("z", z);  // FLOW: z  NEVER: new
}

// What was stored before other calls that leave it alone.
struct Kept {
  int x, y;
};
static void LookAt(Kept* kept) { Use(kept->y); }
static void FillAndLook(Kept* kept) {
  kept->x = Read("filled");
  LookAt(kept);
  LookAt(kept);
}
static void LookInALoop(Kept* kept) {
  kept->x = Read("in_loop");
  while (Any()) LookAt(kept);
}
static void FillLater(Kept* kept) {
  LookAt(kept);
  kept->y = Read("later");
  LookAt(kept);
}
void StoredBeforeCalls() {
  Kept one{}, two{}, three{Read("old"), 0};
  FillAndLook(&one);
  LookInALoop(&two);
  FillLater(&three);
  Write("one", one.x);        // FLOW: filled  NEVER: in_loop
  Write("one_y", one.y);      // NEVER: filled
  Write("two", two.x);        // FLOW: in_loop  NEVER: filled
  Write("three", three.x);    // FLOW: old  NEVER: later
  Write("three_y", three.y);  // FLOW: later  NEVER: old
}
