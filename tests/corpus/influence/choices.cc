// What decides which of several places is read or stored to has a part in what is there then: through pointers,
// references, elements, methods, and functions that are given one of two.
#include "corpus.h"
struct P {
  int x = 0, y = 0;
};
void PointerMember() {
  P a, b;
  P* p = Read("pm") ? &a : &b;
  Write("pm", p->x);  // FLOW: pm(indirect)
}
void ReferenceMember() {
  P a, b;
  P& p = Read("rm") ? a : b;
  Write("rm", p.x);  // FLOW: rm(indirect)
}
void DirectMember() {
  P a, b;
  Write("dm", (Read("dm") ? a : b).x);  // FLOW: dm(indirect)
}
static int Get(const P& p) { return p.x; }
void ArgumentMember() {
  P a, b;
  Write("am", Get(Read("am") ? a : b));  // FLOW: am(indirect)
}
static int GetP(const P* p) { return p->x; }
void ArgumentPointer() {
  P a, b;
  Write("ap", GetP(Read("ap") ? &a : &b));  // FLOW: ap(indirect)
}
static P& Pick(P& a, P& b, int w) { return w ? a : b; }
void PickReference() {
  P a, b;
  Write("pr", Pick(a, b, Read("pr")).x);  // FLOW: pr(indirect)
}
static P* PickP(P* a, P* b, int w) {
  if (w) return a;
  return b;
}
void PickPointer() {
  P a, b;
  Write("pp", PickP(&a, &b, Read("pp"))->x);  // FLOW: pp(indirect)
}
struct M {
  int v = 1;
  int Get() const { return v; }
};
void Method() {
  M a, b;
  Write("me", (Read("me") ? a : b).Get());  // FLOW: me(indirect)
}
void MethodPointer() {
  M a, b;
  M* m = &a;
  if (Read("mp")) m = &b;
  Write("mp", m->Get());  // FLOW: mp(indirect)
}
struct H {
  const int& r;
};
void KeptReference() {
  int a = 1, b = 2;
  H h{Read("kr") ? a : b};
  Write("kr", h.r);  // FLOW: kr(indirect)
}
void Stored() {
  int a = 0, b = 0;
  (Read("st") ? a : b) = 1;
  Write("st", a);  // FLOW: st(indirect)
}
void StoredReference() {
  int a = 0, b = 0;
  int& r = Read("sr") ? a : b;
  r = 1;
  Write("sr", a);  // FLOW: sr(indirect)
}
void StoredPointer() {
  int a = 0, b = 0;
  int* r = Read("sp") ? &a : &b;
  *r = 1;
  Write("sp", a);  // FLOW: sp(indirect)
}
void Incremented() {
  int a = 0, b = 0;
  ++(Read("in") ? a : b);
  Write("in", a);  // FLOW: in(indirect)
}
void StoredElement() {
  int a[3] = {0, 0, 0};
  a[Read("se")] = 1;
  Write("se", a[0]);  // FLOW: se(indirect)
}
void ElementReference() {
  int a[3] = {1, 2, 3};
  int& r = a[Read("er")];
  Write("er", r);  // FLOW: er(indirect)
}
void LambdaCapture() {
  int a = 1, b = 2;
  int& r = Read("lc") ? a : b;
  Write("lc", [&] { return r; }());  // FLOW: lc(indirect)
}
void Range() {
  int a[2] = {1, 2}, b[2] = {3, 4};
  for (int v : Read("ra") ? a : b) Write("ra", v);  // FLOW: ra(indirect)
}
void Array() {
  int a[2] = {1, 2}, b[2] = {3, 4};
  Write("ar", (Read("ar") ? a : b)[1]);  // FLOW: ar(indirect)
}
void Elvis() {
  int a = 1, b = Read("el");
  Write("el", b ?: a);  // FLOW: el
}
void Guarded() {
  int a = 1, b = 2;
  int* p = &a;
  if (Read("de")) p = &b;
  Write("de", *p);  // FLOW: de(indirect)
}
void GuardedMember() {
  P a, b;
  P* p = &a;
  if (Read("ar")) p = &b;
  Write("ar", p->x);  // FLOW: ar(indirect)
}
void GuardedArgument() {
  P a, b;
  P* p = &a;
  if (Read("arg")) p = &b;
  Write("arg", GetP(p));  // FLOW: arg(indirect)
}
void GuardedStore() {
  int a = 0, b = 0;
  int* p = &a;
  if (Read("sto")) p = &b;
  *p = 1;
  Write("sto", b);  // FLOW: sto(indirect)
}
static P* PickIf(P* a, P* b, int w) {
  if (w) return a;
  return b;
}
void GuardedPick() {
  P a, b;
  PickIf(&a, &b, Read("pi"))->x = 1;
  Write("pi", b.x);  // FLOW: pi(indirect)
}
static void Set(int* p) { *p = 1; }
void StoreInCallee() {
  int a = 0, b = 0;
  Set(Read("sic") ? &a : &b);
  Write("sic", b);  // FLOW: sic(indirect)
}
struct W {
  int v = 0;
  void Put(int n) { v = n; }
};
void StoreInMethod() {
  W a, b;
  (Read("sim") ? a : b).Put(1);
  Write("sim", b.v);  // FLOW: sim(indirect)
}
static void SetAt(int* a, int i) { a[i] = 1; }
void StoreAtInCallee() {
  int a[4] = {};
  SetAt(a, Read("sat"));
  Write("sat", a[2]);  // FLOW: sat(indirect)
}
void NotDecided() {
  int a = 1, b = 2;
  int* p = &a;
  if (Any()) p = &b;
  Write("nd", *p);
}
void OneOfOne() {
  int a = 1, b = 2;
  int& r = Read("unused") ? a : a;
  (void)r;
  Write("oneofone", b);  // NEVER: unused
}
void OtherPlace() {
  int a[3] = {}, b[3] = {};
  a[Read("otherplace")] = 1;
  Write("otherplace", b[0]);  // NEVER: otherplace
}
void StoredBefore() {
  int a = 1, b = 2;
  int* p = Any() ? &a : &b;
  *p = 3;
  const int kept = a;
  p = Read("before") ? &a : &b;
  *p = 4;
  Write("before", kept);  // NEVER: before
  Write("after", a);      // FLOW: before(indirect)
}
void AlwaysTheSame() {
  int a = 1, b = Read("always");
  int& r = true ? a : b;
  Write("always", r);  // NEVER: always
}
void OnlyWhereItPoints() {
  P a, b;
  P& p = Read("fields") ? a : b;
  p.x = 1;
  Write("y", a.y);  // NEVER: fields
  Write("x", a.x);  // FLOW: fields(indirect)
}
void OtherObjectOfAMethod() {
  W a, b, c;
  (Read("otherobject") ? a : b).Put(1);
  Write("c", c.v);  // NEVER: otherobject
}
void OtherCaller() {
  int a = 0;
  Set(&a);
  Write("othercaller", a);  // NEVER: sic
}
