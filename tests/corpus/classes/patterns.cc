// Classes that programs write for themselves: matrices, owners, small vectors, expressions, erased types, results, parsers,
// caches, buses, archives.
#include "corpus.h"
#include <algorithm>
#include <array>
#include <bitset>
#include <cassert>
#include <chrono>
#include <concepts>
#include <exception>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <shared_mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <vector>

// matrices
class Matrix {
 public:
  Matrix(int r, int c) : r_(r), c_(c), d_(r * c) {}
  double& operator()(int i, int j) { return d_[i * c_ + j]; }
  double operator()(int i, int j) const { return d_[i * c_ + j]; }
  double* operator[](int i) { return &d_[i * c_]; }
  friend Matrix operator*(const Matrix& a, const Matrix& b) {
    Matrix m(a.r_, b.c_);
    for (int i = 0; i < a.r_; ++i) for (int j = 0; j < b.c_; ++j) { double s = 0; for (int k = 0; k < a.c_; ++k) s += a(i, k) * b(k, j); m(i, j) = s; }
    return m;
  }
  Matrix Transposed() const { Matrix t(c_, r_); for (int i = 0; i < r_; ++i) for (int j = 0; j < c_; ++j) t(j, i) = (*this)(i, j); return t; }
 private:
  int r_, c_; std::vector<double> d_;
};
void Matrices() {
  Matrix a(2, 2), b(2, 2), c(2, 2);
  a(0, 0) = ReadReal("ma"); b[1][1] = ReadReal("mb");
  WriteReal("prod", (a * b)(0, 0));  // FLOW: ma, mb
  WriteReal("tr", a.Transposed()(1, 0));  // FLOW: ma  NEVER: mb
  WriteReal("c", c(0, 0));  // NEVER: ma, mb
}
// own smart pointer
template <class T> class Ref {
 public:
  Ref() = default;
  explicit Ref(T* p) : p_(p) { if (p_) ++p_->refs; }
  Ref(const Ref& o) : Ref(o.p_) {}
  Ref(Ref&& o) noexcept : p_(std::exchange(o.p_, nullptr)) {}
  Ref& operator=(Ref o) noexcept { std::swap(p_, o.p_); return *this; }
  ~Ref() { if (p_ && --p_->refs == 0) delete p_; }
  T* operator->() const { return p_; }
  T& operator*() const { return *p_; }
  explicit operator bool() const { return p_; }
 private:
  T* p_ = nullptr;
};
struct Counted { int refs = 0; int v = 0; Ref<Counted> next; };
void Refs() {
  Ref<Counted> a(new Counted), b(new Counted), c;
  a->v = Read("ra");
  c = a;
  Write("c", c->v);  // FLOW: ra
  Write("b", b->v);  // NEVER: ra
  b->next = std::move(a);
  Write("bn", b->next->v);  // FLOW: ra
  Ref<Counted> d(b);
  d->next->v = Read("rd");
  Write("cv", c->v);  // FLOW: rd, ra
}
// small vector with inline storage
template <class T, int N> class Small {
 public:
  void push_back(T v) { if (n_ < N) in_[n_++] = v; else { if (!out_) out_ = std::make_unique<std::vector<T>>(); out_->push_back(v); ++n_; } }
  T& operator[](int i) { return i < N ? in_[i] : (*out_)[i - N]; }
  int size() const { return n_; }
 private:
  T in_[N]; std::unique_ptr<std::vector<T>> out_; int n_ = 0;
};
void Smalls() {
  Small<int, 2> s, t;
  s.push_back(Read("sm")); t.push_back(1);
  Write("s", s[0]);  // FLOW: sm
  Write("t", t[0]);  // NEVER: sm
}
// expression templates
template <class L, class R> struct AddE { const L& l; const R& r; int operator[](int i) const { return l[i] + r[i]; } };
struct Vec { int d[3] = {}; int operator[](int i) const { return d[i]; } template <class E> Vec& operator=(const E& e) { for (int i = 0; i < 3; ++i) d[i] = e[i]; return *this; } };
template <class L, class R> AddE<L, R> operator+(const L& l, const R& r) { return {l, r}; }
void Expressions() {
  Vec a, b, c, z;
  a.d[0] = Read("ea"); b.d[1] = Read("eb");
  z = a + b + c;
  Write("z", z[2]);  // FLOW: ea, eb
}
// type erasure
class AnyShape {
  struct Base { virtual ~Base() = default; virtual int Area() const = 0; virtual std::unique_ptr<Base> Copy() const = 0; };
  template <class T> struct Model : Base { T t; explicit Model(T x) : t(std::move(x)) {} int Area() const override { return t.Area(); } std::unique_ptr<Base> Copy() const override { return std::make_unique<Model>(*this); } };
  std::unique_ptr<Base> p_;
 public:
  template <class T> AnyShape(T t) : p_(std::make_unique<Model<T>>(std::move(t))) {}
  AnyShape(const AnyShape& o) : p_(o.p_->Copy()) {}
  int Area() const { return p_->Area(); }
};
struct Sq { int s; int Area() const { return s * s; } };
struct One { int s; int Area() const { return 1; } };
void Erased() {
  AnyShape a = Sq{Read("sq")}, b = One{Read("one")};
  AnyShape c = a;
  Write("a", a.Area());  // FLOW: sq  NEVER: one
  Write("b", b.Area());  // NEVER: sq, one
  Write("c", c.Area());  // FLOW: sq
}
// result types
template <class T> class Result {
 public:
  static Result Ok(T v) { Result r; r.v_ = std::move(v); return r; }
  static Result Err(std::string e) { Result r; r.e_ = std::move(e); return r; }
  bool ok() const { return v_.has_value(); }
  const T& value() const { return *v_; }
  const std::string& error() const { return e_; }
  template <class F> auto Then(F f) const { using R = decltype(f(std::declval<T>())); if (ok()) return f(*v_); return R::Err(e_); }
 private:
  std::optional<T> v_; std::string e_;
};
static Result<int> Parse(const std::string& s) { if (s.empty()) return Result<int>::Err("empty " + s); return Result<int>::Ok(std::stoi(s)); }
void Results() {
  auto r = Parse(ReadText("res"));
  if (r.ok()) Write("ok", r.value());  // FLOW: res
  else WriteText("err", r.error().c_str());  // FLOW: res
  auto q = r.Then([](int x) { return Result<double>::Ok(x / 2.0); });
  if (q.ok()) WriteReal("then", q.value());  // FLOW: res
}
// tokenizer + recursive descent
class Parser {
 public:
  explicit Parser(const char* s) : s_(s) {}
  int Expr() { int v = Term(); while (*s_ == '+' || *s_ == '-') { char o = *s_++; int w = Term(); v = o == '+' ? v + w : v - w; } return v; }
 private:
  int Term() { int v = Atom(); while (*s_ == '*') { ++s_; v *= Atom(); } return v; }
  int Atom() { if (*s_ == '(') { ++s_; int v = Expr(); ++s_; return v; } int v = 0; while (*s_ >= '0' && *s_ <= '9') v = v * 10 + (*s_++ - '0'); return v; }
  const char* s_;
};
void Parsing() {
  Write("expr", Parser(ReadText("expr")).Expr());  // FLOW: expr
  Write("const", Parser("1+2").Expr());  // NEVER: expr
}
// LRU cache
template <class K, class V> class Lru {
 public:
  V* Get(const K& k) { auto it = m_.find(k); return it == m_.end() ? nullptr : &it->second; }
  void Put(K k, V v) { m_[std::move(k)] = std::move(v); }
  template <class F> V& GetOr(const K& k, F f) { if (V* v = Get(k)) return *v; Put(k, f(k)); return *Get(k); }
 private:
  std::map<K, V> m_;
};
void Caches() {
  Lru<std::string, int> c, d;
  c.Put("a", Read("lru"));
  if (int* p = c.Get("a")) Write("hit", *p);  // FLOW: lru
  if (int* p = d.Get("a")) Write("miss", *p);  // NEVER: lru
  Write("or", d.GetOr("k", [](const std::string&) { return Read("made"); }));  // FLOW: made
}
// graph algorithms
struct Graph { std::vector<std::vector<std::pair<int, int>>> adj; };
static std::vector<int> Dijkstra(const Graph& g, int s) {
  std::vector<int> dist(g.adj.size(), 1 << 30);
  std::vector<std::pair<int, int>> heap{{0, s}};
  dist[s] = 0;
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), std::greater<>{});
    auto [d, u] = heap.back(); heap.pop_back();
    for (auto [v, w] : g.adj[u]) if (d + w < dist[v]) { dist[v] = d + w; heap.emplace_back(dist[v], v); std::push_heap(heap.begin(), heap.end(), std::greater<>{}); }
  }
  return dist;
}
void Graphs() {
  Graph g; g.adj.resize(3);
  g.adj[0].emplace_back(1, Read("w"));
  Write("dist", Dijkstra(g, 0)[1]);  // FLOW: w
}
// event bus by type
class Bus {
 public:
  template <class E> void On(std::function<void(const E&)> f) { h_[typeid(E)].push_back([f](const void* e) { f(*static_cast<const E*>(e)); }); }
  template <class E> void Emit(const E& e) { for (auto& f : h_[typeid(E)]) f(&e); }
 private:
  std::map<std::type_index, std::vector<std::function<void(const void*)>>> h_;
};
struct Ev { int v; };
void Buses() {
  Bus b; int got = 0;
  b.On<Ev>([&](const Ev& e) { got = e.v; });
  b.Emit(Ev{Read("bus")});
  Write("bus", got);  // FLOW: bus
}
// serializer
struct Archive { std::vector<unsigned char> bytes; size_t at = 0;
  template <class T> void Put(const T& t) { const auto* p = reinterpret_cast<const unsigned char*>(&t); bytes.insert(bytes.end(), p, p + sizeof t); }
  template <class T> T Get() { T t; std::copy_n(bytes.data() + at, sizeof t, reinterpret_cast<unsigned char*>(&t)); at += sizeof t; return t; } };
void Serial() {
  Archive a, b;
  a.Put(Read("ser")); b.Put(1);
  Write("ser", a.Get<int>());  // FLOW: ser
  Write("serb", b.Get<int>());  // NEVER: ser
}
// lock guarded value
template <class T> class Guarded { public: template <class F> auto With(F f) { std::lock_guard<std::mutex> l(m_); return f(v_); } private: std::mutex m_; T v_{}; };
void Guards() {
  Guarded<int> g, h;
  g.With([](int& v) { v = Read("gu"); });
  Write("gu", g.With([](int& v) { return v; }));  // FLOW: gu
  Write("gh", h.With([](int& v) { return v; }));  // NEVER: gu
}
// spans, subranges, tuple heterogenous
static int SumOf(std::span<const int> s) { return std::accumulate(s.begin(), s.end(), 0); }
void Spans() {
  std::vector<int> v{1, Read("spn")}; int a[2] = {1, 2};
  Write("sv", SumOf(v));  // FLOW: spn
  Write("sa", SumOf(a));  // NEVER: spn
}
