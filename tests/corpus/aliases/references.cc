// What references are bound to: choices, elements, pointers, members, results, arrays, functions.
#include <memory>
#include <tuple>
#include <utility>

#include "corpus.h"

struct P {
  int x = 0, y = 0;
};

void BoundToChoice() {
  int a = 0, b = 0;
  int& r = Any() ? a : b;
  r = Read("c1");
  Write("c1a", a);  // FLOW: c1
  Write("c1b", b);  // FLOW: c1
}
void BoundDecides() {
  int a = 1, b = 2;
  const int& r = Read("dec") ? a : b;
  Write("dec", r);  // FLOW: dec(indirect)
}
static int Echo(const int& v) { return v; }
void ArgumentDecides() {
  int a = 1, b = 2;
  Write("argdec", Echo(Read("dec2") ? a : b));  // FLOW: dec2(indirect)
}
static int& Pick(P& p, int which) { return which ? p.x : p.y; }
void Picked() {
  P p;
  Pick(p, Any()) = Read("pick");
  Write("px", p.x);  // FLOW: pick
  Write("py", p.y);  // FLOW: pick
}
void PickedByData() {
  P p;
  p.x = 1;
  p.y = 2;
  Write("pby", Pick(p, Read("pby")));  // FLOW: pby(indirect)
}
void PickedConst() {
  P p;
  Pick(p, 1) = Read("pc");
  Write("pcx", p.x);  // FLOW: pc
  Write("pcy", p.y);  // NEVER: pc
}
struct Base {
  int v = 0;
  Base() { Init(); }
  virtual void Init() { v = Read("base"); }
  virtual ~Base() {}
};
struct Derived : Base {
  void Init() override { v = Read("derived"); }
};
void VirtualInConstructor() {
  Derived d;
  Write("vic", d.v);  // FLOW: base  NEVER: derived
}
struct Later : Base {
  Later() { Init(); }
  void Init() override { v = Read("later"); }
};
void VirtualInDerivedConstructor() {
  Later d;
  Write("vid", d.v);  // FLOW: later  NEVER: base
}
void RefToElement() {
  int a[3] = {0, 0, 0};
  int& r = a[1];
  r = Read("el");
  Write("el1", a[1]);  // FLOW: el
  Write("el2", a[2]);  // NEVER: el
}
void RefOfPointer() {
  int a = 0, b = 0;
  int* p = &a;
  int*& r = p;
  r = &b;
  *p = Read("rop");
  Write("ropa", a);  // NEVER: rop
  Write("ropb", b);  // FLOW: rop
}
void PointerToReferenceTarget() {
  int a = 0;
  int& r = a;
  int* p = &r;
  *p = Read("ptr");
  Write("ptr", a);  // FLOW: ptr
}
struct HoldsRef {
  int& r;
  HoldsRef(int& v) : r(v) {}
  void Set(int v) { r = v; }
};
void MemberReference() {
  int a = 0, b = 0;
  HoldsRef h(a), g(b);
  h.Set(Read("mr"));
  Write("mra", a);  // FLOW: mr
  Write("mrb", b);  // NEVER: mr
}
void TieAssign() {
  int a = 0, b = 0;
  std::tie(a, b) = std::make_tuple(Read("ta"), 5);
  Write("taa", a);  // FLOW: ta
  Write("tab", b);  // NEVER: ta
}
void ExchangeIt() {
  int a = Read("old");
  int o = std::exchange(a, Read("new"));
  Write("xo", o);  // FLOW: old  NEVER: new
  Write("xa", a);  // FLOW: new  NEVER: old
}
void ConditionalPointer() {
  P p, q;
  P* r = Any() ? &p : &q;
  r->x = Read("cp");
  Write("cpp", p.x);  // FLOW: cp
  Write("cpq", q.x);  // FLOW: cp
  Write("cpy", q.y);  // NEVER: cp
}
void CommaAndAssignAsLvalue() {
  int a = 0, b = 0;
  (a = 1, b) = Read("co");
  (a += 1) = Read("as");
  Write("coa", a);  // FLOW: as  NEVER: co
  Write("cob", b);  // FLOW: co  NEVER: as
  int c = Read("cc");
  ++(++c);
  Write("cc", c);  // FLOW: cc
  int d = 0;
  (d = Read("d1")) = Read("d2");
  Write("d", d);  // FLOW: d2  NEVER: d1
}
void CondLvalueAssign() {
  int a = 0, b = 0, c = 0;
  (Any() ? a : b) = Read("cl");
  Write("cla", a);  // FLOW: cl
  Write("clb", b);  // FLOW: cl
  Write("clc", c);  // NEVER: cl
}
int global_x;
int& Global() { return global_x; }
void ThroughRefFunction() {
  Global() = Read("gl");
  Write("gl", global_x);  // FLOW: gl
}
void Xvalue() {
  P p;
  p.x = Read("xv");
  P&& r = std::move(p);
  Write("xv", r.x);   // FLOW: xv
  Write("xvy", r.y);  // NEVER: xv
  auto&& s = static_cast<P&&>(r).x;
  Write("xvs", s);  // FLOW: xv
}
void ArrayRef() {
  int a[2] = {};
  int(&r)[2] = a;
  r[0] = Read("ar");
  Write("ar0", a[0]);  // FLOW: ar
  Write("ar1", a[1]);  // NEVER: ar
}
template <int N>
int Last(int (&a)[N]) {
  return a[N - 1];
}
void ArrayRefTemplate() {
  int a[3] = {Read("f0"), Read("f1"), Read("f2")};
  Write("last", Last(a));  // FLOW: f2  NEVER: f0, f1
}
void FuncRef() {
  int (&f)(const char*) = Read;
  Write("fr", f("fr"));  // FLOW: fr
}
