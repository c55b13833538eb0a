// Copies and moves, implicit and written.
#include <utility>
#include "corpus.h"

struct Plain {
  int x;
  int y;
};

void ImplicitCopy() {
  Plain a{Read("x"), Read("y")};
  Plain b(a);
  a.x = Read("later");
  Write("b", b.x);  // FLOW: x  NEVER: y, later
}

class Shallow {
 public:
  explicit Shallow(int* p) : p_(p) {}
  int get() const { return *p_; }
  int* p_;
};
void ShallowCopySharesThePointee() {
  int x = Read("old");
  Shallow a(&x);
  Shallow b = a;
  *a.p_ = Read("new");
  Write("b", b.get());  // FLOW: new  NEVER: old
}

class Deep {
 public:
  explicit Deep(int v) : p_(new int(v)) {}
  Deep(const Deep& o) : p_(new int(*o.p_)) {}
  Deep& operator=(const Deep& o) {
    *p_ = *o.p_;
    return *this;
  }
  void set(int v) { *p_ = v; }
  int get() const { return *p_; }

 private:
  int* p_;
};
void DeepCopyIsApart() {
  Deep a(Read("a"));
  Deep b = a;
  b.set(Read("b"));
  Write("a", a.get());  // FLOW: a  NEVER: b
  Write("b", b.get());  // FLOW: b  NEVER: a
}

void DeepAssignment() {
  Deep a(Read("a")), b(Read("b"));
  b = a;
  a.set(0);
  Write("a", a.get());  // NEVER: a, b
  Write("b", b.get());  // FLOW: a  NEVER: b
}

class Movable {
 public:
  explicit Movable(int v) : v_(v) {}
  Movable(Movable&& o) : v_(o.v_) { o.v_ = 0; }
  Movable& operator=(Movable&& o) {
    v_ = o.v_;
    o.v_ = 0;
    return *this;
  }
  int get() const { return v_; }

 private:
  int v_;
};
void MovedFromIsClean() {
  Movable a(Read("a"));
  Movable b(std::move(a));
  Write("b", b.get());  // FLOW: a
  Write("a", a.get());  // NEVER: a
}

void MoveAssigned() {
  Movable a(Read("a")), b(Read("b"));
  b = std::move(a);
  Write("b", b.get());  // FLOW: a  NEVER: b
  Write("a", a.get());  // NEVER: a, b
}

void Exchanged() {
  int a = Read("a");
  int old = std::exchange(a, Read("new"));
  Write("old", old);  // FLOW: a  NEVER: new
  Write("a", a);      // FLOW: new  NEVER: a
}

void StdSwap() {
  Plain a{Read("ax"), Read("ay")}, b{Read("bx"), Read("by")};
  std::swap(a, b);
  Write("ax", a.x);  // FLOW: bx  NEVER: ax, ay, by
  Write("by", b.y);  // FLOW: ay  NEVER: by, bx, ax
}

static Movable Build(int v) {
  Movable m(v);
  return m;
}
void ReturnedObject() {
  Movable a = Build(Read("a")), b = Build(Read("b"));
  Write("a", a.get());  // FLOW: a  NEVER: b
  Write("b", b.get());  // FLOW: b  NEVER: a
}

static int Consume(Movable m) { return m.get(); }
void MovedIntoAParameter() {
  Movable a(Read("a"));
  Write("consumed", Consume(std::move(a)));  // FLOW: a
  Write("left", a.get());                    // NEVER: a
}

class CountsOnly {
 public:
  explicit CountsOnly(int v) : v_(v) {}
  CountsOnly(const CountsOnly&) : v_(0) {}
  int v_;
};
void CopyThatDoesNotCopy() {
  CountsOnly a(Read("a"));
  CountsOnly b = a;
  Write("b", b.v_);  // NEVER: a
  Write("a", a.v_);  // FLOW: a
}
