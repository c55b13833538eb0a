// Objects passed by value that lead to other objects: what their functions store there stays.
#include <functional>
#include <vector>
#include "corpus.h"

template <class F>
static void Run(F&& f) { f(Read("id")); }
template <class F>
static void RunByValue(F f) { f(Read("id")); }
template <class F>
static void RunOften(const F& f) {
  while (Any()) f(Read("id"));
}

void Captured() {
  int a = 0, b = 0, c = 0, other = 0;
  Run([&](int id) { a = id; });
  RunByValue([&](int id) { b += id; });
  RunOften([&](int id) { c += id; });
  RunByValue([other](int id) mutable { other = id; });
  Write("a", a);          // FLOW: id
  Write("b", b);          // FLOW: id
  Write("c", c);          // FLOW: id
  Write("other", other);  // NEVER: id
}

struct Counter {
  int* count;
  int last;
  void Add(int n) {
    *count += n;
    last = n;
  }
};
static void AddTo(Counter c) { c.Add(Read("added")); }
static void AddToBoth(Counter c, Counter d) {
  c.Add(1);
  d.Add(Read("second"));
}
void Counters() {
  int a = 0, b = 0, c = 0;
  Counter to_a{&a, 0};
  AddTo(to_a);
  AddToBoth({&b, 0}, {&c, 0});
  Write("a", a);            // FLOW: added  NEVER: second
  Write("last", to_a.last);  // NEVER: added
  Write("b", b);            // NEVER: added, second
  Write("c", c);            // FLOW: second  NEVER: added
}

struct View {
  int& of;
  void Set(int v) const { of = v; }
};
static void SetTwice(View v) {
  v.Set(Read("first"));
  v.Set(Read("again"));
}
void Views() {
  int x = 0;
  SetTwice({x});
  Write("x", x);  // FLOW: again  NEVER: first
}

// Handed on by value, from one to the next.
static void Inner(Counter c) { c.Add(Read("deep")); }
static void Outer(Counter c) { Inner(c); }
void HandedOn() {
  int n = 0, m = 0;
  Outer({&n, 0});
  Counter unused{&m, 0};
  (void)unused;
  Write("n", n);  // FLOW: deep
  Write("m", m);  // NEVER: deep
}

// Returned by value.
static Counter Make(int* count) { return {count, 0}; }
void Returned() {
  int n = 0, m = 0;
  Counter c = Make(&n);
  c.Add(Read("made"));
  Make(&m);
  Write("n", n);  // FLOW: made
  Write("m", m);  // NEVER: made
}

static void CallAll(std::vector<std::function<void(int)>> all) {
  for (auto& f : all) f(Read("called"));
}
void Functions() {
  int a = 0, b = 0;
  std::vector<std::function<void(int)>> all;
  all.push_back([&a](int v) { a = v; });
  std::function<void(int)> not_called = [&b](int v) { b = v; };
  CallAll(all);
  Write("a", a);  // FLOW: called
  Write("b", b);  // NEVER: called
}
