// Idioms of modern C++: alternatives, packs, bindings, aggregates, lambdas of all kinds, owners, containers in containers.
#include "corpus.h"
#include <algorithm>
#include <any>
#include <array>
#include <deque>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

void VariantVisit() {
  std::variant<int, std::string> v = Read("vv");
  std::visit([](auto&& x) {
    using T = std::decay_t<decltype(x)>;
    if constexpr (std::is_same_v<T, int>) Write("vvi", x);  // FLOW: vv
    else WriteText("vvs", x.c_str());  // KNOWN(A visitor with an overload for each alternative): NEVER: vv
  }, v);
}
template <class... F> struct Over : F... { using F::operator()...; };
template <class... F> Over(F...) -> Over<F...>;
void Overloaded() {
  std::variant<int, double> v;
  v = Read("ov");
  int r = std::visit(Over{[](int i) { return i; }, [](double) { return 0; }}, v);
  Write("ov", r);  // FLOW: ov
  std::variant<int, double> w;
  w = ReadReal("ow");
  int q = std::visit(Over{[](int i) { return i; }, [](double) { return 0; }}, w);
  Write("ow", q);  // KNOWN(A visitor with an overload for each alternative): NEVER: ow
}
void Anys() {
  std::any a = Read("any"), b = 1;
  Write("anya", std::any_cast<int>(a));  // FLOW: any
  Write("anyb", std::any_cast<int>(b));  // NEVER: any
}
template <class... T> int Fold(T... t) { return (t + ... + 0); }
template <class T, class... R> int First(T t, R...) { return t; }
template <class T, class... R> int LastOf(T t, R... r) { if constexpr (sizeof...(r) == 0) return t; else return LastOf(r...); }
void Packs() {
  Write("fold", Fold(Read("p1"), Read("p2")));  // FLOW: p1, p2
  Write("first", First(Read("f1"), Read("f2")));  // FLOW: f1  NEVER: f2
  Write("lasto", LastOf(Read("l1"), Read("l2"), Read("l3")));  // FLOW: l3  NEVER: l1, l2
}
void Bindings() {
  std::pair<int, int> p{Read("b1"), Read("b2")};
  auto [x, y] = p;
  auto& [rx, ry] = p;
  rx = 0;
  Write("bx", x);  // FLOW: b1  NEVER: b2
  Write("by", ry);  // FLOW: b2
  Write("bp", p.first);  // NEVER: b1, b2
  std::map<std::string, int> m{{"k", Read("mk")}};
  for (auto& [k, v] : m) { Write("mv", v); v = 0; }  // FLOW: mk
  Write("mz", m["k"]);  // FLOW: mk
  int arr[2] = {Read("a0"), 1};
  auto [e, f] = arr;
  Write("ae", e);  // FLOW: a0
  Write("af", f);  // NEVER: a0
}
struct Point { int x, y; auto operator<=>(const Point&) const = default; };
void Aggregates() {
  Point p{.x = Read("dx"), .y = 2};
  Point q = p;
  q.x = 1;
  Write("px", p.x);  // FLOW: dx
  Write("qx", q.x);  // NEVER: dx
  auto t = std::make_tuple(p, 3);
  Write("tx", std::get<0>(t).x);  // FLOW: dx
  Write("ty", std::get<0>(t).y);  // NEVER: dx
  Write("t1", std::get<1>(t));  // NEVER: dx
  std::apply([](Point a, int b) { Write("apx", a.x); Write("apb", b); }, t);  // FLOW: dx -> apx
  std::array<Point, 2> arr{{{Read("ar"), 0}, {1, 2}}};
  Write("arx", arr[0].x);  // FLOW: ar
  Write("ary", arr[1].x);  // NEVER: ar
}
void Lambdas() {
  int a = Read("la"), b = Read("lb");
  auto by_value = [a] { return a; };
  auto init = [c = b + 1] { return c; };
  a = 0; b = 0;
  Write("lv", by_value());  // FLOW: la
  Write("li", init());  // FLOW: lb
  int n = 0;
  auto counter = [&n](int v) mutable { n += v; return n; };
  counter(Read("lc"));
  Write("lc", n);  // FLOW: lc
  auto state = [s = 0](int v) mutable { int o = s; s = v; return o; };
  state(Read("ls"));
  Write("ls", state(1));  // FLOW: ls
  auto fact = [](auto self, int k) -> int { return k < 2 ? 1 : k * self(self, k - 1); };
  Write("fact", fact(fact, Read("lf")));  // FLOW: lf
  auto compose = [](auto f, auto g) { return [=](auto x) { return f(g(x)); }; };
  auto h = compose([](int x) { return x + 1; }, [](int x) { return x * 2; });
  auto z = compose([](int) { return 1; }, [](int x) { return x * 2; });
  Write("h", h(Read("lh")));  // FLOW: lh
  Write("z", z(Read("lz")));  // NEVER: lz
  Write("iife", [&] { if (Any()) return Read("ii"); return 0; }());  // FLOW: ii
}
struct Shape { virtual ~Shape() = default; virtual int Area() const = 0; virtual std::unique_ptr<Shape> Clone() const = 0; };
struct Square : Shape { int s; explicit Square(int v) : s(v) {} int Area() const override { return s * s; } std::unique_ptr<Shape> Clone() const override { return std::make_unique<Square>(*this); } };
struct Unit1 : Shape { int s; explicit Unit1(int v) : s(v) {} int Area() const override { return 1; } std::unique_ptr<Shape> Clone() const override { return std::make_unique<Unit1>(*this); } };
void Shapes() {
  std::vector<std::unique_ptr<Shape>> v;
  v.push_back(std::make_unique<Square>(Read("sq")));
  std::vector<std::unique_ptr<Shape>> w;
  w.emplace_back(std::make_unique<Unit1>(Read("un")));
  int s = 0;
  for (const auto& p : v) s += p->Area();
  Write("sq", s);  // FLOW: sq
  Write("un", w[0]->Area());  // NEVER: un, sq
  Write("cl", v[0]->Clone()->Area());  // FLOW: sq
}
void Optionals() {
  std::optional<int> o = Read("op"), e;
  Write("op", o.value_or(0));  // FLOW: op
  Write("oe", e.value_or(3));  // NEVER: op
  e = o;
  o.reset();
  Write("oo", o.value_or(1));  // NEVER: op
  if (e) Write("oee", *e);  // FLOW: op
  e.emplace(Read("em"));
  Write("em", *e);  // FLOW: em
}
void Strings() {
  std::string s = ReadText("ss");
  std::string_view v = s;
  v.remove_prefix(1);
  WriteText("sv", std::string(v.substr(0, 3)).c_str());  // FLOW: ss
  std::string t = "k=" + s + ";";
  WriteText("st", t.c_str());  // FLOW: ss
  std::ostringstream os;
  os << "a" << s << 3;
  WriteText("os", os.str().c_str());  // FLOW: ss
  std::istringstream is(s);
  int n; std::string word;
  is >> n >> word;
  Write("isn", n);  // FLOW: ss
  WriteText("isw", word.c_str());  // FLOW: ss
  s.clear();
  WriteText("cl", s.c_str());  // NEVER: ss
  Write("stoi", std::stoi(t));  // FLOW: ss
  char c = t[0];
  Write("c", c);  // FLOW: ss
  std::string u; u.reserve(9); for (char k : t) if (k != ' ') u += k;
  WriteText("u", u.c_str());  // FLOW: ss
  std::string q; std::getline(is, q, ',');
  WriteText("q", q.c_str());  // FLOW: ss
}
void Containers() {
  std::map<int, std::vector<int>> m;
  m[1].push_back(Read("m1"));
  m[2].push_back(Read("m2"));
  Write("m1", m[1].back());  // FLOW: m1  NEVER: m2
  Write("m2", m.at(2).front());  // FLOW: m2  NEVER: m1
  auto it = m.find(1);
  if (it != m.end()) Write("mf", it->second[0]);  // FLOW: m1  NEVER: m2
  m.erase(1);
  Write("me", m[1].empty() ? 0 : m[1][0]);  // NEVER: m1
  std::set<int> s{Read("s1")};
  Write("s", *s.begin());  // FLOW: s1
  std::priority_queue<std::pair<int, int>> pq;
  pq.push({Read("pk"), Read("pv")});
  Write("pv", pq.top().second);  // FLOW: pv
  std::list<int> l{1};
  l.splice(l.end(), std::list<int>{Read("sp")});
  Write("sp", l.back());  // FLOW: sp
  std::deque<int> d;
  d.push_front(Read("dq"));
  std::copy(d.begin(), d.end(), std::back_inserter(l));
  Write("lb", l.back());  // FLOW: dq, sp
  std::unordered_map<std::string, std::unordered_map<std::string, int>> nn;
  nn["a"]["b"] = Read("nn");
  Write("nab", nn["a"]["b"]);  // FLOW: nn
  Write("nac", nn["a"]["c"]);  // NEVER: nn
  Write("nb", nn["b"]["b"]);  // NEVER: nn
  std::vector<std::vector<int>> g(2, std::vector<int>(2));
  g[0][1] = Read("g");
  Write("g01", g[0][1]);  // FLOW: g
  Write("g11", g[1][1]);  // NEVER: g
  std::vector<int> a{1, 2}, b{Read("sw"), 3};
  a.swap(b);
  Write("swa", a[0]);  // FLOW: sw
  Write("swb", b[0]);  // NEVER: sw
  std::stack<int> st; st.push(Read("stk")); st.push(1);
  Write("stk", st.top());  // FLOW: stk
}
struct Guard { int* p; ~Guard() { Write("guard", *p); } };  // FLOW: gd
void Scope() {
  int v = Read("gd");
  Guard g{&v};
}
struct Err : std::exception { int code; Err(int c) : code(c) {} };
static void Thrower(int x) { if (x) throw Err(x); }
void Exceptions() {
  try { Thrower(Read("ex")); } catch (const Err& e) { Write("ex", e.code); }  // FLOW: ex
  int k = 0;
  try { k = Read("kk"); Thrower(1); k = 0; } catch (...) { Write("kk", k); }  // FLOW: kk
}
void Shared() {
  auto p = std::make_shared<Point>(Point{Read("sh"), 0});
  std::weak_ptr<Point> w = p;
  auto q = w.lock();
  Write("sh", q->x);  // FLOW: sh
  std::shared_ptr<int> al(p, &p->y);
  *al = Read("aly");
  Write("aly", p->y);  // FLOW: aly
  Write("alx", p->x);  // FLOW: sh  NEVER: aly
  auto u = std::make_unique<Point>();
  u->x = Read("ux");
  auto z = std::move(u);
  u = std::make_unique<Point>();
  Write("zx", z->x);  // FLOW: ux
  Write("ux", u->x);  // NEVER: ux
}
