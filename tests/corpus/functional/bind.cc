// What is bound, and where it goes.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>
#include "corpus.h"

using namespace std::placeholders;

static int First(int a, int) { return a; }
static int Second(int, int b) { return b; }
static int Three(int a, int b, int c) { return a + b * 10 + c * 100; }
static void Store(int& to, int value) { to = value; }

void Bound() {
  auto f = std::bind(First, Read("a"), Read("b"));
  Write("a", f());  // FLOW: a  NEVER: b
  auto g = std::bind(&Second, Read("c"), Read("d"));
  Write("d", g());  // FLOW: d  NEVER: c
}

void Placeholder() {
  auto f = std::bind(First, _1, Read("bound"));
  auto g = std::bind(Second, _1, Read("bound2"));
  Write("f", f(Read("x")));  // FLOW: x  NEVER: bound, bound2, y
  Write("g", g(Read("y")));  // FLOW: bound2  NEVER: y, x
}

void Exchanged() {
  auto f = std::bind(First, _2, _1);
  Write("f", f(Read("x"), Read("y")));  // FLOW: y  NEVER: x
  auto g = std::bind(Second, _2, _1);
  Write("g", g(Read("p"), Read("q")));  // FLOW: p  NEVER: q
}

void Repeated() {
  auto f = std::bind(Three, _1, _1, 5);
  Write("f", f(Read("x"), Read("unused")));  // FLOW: x  NEVER: unused
}

struct Scaler {
  int factor = 0;
  int Scale(int x) const { return x * factor; }
  int Only(int x) { return x; }
  void Set(int f) { factor = f; }
};
void MemberFunction() {
  Scaler s;
  s.factor = Read("factor");
  auto scale = std::bind(&Scaler::Scale, &s, _1);
  Write("scaled", scale(Read("x")));  // FLOW: factor, x
  auto only = std::bind(&Scaler::Only, &s, _1);
  Write("only", only(Read("y")));  // FLOW: y  NEVER: factor, x
}

void MemberChanges() {
  Scaler s, t;
  auto set = std::bind(&Scaler::Set, &s, _1);
  set(Read("f"));
  Write("s", s.factor);  // FLOW: f
  Write("t", t.factor);  // NEVER: f
}

void ByReference() {
  int a = 0, b = 0;
  auto store = std::bind(Store, std::ref(a), _1);
  store(Read("x"));
  Write("a", a);  // FLOW: x
  auto copy = std::bind(Store, b, _1);
  copy(Read("y"));
  Write("b", b);  // NEVER: x, y
}

void InFunction() {
  std::function<int(int)> f = std::bind(First, _1, Read("bound"));
  std::function<int(int)> g = std::bind(Second, _1, Read("other"));
  Write("f", f(Read("x")));  // FLOW: x  NEVER: bound, other
  Write("g", g(Read("y")));  // FLOW: other  NEVER: y, bound
}

static int Run(const std::function<int(int)>& f, int x) { return f(x); }
void Passed() {
  Write("f", Run(std::bind(First, _1, Read("bound")), Read("x")));   // FLOW: x  NEVER: bound, y
  Write("g", Run(std::bind(Second, _1, Read("other")), Read("y")));  // FLOW: other  NEVER: y, x
}

void Front() {
  auto f = std::bind_front(Three, Read("a"));
  Write("f", f(1, 2));  // FLOW: a  NEVER: b
  auto g = std::bind_front(First, Read("b"));
  Write("g", g(Read("c")));  // FLOW: b  NEVER: c, a
}

void FrontMember() {
  Scaler s;
  auto set = std::bind_front(&Scaler::Set, &s);
  set(Read("f"));
  Write("s", s.factor);  // FLOW: f
}

void OfLambda() {
  int captured = Read("captured");
  auto f = std::bind([captured](int a, int b) { return a + captured + 0 * b; }, _1, 7);
  Write("f", f(Read("x")));  // FLOW: captured, x
}

void Nested() {
  auto f = std::bind(First, std::bind(Second, _1, _2), Read("b"));
  Write("f", f(Read("x"), Read("y")));  // FLOW: y  NEVER: x, b
}

void InMember() {
  struct Button {
    std::function<void(int)> on_click;
    void Click(int x) { on_click(x); }
  } button, other;
  Scaler s, t;
  button.on_click = std::bind(&Scaler::Set, &s, _1);
  other.on_click = std::bind(&Scaler::Set, &t, _1);
  button.Click(Read("x"));
  other.Click(Read("y"));
  Write("s", s.factor);  // FLOW: x  NEVER: y
  Write("t", t.factor);  // FLOW: y  NEVER: x
}

// What is bound is known to the callers alone.
template <typename F>
void RunBound(F&& f) {
  auto bound = std::bind(std::forward<F>(f));
  bound();
}

template <typename F, typename A>
void RunBoundTo(F f, A a) {
  auto bound = std::bind(f, a);
  bound();
}

static void SetTo(int* to) { *to = Read("set"); }

void BoundInAnother() {
  int x = 0, y = 0, z = 0;
  RunBound([&x] { x = Read("bx"); });
  RunBoundTo(SetTo, &y);
  Write("bx", x);  // FLOW: bx  NEVER: set
  Write("by", y);  // FLOW: set  NEVER: bx
  Write("bz", z);  // NEVER: bx, set
}
