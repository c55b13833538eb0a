// Patterns that are made of callables: members, threads, channels, observers, visitors, factories, machines.
#include "corpus.h"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <queue>
#include <string>
#include <thread>
#include <vector>
#include <pthread.h>

void ArrayCapture() {
  int a[2] = {Read("ac"), 1};
  auto f = [a] { return a[0]; };
  auto g = [a] { return a[1]; };
  a[0] = 0;
  Write("acf", f());  // FLOW: ac
  Write("acg", g());  // NEVER: ac
}
struct M { int v = 0; int w = 0; int Get() const { return v; } void Set(int x) { v = x; } static int St(int x) { return x; } };
void MemberPointers() {
  M m, n;
  void (M::*set)(int) = &M::Set;
  int (M::*get)() const = &M::Get;
  int M::*field = &M::w;
  (m.*set)(Read("mp"));
  Write("mp", (m.*get)());  // FLOW: mp
  Write("np", (n.*get)());  // NEVER: mp
  m.*field = Read("mf");
  Write("mf", m.w);  // FLOW: mf
  Write("mv", m.v);  // FLOW: mp  NEVER: mf
  std::vector<M> v(2);
  std::for_each(v.begin(), v.end(), std::mem_fn(&M::Get));
  std::invoke(set, n, Read("inv"));
  Write("inv", std::invoke(get, n));  // FLOW: inv
  M k;
  auto bound = std::bind(&M::Set, &k, std::placeholders::_1);
  bound(Read("bnd"));
  Write("bnd", k.v);  // FLOW: bnd  NEVER: mp
  auto proj = std::ranges::max(v, {}, &M::v);
  Write("proj", proj.v);
}
void Threads() {
  int r = 0, s = 0;
  std::thread t([&] { r = Read("th"); });
  t.join();
  Write("th", r);  // FLOW: th
  auto f = std::async(std::launch::async, [](int x) { return x + 1; }, Read("as"));
  Write("as", f.get());  // FLOW: as
  std::promise<int> p;
  auto fu = p.get_future();
  std::thread u([](std::promise<int> q) { q.set_value(Read("pr")); }, std::move(p));
  Write("pr", fu.get());  // FLOW: pr
  u.join();
  std::thread w(&M::Set, std::make_unique<M>().get(), s);
  w.join();
  std::atomic<int> at{0};
  at.store(Read("at"));
  Write("at", at.load() + at.fetch_add(1));  // FLOW: at
}
static void* Worker(void* arg) {
  M* m = static_cast<M*>(arg);
  m->w = m->v + 1;
  return m;
}
void Pthread() {
  M m; m.v = Read("pt");
  pthread_t t;
  pthread_create(&t, nullptr, Worker, &m);
  void* out;
  pthread_join(t, &out);
  Write("pt", static_cast<M*>(out)->w);  // FLOW: pt
  Write("ptm", m.w);  // FLOW: pt
}
template <class T> class Channel {
 public:
  void Send(T v) { std::lock_guard<std::mutex> l(m_); q_.push(std::move(v)); c_.notify_one(); }
  T Receive() { std::unique_lock<std::mutex> l(m_); c_.wait(l, [&] { return !q_.empty(); }); T v = std::move(q_.front()); q_.pop(); return v; }
 private:
  std::mutex m_; std::condition_variable c_; std::queue<T> q_;
};
void Channels() {
  Channel<int> a, b;
  std::thread p([&] { a.Send(Read("ch")); b.Send(1); });
  Write("cha", a.Receive());  // FLOW: ch
  Write("chb", b.Receive());  // NEVER: ch
  p.join();
}
class Subject {
 public:
  using Callback = std::function<void(int)>;
  void On(Callback c) { cbs_.push_back(std::move(c)); }
  void Emit(int v) { for (auto& c : cbs_) c(v); }
 private:
  std::vector<Callback> cbs_;
};
void Observers() {
  Subject s, t;
  int got = 0, other = 0;
  s.On([&](int v) { got = v; });
  t.On([&](int v) { other = v; });
  s.Emit(Read("obs"));
  t.Emit(1);
  Write("obs", got);  // FLOW: obs
  Write("obt", other);  // NEVER: obs
}
struct Visitor; struct Leaf; struct Pair;
struct Expr { virtual ~Expr() {} virtual void Accept(Visitor& v) = 0; };
struct Visitor { virtual ~Visitor() {} virtual void Visit(Leaf&) = 0; virtual void Visit(Pair&) = 0; };
struct Leaf : Expr { int v; Leaf(int x) : v(x) {} void Accept(Visitor& w) override { w.Visit(*this); } };
struct Pair : Expr { std::unique_ptr<Expr> a, b; Pair(std::unique_ptr<Expr> x, std::unique_ptr<Expr> y) : a(std::move(x)), b(std::move(y)) {} void Accept(Visitor& w) override { w.Visit(*this); } };
struct Sum : Visitor { int total = 0; void Visit(Leaf& l) override { total += l.v; } void Visit(Pair& p) override { p.a->Accept(*this); p.b->Accept(*this); } };
struct Count : Visitor { int n = 0; void Visit(Leaf&) override { n++; } void Visit(Pair& p) override { p.a->Accept(*this); p.b->Accept(*this); } };
void Visitors() {
  Pair p(std::make_unique<Leaf>(Read("vis")), std::make_unique<Leaf>(2));
  Sum s; p.Accept(s);
  Count c; p.Accept(c);
  Write("sum", s.total);  // FLOW: vis
  Write("cnt", c.n);  // NOT: vis
}
struct Registry {
  static Registry& Get() { static Registry r; return r; }
  std::map<std::string, std::function<std::unique_ptr<Expr>(int)>> makers;
  std::unique_ptr<Expr> Make(const std::string& n, int v) { return makers.at(n)(v); }
};
static const bool registered = [] { Registry::Get().makers["leaf"] = [](int v) { return std::make_unique<Leaf>(v); }; return true; }();
void Factory() {
  auto e = Registry::Get().Make("leaf", Read("fac"));
  Sum s; e->Accept(s);
  Write("fac", s.total);  // FLOW: fac
}
struct State { int (*next)(State&); int data; };
static int Second(State& s) { int v = s.data; s.data = 0; return v; }
static int Start(State& s) { s.data = Read("sm"); s.next = Second; return 0; }
void Machine() {
  State s{Start, 0};
  int last = 0;
  while (Any()) last = s.next(s);
  Write("sm", last);  // FLOW: sm
}
template <int N> struct Fib { static int Of(int x) { return Fib<N - 1>::Of(x) + 1; } };
template <> struct Fib<0> { static int Of(int x) { return x; } };
void Meta() { Write("meta", Fib<4>::Of(Read("meta"))); }  // FLOW: meta
struct Base { int b = 0; virtual Base* Self() { return this; } virtual ~Base() {} };
struct Derived : Base { int d = 0; Derived* Self() override { return this; } };
void Covariant() {
  Derived x; x.d = Read("cov");
  Base* p = &x;
  Write("cov", static_cast<Derived*>(p->Self())->d);  // FLOW: cov
  Write("covb", p->Self()->b);  // NEVER: cov
}
struct Lazy { mutable std::optional<int> cache; int Get() const { if (!cache) cache = Read("lazy"); return *cache; } };
void Cached() { Lazy l; l.Get(); Write("lazy", l.Get()); }  // FLOW: lazy
struct Chain { Chain* next = nullptr; int (*handle)(Chain*, int) = nullptr; int Run(int v) { if (handle) return handle(this, v); return next ? next->Run(v) : 0; } };
void ChainOf() {
  Chain a, b; a.next = &b;
  b.handle = [](Chain*, int v) { return v; };
  Write("chain", a.Run(Read("chain")));  // FLOW: chain
}
