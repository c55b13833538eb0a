// Idioms of classes: proxies, arrows in a row, inherited constructors, placement, friends, specialisations, private
// implementations, builders, CRTP, unnamed members, several and virtual bases, own strings and lists.
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "corpus.h"

// proxies
struct Bits {
  int store[4] = {};
  struct Ref {
    Bits* b;
    int i;
    Ref& operator=(int v) {
      b->store[i] = v;
      return *this;
    }
    operator int() const { return b->store[i]; }
  };
  Ref operator[](int i) { return Ref{this, i}; }
};
void Proxy() {
  Bits b, c;
  b[1] = Read("proxy");
  Write("proxy", b[1]);  // FLOW: proxy
  Write("other", c[1]);  // NEVER: proxy
}
struct Arrow {
  struct In {
    int x = 0;
  } in;
  In* operator->() { return &in; }
};
struct Outer {
  Arrow a;
  Arrow& operator->() { return a; }
};
void Drill() {
  Outer o, p;
  o->x = Read("drill");
  Write("drill", o->x);   // FLOW: drill
  Write("drillp", p->x);  // NEVER: drill
}
struct Celsius {
  int v;
  explicit operator int() const { return v; }
};
void ExplicitConv() {
  Celsius c{Read("cel")};
  Write("cel", static_cast<int>(c));  // FLOW: cel
}
struct Inh {
  int a, b;
  Inh(int x, int y) : a(x), b(y) {}
  Inh(int x) : Inh(x, 0) {}
};
struct Inh2 : Inh {
  using Inh::Inh;
  int c = Read("dmi");
};
void Inherited() {
  Inh2 i(Read("ia"), Read("ib"));
  Write("ia", i.a);  // FLOW: ia  NEVER: ib, dmi
  Write("ib", i.b);  // FLOW: ib  NEVER: ia, dmi
  Write("ic", i.c);  // FLOW: dmi
  Inh2 j(Read("ja"));
  Write("ja", j.a);  // FLOW: ja
  Write("jb", j.b);  // NEVER: ja
}
int Default(int v = Read("defarg")) { return v; }
void DefaultArg() {
  Write("da", Default());   // FLOW: defarg
  Write("db", Default(3));  // NEVER: defarg
}
struct Placed {
  int x, y;
};
void Placement() {
  alignas(Placed) unsigned char buf[sizeof(Placed)];
  Placed* p = new (buf) Placed{Read("plx"), 0};
  Write("plx", p->x);  // FLOW: plx
  Write("ply", p->y);  // NEVER: plx
  Placed* q = reinterpret_cast<Placed*>(buf);
  Write("plq", q->x);  // FLOW: plx
  Placed* r = std::launder(reinterpret_cast<Placed*>(buf));
  Write("plr", r->x);  // FLOW: plx
}
struct Pool {
  static Pool& Get() {
    static Pool p;
    return p;
  }
  int last = 0;
  void* operator new(Bytes n) { return ::operator new(n); }
  void operator delete(void* p) { ::operator delete(p); }
};
void OwnNew() {
  Pool* p = new Pool;
  p->last = Read("own");
  Write("own", p->last);  // FLOW: own
  Pool* q = new Pool;
  Write("ownq", q->last);  // NEVER: own
  Pool::Get().last = Read("single");
  Write("single", Pool::Get().last);  // FLOW: single
}
struct Friend {
 private:
  int s = 0;
  friend void Put(Friend& f, int v) { f.s = v; }
  friend int Take(const Friend& f) { return f.s; }
};
void Adl() {
  Friend f, g;
  Put(f, Read("adl"));
  Write("adl", Take(f));   // FLOW: adl
  Write("adlg", Take(g));  // NEVER: adl
}
template <class T>
struct Tr {
  static int Get(const T& t) { return 0; }
};
template <>
struct Tr<int> {
  static int Get(const int& t) { return t; }
};
template <class T>
struct Tr<T*> {
  static int Get(T* const& t) { return Tr<T>::Get(*t); }
};
void Spec() {
  int a = Read("sp");
  long b = Read("sl");
  Write("sp", Tr<int>::Get(a));     // FLOW: sp
  Write("spp", Tr<int*>::Get(&a));  // FLOW: sp
  Write("sl", Tr<long>::Get(b));    // NEVER: sl
}
struct Impl;
struct Pimpl {
  Pimpl();
  ~Pimpl();
  void Set(int v);
  int Get() const;
  std::unique_ptr<Impl> impl;
};
struct Impl {
  int v = 0, w = 0;
};
Pimpl::Pimpl() : impl(std::make_unique<Impl>()) {}
Pimpl::~Pimpl() = default;
void Pimpl::Set(int v) { impl->v = v; }
int Pimpl::Get() const { return impl->v; }
void UsesPimpl() {
  Pimpl p, q;
  p.Set(Read("pimpl"));
  Write("pimpl", p.Get());   // FLOW: pimpl
  Write("pimplq", q.Get());  // NEVER: pimpl
}
struct Builder {
  int a = 0, b = 0;
  Builder& A(int v) {
    a = v;
    return *this;
  }
  Builder& B(int v) {
    b = v;
    return *this;
  }
  Builder&& Move() && { return static_cast<Builder&&>(*this); }
  int Build() const { return a; }
};
void Chain() {
  Write("ch", Builder().A(Read("cha")).B(Read("chb")).Build());  // FLOW: cha  NEVER: chb
  Builder b;
  b.A(Read("ba")).B(Read("bb")).A(3);
  Write("chb", b.a);  // NEVER: ba
  Write("chc", b.b);  // FLOW: bb
}
template <class D>
struct Crtp {
  int Run() { return static_cast<D*>(this)->Do(); }
};
struct C1 : Crtp<C1> {
  int v = 0;
  int Do() { return v; }
};
struct C2 : Crtp<C2> {
  int Do() { return Read("c2"); }
};
void CrtpCase() {
  C1 a;
  a.v = Read("c1");
  Write("c1", a.Run());  // FLOW: c1  NEVER: c2
  C2 b;
  Write("c2", b.Run());  // FLOW: c2  NEVER: c1
}
struct Anon {
  union {
    int i;
    struct {
      short lo, hi;
    };
  };
  struct {
    int p, q;
  };
};
void Anonymous() {
  Anon a{};
  a.p = Read("anp");
  Write("anp", a.p);  // FLOW: anp
  Write("anq", a.q);  // NEVER: anp
  a.i = Read("ani");
  Write("ani", a.lo);  // FLOW: ani
}
struct Bf {
  unsigned a : 3;
  unsigned b : 5;
};
void BitFields() {
  Bf f{};
  f.a = Read("bfa");
  Write("bfa", f.a);  // FLOW: bfa
  Write("bfb", f.b);  // NEVER: bfa
}
struct Multi1 {
  int x = 0;
  virtual ~Multi1() {}
  virtual int F() { return x; }
};
struct Multi2 {
  int y = 0;
  virtual ~Multi2() {}
  virtual int G() { return y; }
};
struct Multi : Multi1, Multi2 {
  int F() override { return y; }
};
void MultipleInheritance() {
  Multi m;
  m.y = Read("mi");
  Multi2* p = &m;
  Multi1* q = dynamic_cast<Multi1*>(p);
  Write("miF", q->F());  // FLOW: mi
  Write("miG", p->G());  // FLOW: mi
  Write("mix", q->x);    // NEVER: mi
}
struct VB {
  int v = 0;
};
struct VL : virtual VB {};
struct VR : virtual VB {};
struct VD : VL, VR {};
void VirtualBase() {
  VD d;
  static_cast<VL&>(d).v = Read("vb");
  Write("vb", static_cast<VR&>(d).v);  // FLOW: vb
}
struct Counter {
  static inline int total = 0;
  static int Add(int v) { return total += v; }
};
void StaticMember() {
  Counter::Add(Read("sm"));
  Write("sm", Counter::total);  // FLOW: sm
}
struct Swp {
  int v = 0;
  void swap(Swp& o) {
    int t = v;
    v = o.v;
    o.v = t;
  }
};
void SwapMember() {
  Swp a, b;
  a.v = Read("swa");
  a.swap(b);
  Write("swa", a.v);  // NEVER: swa
  Write("swb", b.v);  // FLOW: swa
}
struct Str {
  char* s;
  Str(const char* t) : s(new char[64]) {
    int i = 0;
    while (t[i]) {
      s[i] = t[i];
      i++;
    }
    s[i] = 0;
  }
  Str(const Str& o) : Str(o.s) {}
  ~Str() { delete[] s; }
};
void OwnString() {
  Str a(ReadText("os")), b("x");
  Str c = a;
  WriteText("osc", c.s);  // FLOW: os
  WriteText("osb", b.s);  // NEVER: os
}
int operator""_k(unsigned long long v) { return Read("udl") + (int)v; }
void Udl() { Write("udl", 5_k); }  // FLOW: udl
struct Fn {
  int k;
  int operator()(int v) const { return k; }
  int operator()(int a, int b) const { return b; }
};
void CallOp() {
  Fn f{Read("fk")};
  Write("fk", f(Read("fv")));              // FLOW: fk  NEVER: fv
  Write("f2", f(Read("fa"), Read("fb")));  // FLOW: fb  NEVER: fa, fk
}
struct Node {
  int v;
  Node* next;
};
struct List {
  Node* head = nullptr;
  void Push(int v) { head = new Node{v, head}; }
  int Pop() {
    Node* n = head;
    int v = n->v;
    head = n->next;
    delete n;
    return v;
  }
  struct It {
    Node* n;
    int& operator*() { return n->v; }
    It& operator++() {
      n = n->next;
      return *this;
    }
    bool operator!=(const It& o) const { return n != o.n; }
  };
  It begin() { return {head}; }
  It end() { return {nullptr}; }
};
void OwnList() {
  List l, m;
  l.Push(Read("ll"));
  m.Push(Read("lm"));
  for (int v : l) Write("lfor", v);  // FLOW: ll  NEVER: lm
  for (int& v : m) v = Read("lset");
  Write("lpop", m.Pop());  // FLOW: lset, lm
}
