// Functions as objects: std::function, invoke, mem_fn, the library's own operators.
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>
#include "corpus.h"

static int Twice(int x) { return 2 * x; }
static int Zero(int) { return 0; }

struct Patient {
  int age = 0, sex = 0;
  int Age() const { return age; }
  void SetAge(int a) { age = a; }
};

void Invoke() {
  Write("twice", std::invoke(Twice, Read("x")));  // FLOW: x
  Write("zero", std::invoke(Zero, Read("y")));    // NEVER: y, x
  Patient p, q;
  std::invoke(&Patient::SetAge, p, Read("p"));
  std::invoke(&Patient::SetAge, &q, Read("q"));
  Write("p", std::invoke(&Patient::Age, p));  // FLOW: p  NEVER: q
  Write("q", q.age);                          // FLOW: q  NEVER: p
}

void InvokeField() {
  Patient p{Read("age"), Read("sex")};
  Write("age", std::invoke(&Patient::age, p));  // FLOW: age  NEVER: sex
}

void MemFn() {
  Patient p, q;
  auto set = std::mem_fn(&Patient::SetAge);
  set(p, Read("p"));
  set(&q, Read("q"));
  auto age = std::mem_fn(&Patient::Age);
  Write("p", age(p));  // FLOW: p  NEVER: q
  Write("q", age(&q));  // FLOW: q  NEVER: p
}

void Reassigned() {
  std::function<int(int)> f = Twice;
  f = Zero;
  Write("zero", f(Read("x")));  // NEVER: x
  f = [](int v) { return v + 1; };
  Write("plus", f(Read("y")));  // FLOW: y  NEVER: x
}

void Swapped() {
  std::function<int(int)> f = Twice, g = Zero;
  f.swap(g);
  Write("f", f(Read("x")));  // NEVER: x
  Write("g", g(Read("y")));  // FLOW: y  NEVER: x
}

void Capturing() {
  int a = Read("a"), b = Read("b");
  std::function<int()> f = [a] { return a; }, g = [&b] { return b; };
  a = b = Read("later");
  Write("f", f());  // FLOW: a  NEVER: b, later
  Write("g", g());  // FLOW: later  NEVER: a, b
}

void ChangesCapture() {
  int total = 0, other = 0;
  std::function<void(int)> add = [&total](int x) { total += x; };
  add(Read("x"));
  Write("total", total);  // FLOW: x
  Write("other", other);  // NEVER: x
}

void TableOfFunctions() {
  std::map<std::string, std::function<int(int)>> table;
  table["twice"] = Twice;
  table["zero"] = Zero;
  Write("twice", table["twice"](Read("x")));  // FLOW: x
  Write("zero", table["zero"](Read("y")));    // NEVER: y, x
}

void ListOfCallbacks() {
  std::vector<std::function<void(int)>> callbacks;
  int a = 0, b = 0, c = 0;
  callbacks.push_back([&](int x) { a = x; });
  callbacks.emplace_back([&](int x) { b = x + 1; });
  for (auto& callback : callbacks) callback(Read("x"));
  Write("a", a);  // FLOW: x
  Write("b", b);  // FLOW: x
  Write("c", c);  // NEVER: x
}

void Operators() {
  int a = Read("a"), b = Read("b"), c = Read("c");
  Write("plus", std::plus<int>()(a, b));    // FLOW: a, b  NEVER: c
  Write("minus", std::minus<>{}(a, c));     // FLOW: a, c  NEVER: b
  Write("negate", std::negate<int>{}(b));   // FLOW: b  NEVER: a
  Write("identity", std::identity{}(c));    // FLOW: c  NEVER: a
}

void ComparesIsNoContent() {
  int a = Read("a"), n = 0;
  if (std::less<int>()(a, 3)) n = Read("n");
  Write("n", n);  // FLOW: n, a(indirect)
}

void NotFn() {
  int n = 0;
  auto odd = [](int x) { return x % 2 != 0; };
  auto even = std::not_fn(odd);
  if (even(Read("x"))) n = Read("n");
  Write("n", n);  // FLOW: n, x(indirect)
}

void Hash() {
  Write("hash", static_cast<int>(std::hash<int>()(Read("x"))));  // FLOW: x
  Write("none", static_cast<int>(std::hash<int>{}(7)));          // NEVER: x
}

static std::function<int(int)> Adder(int n) {
  return [n](int x) { return x + n; };
}
void Returned() {
  auto f = Adder(Read("a")), g = Adder(Read("b"));
  Write("f", f(Read("x")));  // FLOW: a, x  NEVER: b, y
  Write("g", g(Read("y")));  // FLOW: b, y  NEVER: a, x
}

static int Compose(const std::function<int(int)>& f, const std::function<int(int)>& g, int x) { return g(f(x)); }
void Composed() {
  Write("x", Compose(Twice, Twice, Read("x")));  // FLOW: x  NEVER: y
  Write("y", Compose(Twice, Zero, Read("y")));   // NEVER: y, x
}
