// Futures, promises and tasks.
#include <future>
#include <string>
#include <thread>
#include <utility>
#include <vector>
#include "corpus.h"

static int Twice(int x) { return 2 * x; }
static int Zero(int) { return 0; }
struct Reader { int base = 0; int Sum(int x) { return base + x; } };

void Async() {
  auto f = std::async(Twice, Read("f"));
  auto g = std::async(std::launch::async, Twice, Read("g"));
  std::future<int> h = std::async(std::launch::deferred, Zero, Read("h"));
  Write("f", f.get());  // FLOW: f  NEVER: g, h
  Write("g", g.get());  // FLOW: g  NEVER: f, h
  Write("h", h.get());  // NEVER: f, g, h
}

void AsyncLambda() {
  int a = Read("a"), b = Read("b");
  auto f = std::async(std::launch::async, [a] { return a; });
  auto g = std::async([&b](int x) { return x; }, 3);
  Write("f", f.get());  // FLOW: a  NEVER: b
  Write("g", g.get());  // NEVER: a, b
}

void AsyncMember() {
  Reader r;
  r.base = Read("base");
  auto f = std::async(std::launch::async, &Reader::Sum, &r, Read("x"));
  Write("f", f.get());  // FLOW: base, x
}

void Many() {
  std::vector<std::future<int>> futures, others;
  for (int i = 0; i < 3; ++i) futures.push_back(std::async(Twice, Read("x")));
  others.push_back(std::async(Twice, 3));
  int sum = 0, other = 0;
  for (auto& f : futures) sum += f.get();
  for (auto& f : others) other += f.get();
  Write("sum", sum);      // FLOW: x
  Write("other", other);  // NEVER: x
}

void Promise() {
  std::promise<int> p, q;
  std::future<int> f = p.get_future(), g = q.get_future();
  p.set_value(Read("p"));
  q.set_value(Read("q"));
  Write("f", f.get());  // FLOW: p  NEVER: q
  Write("g", g.get());  // FLOW: q  NEVER: p
}

static void Produce(std::promise<int> p, int x) { p.set_value(x); }
static void ProduceByReference(std::promise<std::string>& p) { p.set_value(ReadAs<std::string>("text")); }
void PromiseToThread() {
  std::promise<int> p;
  auto f = p.get_future();
  std::thread t(Produce, std::move(p), Read("x"));
  Write("f", f.get());  // FLOW: x  NEVER: text
  t.join();
  std::promise<std::string> q;
  auto g = q.get_future();
  std::thread u(ProduceByReference, std::ref(q));
  u.join();
  WriteAs("g", g.get());  // FLOW: text  NEVER: x
}

void Task() {
  std::packaged_task<int(int)> t(Twice), z(Zero);
  auto f = t.get_future(), g = z.get_future();
  t(Read("x"));
  z(Read("y"));
  Write("f", f.get());  // FLOW: x  NEVER: y
  Write("g", g.get());  // NEVER: x, y
}

void TaskToThread() {
  std::packaged_task<int(int)> t([](int x) { return x + 1; });
  auto f = t.get_future();
  std::thread u(std::move(t), Read("x"));
  u.join();
  Write("f", f.get());  // FLOW: x
}

void Shared() {
  std::promise<int> p, q;
  std::shared_future<int> f = p.get_future().share(), g = f, h(q.get_future());
  p.set_value(Read("p"));
  q.set_value(Read("q"));
  Write("f", f.get());  // FLOW: p  NEVER: q
  Write("g", g.get());  // FLOW: p  NEVER: q
  Write("h", h.get());  // FLOW: q  NEVER: p
}

struct Patient { int age, sex; };
void Structs() {
  auto f = std::async([] { return Patient{Read("age"), Read("sex")}; });
  Patient p = f.get();
  Write("age", p.age);  // FLOW: age  NEVER: sex
  Write("sex", p.sex);  // FLOW: sex  NEVER: age
}

void Waiting() {
  auto f = std::async(Twice, Read("x"));
  int n = 0;
  if (f.wait_for(std::chrono::seconds(1)) == std::future_status::ready) n = 1;
  Write("n", n);  // NEVER: x
}
