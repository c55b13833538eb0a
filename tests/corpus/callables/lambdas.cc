// Lambdas: captures by value, by reference, of this; lambdas as arguments and results.
#include "corpus.h"

void CaptureByValue() {
  int x = Read("x"), y = Read("y");
  auto f = [x] { return x; };
  x = Read("later");
  Write("out", f());  // FLOW: x  NEVER: later, y
  Write("y", y);      // FLOW: y  NEVER: x
}

void CaptureByReference() {
  int x = Read("x");
  auto f = [&x] { return x; };
  x = Read("later");
  Write("out", f());  // FLOW: later  NEVER: x
}

void WritesToCapture() {
  int x = Read("x"), y = Read("y");
  auto f = [&x](int v) { x = v; };
  f(Read("new"));
  Write("x", x);  // FLOW: new  NEVER: x
  Write("y", y);  // FLOW: y  NEVER: new
}

void CaptureDefaults() {
  int x = Read("x"), y = Read("y"), z = Read("z");
  auto by_value = [=] { return x; };
  auto by_reference = [&] { y = z; };
  by_reference();
  Write("x", by_value());  // FLOW: x  NEVER: y, z
  Write("y", y);           // FLOW: z  NEVER: y, x
}

void InitCapture() {
  int x = Read("x"), y = Read("y");
  auto f = [a = x + 1, &b = y] { b = 0; return a; };
  Write("out", f());  // FLOW: x  NEVER: y
  Write("y", y);      // NEVER: x, y
}

void Mutable() {
  int x = Read("x");
  auto f = [x](int v) mutable { x = v; return x; };
  Write("changed", f(Read("new")));  // FLOW: new  NEVER: x
  Write("x", x);                     // FLOW: x  NEVER: new
}

void Parameters() {
  auto second = [](int a, int b) { return b; };
  Write("out", second(Read("a"), Read("b")));  // FLOW: b  NEVER: a
}

void TwoCalls() {
  auto same = [](int v) { return v; };
  int a = same(Read("a")), b = same(Read("b"));
  Write("a", a);  // FLOW: a  NEVER: b
  Write("b", b);  // FLOW: b  NEVER: a
}

void CalledAtOnce() {
  int x = Read("x"), y = Read("y");
  int z = [&] { return x; }();
  Write("z", z);  // FLOW: x  NEVER: y
}

class Counter {
 public:
  void Run() {
    auto add = [this](int v) { total_ += v; };
    add(Read("one"));
    add(Read("two"));
  }
  int total() const { return total_; }
  int other() const { return other_; }

 private:
  int total_ = 0;
  int other_ = Read("other");
};
void CaptureThis() {
  Counter c;
  c.Run();
  Write("total", c.total());  // FLOW: one, two  NEVER: other
  Write("other", c.other());  // FLOW: other  NEVER: one
}

template <typename F>
static int Apply(F f, int v) {
  return f(v);
}
void PassedToATemplate() {
  int scale = Read("scale"), unused = Read("unused");
  Use(unused);
  Write("scaled", Apply([scale](int v) { return v * scale; }, Read("v")));  // FLOW: scale, v  NEVER: w, unused
  Write("plain", Apply([](int v) { return v; }, Read("w")));                // FLOW: w  NEVER: scale, v
}

static auto Adder(int by) {
  return [by](int v) { return v + by; };
}
void ReturnedLambda() {
  auto f = Adder(Read("f")), g = Adder(Read("g"));
  Write("f", f(1));          // FLOW: f  NEVER: g
  Write("g", g(Read("v")));  // FLOW: g, v  NEVER: f
}

void NestedLambdas() {
  int x = Read("x"), y = Read("y");
  auto outer = [&](int a) {
    auto inner = [&](int b) { return b + x; };
    return inner(a);
  };
  Write("out", outer(Read("a")));  // FLOW: a, x  NEVER: y
  Write("y", y);                   // FLOW: y  NEVER: x
}

void Generic() {
  auto first = [](auto a, auto) { return a; };
  Write("int", first(Read("a"), ReadReal("b")));       // FLOW: a  NEVER: b
  WriteReal("real", first(ReadReal("c"), Read("d")));  // FLOW: c  NEVER: d
}

void ToFunctionPointer() {
  int (*f)(int) = [](int v) { return v; };
  int other = Read("other");
  Write("out", f(Read("v")));  // FLOW: v  NEVER: other
  Write("other", other);       // FLOW: other  NEVER: v
}
