// Features of the language one by one: what is like a tuple, conversions, pointers to arrays, kinds of virtual functions and
// bases, templates, exceptions, control, local things, recursion.
#include "corpus.h"
#include <algorithm>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

struct TL { int a, b; };
template <std::size_t I> int get(const TL& t) { if constexpr (I == 0) return t.a; else return t.b; }
template <> struct std::tuple_size<TL> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I> struct std::tuple_element<I, TL> { using type = int; };
void TupleLike() {
  TL t{Read("tl"), 1};
  auto [x, y] = t;
  Write("x", x);  // FLOW: tl
  Write("y", y);  // NEVER: tl
}
struct Meters { int v; operator int() const { return v; } };
struct Feet { int v; operator Meters() const { return {v / 3}; } explicit operator bool() const { return v != 0; } };
void Conversions() {
  Feet f{Read("feet")};
  Meters m = f;
  int n = m;
  Write("n", n);  // FLOW: feet
  if (f) Write("one", 1);  // FLOW: feet(indirect)
}
void ArrayPointers() {
  int m[2][3] = {};
  int (*row)[3] = m;
  row[1][2] = Read("ap");
  ++row;
  Write("r2", (*row)[2]);  // FLOW: ap
  Write("r1", (*row)[1]);  // NEVER: ap
  int* flat = &m[0][0];
  Write("flat", flat[5]);  // FLOW: ap
  Write("flat4", flat[4]);  // NEVER: ap
  int* end = *(m + 1) + 3;
  Write("neg", end[-1]);  // FLOW: ap
  int cube[2][2][2] = {};
  cube[1][0][1] = Read("cube");
  Write("c", cube[1][0][1]);  // FLOW: cube
  Write("c2", cube[1][1][1]);  // NEVER: cube
  const char* names[] = {"a", ReadText("nm"), "c"};
  WriteText("n1", names[1]);  // FLOW: nm
  WriteText("n0", names[0]);  // NEVER: nm
  const char** walk = names;
  walk++;
  WriteText("w", *walk);  // FLOW: nm
}
struct A1 { int x, y; }; struct B1 { int p, q; };
void Punning() {
  A1 a{Read("pun"), 0};
  B1* b = reinterpret_cast<B1*>(&a);
  Write("p", b->p);  // FLOW: pun
  Write("q", b->q);  // NEVER: pun
  const A1 c{Read("cc"), 1};
  const_cast<A1&>(c).y = Read("cy");
  Write("cy", c.y);  // FLOW: cy
  volatile int v = Read("vol");
  Write("v", v);  // FLOW: vol
  A1 d; std::memcpy(&d, &a, sizeof d);
  Write("dx", d.x);  // FLOW: pun
}
struct VBase { int v = 0; virtual int Get() { return v; } virtual ~VBase() = default; };
struct VL : virtual VBase { int Get() override { return 1; } };
struct VR : virtual VBase {};
struct VD final : VL, VR {};
struct Pure { virtual int F() = 0; virtual ~Pure() {} };
int Pure::F() { return Read("purebody"); }
struct Impl : Pure { int F() override { return Pure::F(); } };
struct Mid : Impl { using Impl::F; int F(int) { return 0; } };
void Virtuals() {
  VD d; d.v = Read("dia");
  VR& r = d;
  Write("dia", r.Get());  // NEVER: dia
  VR only; only.v = Read("vr");
  Write("vr", only.Get());  // FLOW: vr
  Mid m; Pure& p = m;
  Write("pure", p.F());  // FLOW: purebody
  VBase sliced = static_cast<VBase&>(d);
  Write("sl", sliced.Get());  // FLOW: dia
  if (auto* x = dynamic_cast<VL*>(&r)) Write("dc", x->v);  // FLOW: dia
}
template <class T> struct TBase { T t{}; T& Ref() { return t; } };
struct TDer : private TBase<int> { using TBase<int>::Ref; int Own() { return this->t; } };
void TemplateBase() {
  TDer d, e; d.Ref() = Read("tb");
  Write("d", d.Own());  // FLOW: tb
  Write("e", e.Own());  // NEVER: tb
}
template <class T> T Var = T(5);
template <class T> int& Counter() { static int c = 0; return c; }
void VariableTemplates() {
  Var<int> = Read("vt");
  Write("vi", Var<int>);  // FLOW: vt
  Write("vl", Var<long>);  // NEVER: vt
  Counter<int>() = Read("ct");
  Write("ci", Counter<int>());  // FLOW: ct
  Write("cl", Counter<long>());  // NEVER: ct
}
struct Tag1 {}; struct Tag2 {};
static int Dispatch(Tag1, int v) { return v; }
static int Dispatch(Tag2, int) { return 0; }
template <class T> concept Small = sizeof(T) <= 4;
template <class T> int Pick(T t) { return 0; }
template <Small T> int Pick(T t) { return t; }
template <template <class...> class C, class T> int FirstOf(const C<T>& c) { return c[0]; }
struct Cfg { int k; constexpr bool operator==(const Cfg&) const = default; };
template <Cfg C> int Scaled(int v) { if constexpr (C.k == 0) return 0; else return v * C.k; }
void Overloads() {
  Write("t1", Dispatch(Tag1{}, Read("t1")));  // FLOW: t1
  Write("t2", Dispatch(Tag2{}, Read("t2")));  // NEVER: t2
  Write("small", Pick(Read("ps")));  // FLOW: ps
  Write("large", Pick(static_cast<long>(Read("pl"))));  // NEVER: pl
  Write("tt", FirstOf(std::vector<int>{Read("tt")}));  // FLOW: tt
  Write("c0", Scaled<Cfg{0}>(Read("c0")));  // NEVER: c0
  Write("c2", Scaled<Cfg{2}>(Read("c2")));  // FLOW: c2
}
struct E1 : std::runtime_error { int c; E1(int v) : std::runtime_error("e"), c(v) {} };
struct E2 : E1 { using E1::E1; };
static int Risky(int v) { if (v == 1) throw E2(v); if (v == 2) throw std::string("s"); return v; }
struct InCtor { int v; InCtor(int x) try : v(Risky(x)) {} catch (const E1& e) { Write("ctor", e.c); } };  // FLOW: ic
void Exceptions() {
  int k = 0;
  try { Risky(Read("e1")); }
  catch (E1& e) { Write("e1", e.c); k = e.c; }  // FLOW: e1
  catch (const std::string& s) { WriteText("s", s.c_str()); }  // NOT: e1
  Write("k", k);  // FLOW: e1
  try { try { throw E2(Read("re")); } catch (...) { throw; } } catch (const E1& e) { Write("re", e.c); }  // FLOW: re
  std::exception_ptr p;
  try { throw E1(Read("ep")); } catch (...) { p = std::current_exception(); }
  try { std::rethrow_exception(p); } catch (const E1& e) { Write("ep", e.c); }  // FLOW: ep
  try { InCtor i(Read("ic")); } catch (...) {}
  int before = Read("bf");
  try { before = 0; Risky(1); before = Read("nv"); } catch (...) { Write("bf", before); }  // NEVER: bf, nv
}
void Control() {
  int a = Read("sc"), b = 0, c = 0;
  a && (b = a);
  Write("b", b);  // FLOW: sc
  Any() || (c = Read("or"));
  Write("c", c);  // FLOW: or
  int d = 0;
  do { if (Any()) break; d = Read("dw"); } while (0);
  Write("d", d);  // FLOW: dw
  int e = Read("sw"), f = 0;
  switch (Any()) { case 0: f = e; [[fallthrough]]; case 1: f += 1; break; case 2: f = 2; default: f = 3; }
  Write("f", f);  // FLOW: sw
  int i = 0, g = 0;
again:
  if (i++ < 3) { g = Read("gt"); goto again; }
  Write("g", g);  // FLOW: gt
  int h = Any() ? Any() ? Read("t1x") : Read("t2x") : 0;
  Write("h", h);  // FLOW: t1x, t2x
  for (int x = 0, y = Read("cm"); x < 2; ++x, y = 0) Write("y", y);  // FLOW: cm
  if (int z = Read("if"); z > 0) Write("z", z);  // FLOW: if
  while (int w = Read("wh")) { Write("w", w); break; }  // FLOW: wh
}
struct Local { int Run() { struct Inner { int v; int Twice() { return v * 2; } }; return Inner{Read("lo")}.Twice(); } int def = [] { return Read("dmi"); }(); };
void Locals() {
  Write("lo", Local{}.Run());  // FLOW: lo
  Write("dm", Local{}.def);  // FLOW: dmi
  static int once = Read("once");
  Write("once", once);  // FLOW: once
  thread_local int tl = 0; tl = Read("tls");
  Write("tls", tl);  // FLOW: tls
}
namespace ns { struct Q { int v; friend void swap(Q& a, Q& b) noexcept { std::swap(a.v, b.v); } friend bool operator<(const Q& a, const Q& b) { return a.v < b.v; } }; }
void AdlSwap() {
  ns::Q a{Read("as")}, b{0};
  using std::swap;
  swap(a, b);
  Write("a", a.v);  // NEVER: as
  Write("b", b.v);  // FLOW: as
  std::vector<ns::Q> v{a, b};
  std::sort(v.begin(), v.end());
  Write("v0", v[0].v);  // FLOW: as
}
int Recursive(int n, int acc) { return n == 0 ? acc : Recursive(n - 1, acc + 1); }
int Even(int n, int v); int Odd(int n, int v) { return n == 0 ? 0 : Even(n - 1, v); }
int Even(int n, int v) { return n == 0 ? v : Odd(n - 1, v); }
void Recursion() {
  Write("rec", Recursive(3, Read("acc")));  // FLOW: acc
  Write("even", Even(4, Read("ev")));  // FLOW: ev
  std::function<int(int)> fib = [&](int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); };
  Write("fib", fib(Read("fb")));  // FLOW: fb
}
