// Members and what makes them: defaults of arguments and members, results, globals, operators, trees.
#include "corpus.h"
#include <any>
#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

struct S { int a, b; S(int x, int y = Read("dy")) : a(x), b(y) {} };
void MadeWithDefaults() {
  auto u = std::make_unique<S>(Read("mu"));
  Write("ua", u->a);  // FLOW: mu  NEVER: dy
  Write("ub", u->b);  // FLOW: dy
  auto s = std::make_shared<S>(1);
  Write("sb", s->b);  // FLOW: dy
  std::vector<S> v; v.emplace_back(Read("ve"));
  Write("va", v[0].a);  // FLOW: ve
  Write("vb", v[0].b);  // FLOW: dy
  std::optional<S> o(std::in_place, Read("oi"));
  Write("oa", o->a);  // FLOW: oi
  Write("ob", o->b);  // FLOW: dy
  std::map<int, S> m; m.emplace(1, S(Read("me")));
  Write("ma", m.at(1).a);  // FLOW: me
  m.try_emplace(2, Read("mt"));
  Write("mt", m.at(2).a);  // FLOW: mt
}
struct Agg { int a; int b = Read("ab"); int c = a; };
void AggregateDefaults() {
  Agg x{Read("aa")};
  Write("xb", x.b);  // FLOW: ab
  auto p = new Agg{1};
  Write("pb", p->b);  // FLOW: ab
  Write("pc", p->c);  // NEVER: aa
  std::array<Agg, 2> arr{Agg{Read("a0")}, Agg{2}};
  Write("arr", arr[0].a);  // FLOW: a0
  Write("arr1", arr[1].a);  // NEVER: a0
}
static S Nrvo(int x) { S s(x, 0); s.b = Read("nb"); return s; }
static S Cond(int x) { S s(1, 2), t(x, 3); if (Any()) return s; return t; }
static std::pair<S, int> Both(int x) { return {S(x, 1), 2}; }
static std::tuple<int, std::string> Multi() { return {Read("mi"), ReadText("ms")}; }
void Returns() {
  S s = Nrvo(Read("na"));
  Write("na", s.a);  // FLOW: na  NEVER: nb
  Write("nb", s.b);  // FLOW: nb  NEVER: na
  Write("ca", Cond(Read("cx")).a);  // FLOW: cx
  Write("bo", Both(Read("bx")).first.a);  // FLOW: bx
  Write("b2", Both(Read("by")).second);  // NEVER: by
  auto [i, t] = Multi();
  Write("mi", i);  // FLOW: mi
  WriteText("ms", t.c_str());  // FLOW: ms
  std::tie(i, std::ignore) = Multi();
  Write("ti", i);  // FLOW: mi
}
static int first = Read("g1");
static int second = first + 1;
static int third = [] { return second * 2; }();
struct Reg { Reg(int* p) { *p = Read("reg"); } };
static int slot;
static Reg reg(&slot);
template <class T> struct Holder { static T value; };
template <class T> T Holder<T>::value = Read("hv");
inline int inl = Read("inl");
constinit int ci = 0;
void Globals() {
  Write("third", third);  // FLOW: g1
  Write("slot", slot);  // FLOW: reg
  Write("hv", Holder<int>::value);  // FLOW: hv
  Write("inl", inl);  // FLOW: inl
  ci = Read("ci");
  Write("ci", ci);  // FLOW: ci
}
struct Comma { int v; Comma& operator,(int x) { v = x; return *this; } Comma& operator<<(int x) { v += x; return *this; } int operator~() const { return v; } bool operator!() const { return v == 0; } int operator->*(int k) const { return v + k; } };
void Operators() {
  Comma c{0};
  c, Read("cm"), 3;
  Write("cm", c.v);  // NEVER: cm
  c << Read("sh") << 2;
  Write("sh", ~c);  // FLOW: sh
  Write("not", !c);  // FLOW: sh
  Write("pm", c->*1);  // FLOW: sh
}
struct Node { int v = 0; std::vector<std::unique_ptr<Node>> kids; Node* parent = nullptr; Node* Add(int x) { kids.push_back(std::make_unique<Node>()); Node* n = kids.back().get(); n->v = x; n->parent = this; return n; } int Sum() const { int s = v; for (auto& k : kids) s += k->Sum(); return s; } };
void Trees() {
  Node root, other;
  root.Add(1)->Add(Read("deep"));
  other.Add(2);
  Write("sum", root.Sum());  // FLOW: deep
  Write("other", other.Sum());  // NEVER: deep
  root.v = Read("root");
  Write("parent", root.kids[0]->parent->v);  // FLOW: root
}
void MoveOnly() {
  std::vector<std::unique_ptr<int>> a, b;
  a.push_back(std::make_unique<int>(Read("mo")));
  b = std::move(a);
  Write("b", *b[0]);  // FLOW: mo
  std::function<int()> f = [p = std::make_shared<int>(Read("fs"))] { return *p; };
  auto g = std::move(f);
  Write("g", g());  // FLOW: fs
  std::list<int> l{Read("l1"), 2};
  auto it = l.begin();
  l.push_front(3);
  Write("it", *it);  // FLOW: l1
  l.erase(it);
}
class Widget { public: Widget& SetA(int v) & { a = v; return *this; } Widget&& SetA(int v) && { a = v; return std::move(*this); } int a = 0; int& At() { return a; } const int& At() const { return a; } };
void Qualified() {
  Write("rv", Widget{}.SetA(Read("rv")).a);  // FLOW: rv
  Widget w; w.SetA(Read("lv"));
  Write("lv", w.At());  // FLOW: lv
  const Widget& c = w;
  Write("cv", c.At());  // FLOW: lv
  auto copy = w; copy.At() = 0;
  Write("w", w.a);  // FLOW: lv
  Write("copy", copy.a);  // NEVER: lv
}
