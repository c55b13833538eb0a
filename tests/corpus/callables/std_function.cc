// std::function, std::bind, algorithms that call back.
#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>
#include "corpus.h"

void Holds() {
  int x = Read("x"), y = Read("y");
  std::function<int()> f = [x] { return x; };
  std::function<int()> g = [y] { return y; };
  Write("f", f());  // FLOW: x  NEVER: y
  Write("g", g());  // FLOW: y  NEVER: x
}

void Replaced() {
  int x = Read("x"), y = Read("y");
  std::function<int()> f = [x] { return x; };
  f = [y] { return y; };
  Write("out", f());  // FLOW: y  NEVER: x
}

static int First(int a, int b) { return a; }
void FromAFunction() {
  std::function<int(int, int)> f = First;
  Write("out", f(Read("a"), Read("b")));  // FLOW: a  NEVER: b
}

static int Run(const std::function<int(int)>& f, int v) { return f(v); }
void Passed() {
  int scale = Read("scale");
  Write("scaled", Run([&](int v) { return v * scale; }, Read("v")));  // FLOW: scale, v  NEVER: w
  Write("constant", Run([](int) { return 1; }, Read("w")));           // NEVER: w, scale
}

class Button {
 public:
  void OnClick(std::function<void(int)> f) { click_ = std::move(f); }
  void Click(int v) { click_(v); }

 private:
  std::function<void(int)> click_;
};
void StoredInAMember() {
  int seen = 0, other = 0;
  Button b, c;
  b.OnClick([&](int v) { seen = v; });
  c.OnClick([&](int v) { other = v; });
  b.Click(Read("b"));
  Write("seen", seen);    // FLOW: b
  Write("other", other);  // NEVER: b
}

void ForEach() {
  std::vector<int> v{Read("a"), Read("b")}, w{Read("w")};
  int sum = 0;
  std::for_each(v.begin(), v.end(), [&](int x) { sum += x; });
  Write("sum", sum);  // FLOW: a, b  NEVER: w
  std::for_each(w.begin(), w.end(), [](int& x) { x = 0; });
}

void Transform() {
  std::vector<int> v{Read("v")}, w(1), u{Read("u")};
  int by = Read("by");
  std::transform(v.begin(), v.end(), w.begin(), [by](int x) { return x + by; });
  Write("w", w[Any()]);  // FLOW: v, by  NEVER: u
  Write("u", u[0]);      // FLOW: u  NEVER: v, by
}

void Accumulate() {
  std::vector<int> v{Read("v")}, w{Read("w")};
  int sum = std::accumulate(v.begin(), v.end(), Read("start"));
  Write("sum", sum);  // FLOW: v, start  NEVER: w
  int product = std::accumulate(w.begin(), w.end(), 1, [](int a, int b) { return a * b; });
  Write("product", product);  // FLOW: w  NEVER: v
}

void FindIf() {
  std::vector<int> v{Read("v")}, w{Read("w")};
  int limit = Read("limit");
  auto it = std::find_if(v.begin(), v.end(), [&](int x) { return x > limit; });
  if (it != v.end()) Write("found", *it);  // FLOW: v  NOT: limit  NEVER: w
}

void CopyIf() {
  std::vector<int> v{Read("v")}, w, u{Read("u")};
  std::copy_if(v.begin(), v.end(), std::back_inserter(w), [](int x) { return x > 0; });
  Write("w", w[Any()]);  // FLOW: v  NEVER: u
}

void Generate() {
  std::vector<int> v(3), w(3);
  std::generate(v.begin(), v.end(), [] { return Read("made"); });
  Write("v", v[1]);  // FLOW: made
  Write("w", w[1]);  // NEVER: made
}

void Ref() {
  int x = Read("x"), y = Read("y");
  auto set = [](int& to, int v) { to = v; };
  std::invoke(set, std::ref(x), Read("new"));
  Write("x", x);  // FLOW: new, x
  Write("y", y);  // FLOW: y  NEVER: new
}
