// Promises and futures that are moved, kept in objects, and handed to functions.
#include <future>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#include "corpus.h"
void InALambda() {
  std::promise<int> p;
  auto f = p.get_future();
  auto set = [p = std::move(p)]() mutable { p.set_value(Read("lambda")); };
  set();
  Write("lambda.out", f.get());  // FLOW: lambda
}
void Moved() {
  std::promise<int> p, q;
  auto f = p.get_future(), g = q.get_future();
  std::promise<int> r = std::move(p);
  r.set_value(Read("moved"));
  Write("moved.out", f.get());  // FLOW: moved
  Write("q", g.get());  // NEVER: moved
}
struct Holder {
  std::promise<int> p;
  void Set() {
    p.set_value(Read("member"));
  }
};
void OfAMember() {
  Holder h;
  auto f = h.p.get_future();
  Holder other = std::move(h);
  other.Set();
  Write("member.out", f.get());  // FLOW: member
}
void Threads() {
  std::promise<int> p;
  auto f = p.get_future();
  std::thread t([p = std::move(p)]() mutable { p.set_value(Read("thread")); });
  t.join();
  Write("thread.out", f.get());  // FLOW: thread
}
struct Taker {
  std::promise<int> p;
  explicit Taker(std::promise<int> q) : p(std::move(q)) {
  }
  void Set() {
    p.set_value(Read("taken"));
  }
};
void ByConstructor() {
  std::promise<int> p;
  auto f = p.get_future();
  Taker t(std::move(p));
  t.Set();
  Write("taken.out", f.get());  // FLOW: taken
}
static int Take(std::future<int> f) {
  return f.get();
}
void FutureHanded() {
  std::promise<int> p, q;
  auto f = p.get_future(), g = q.get_future();
  p.set_value(Read("handed"));
  Write("handed.out", Take(std::move(f)));  // FLOW: handed
  Write("other.out", Take(std::move(g)));  // NEVER: handed
}
static void Give(std::promise<int> p) {
  p.set_value(Read("given"));
}
void PromiseHanded() {
  std::promise<int> p;
  auto f = p.get_future();
  Give(std::move(p));
  Write("given.out", f.get());  // FLOW: given
}
static std::shared_future<int> Start() {
  return std::async([] { return Read("shared"); }).share();
}
static int Wait(std::shared_future<int> f) {
  return f.get();
}
void Shared() {
  Write("shared.out", Wait(Start()));  // FLOW: shared
}
static std::future<int> Later() {
  std::promise<int> p;
  auto f = p.get_future();
  std::thread([](std::promise<int> q) { q.set_value(Read("later")); }, std::move(p)).detach();
  return f;
}
void Returned() {
  Write("later.out", Later().get());  // FLOW: later
}
struct Both {
  std::promise<int> p;
  std::future<int> f = p.get_future();
  void Set(int v) {
    p.set_value(v);
  }
  int Get() {
    return f.get();
  }
};
void InOneObject() {
  Both a, b;
  a.Set(Read("a"));
  b.Set(Read("b"));
  Write("a.out", a.Get());  // FLOW: a  NEVER: b
  Write("b.out", b.Get());  // FLOW: b  NEVER: a
}
