// Threads: their arguments, what they share, and what comes back.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <utility>
#include <vector>
#include "corpus.h"

static void Emit(int x) { Write("emitted", x); }  // FLOW: a, b  NEVER: c
void Arguments() {
  std::thread t(Emit, Read("a"));
  std::jthread u(&Emit, Read("b"));
  int unused = Read("c");
  t.join();
  Write("unused", unused);  // FLOW: c  NEVER: a, b
}

static void Store(int& to, int x) { to = x; }
static void StoreAt(int* to, int x) { *to = x; }
void References() {
  int a = 0, b = 0, c = 0;
  std::thread t(Store, std::ref(a), Read("x"));
  std::thread u(StoreAt, &b, Read("y"));
  t.join();
  u.join();
  Write("a", a);  // FLOW: x  NEVER: y
  Write("b", b);  // FLOW: y  NEVER: x
  Write("c", c);  // NEVER: x, y
}

struct Worker {
  int result = 0;
  void Run(int x) { result = x; }
  void operator()(int x) { Write("called", x); }  // FLOW: z  NEVER: x, y
};
void Members() {
  Worker w, v;
  std::thread t(&Worker::Run, &w, Read("x"));
  std::thread u(&Worker::Run, std::ref(v), Read("y"));
  t.join();
  u.join();
  Write("w", w.result);  // FLOW: x  NEVER: y
  Write("v", v.result);  // FLOW: y  NEVER: x
  std::thread(Worker(), Read("z")).join();
}

void Lambdas() {
  int a = 0, b = Read("b");
  std::thread t([&a, b] { a = b; });
  t.join();
  Write("a", a);  // FLOW: b
  std::vector<std::thread> pool;
  std::vector<int> out(4), untouched(4);
  for (int i = 0; i < 4; ++i) pool.emplace_back([&out, i] { out[static_cast<unsigned>(i)] = Read("x"); });
  for (auto& thread : pool) thread.join();
  Write("out", out[2]);              // FLOW: x
  Write("untouched", untouched[2]);  // NEVER: x
}

void PushedThreads() {
  int a = 0, b = 0;
  std::vector<std::thread> pool;
  pool.push_back(std::thread(Store, std::ref(a), Read("x")));
  std::thread t;
  t = std::thread(Store, std::ref(b), Read("y"));
  pool.push_back(std::move(t));
  for (auto& thread : pool) thread.join();
  Write("a", a);  // FLOW: x  NEVER: y
  Write("b", b);  // FLOW: y  NEVER: x
}

void StopToken() {
  int a = 0;
  std::jthread t([&a](std::stop_token token, int x) {
    while (!token.stop_requested()) a = x;
  }, Read("x"));
  t.request_stop();
  t.join();
  Write("a", a);  // FLOW: x
}

class Queue {
 public:
  void Push(int x) {
    std::lock_guard<std::mutex> lock(mutex_);
    items_.push(x);
    ready_.notify_one();
  }
  int Pop() {
    std::unique_lock<std::mutex> lock(mutex_);
    ready_.wait(lock, [this] { return !items_.empty(); });
    int x = items_.front();
    items_.pop();
    return x;
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<int> items_;
};
void Queues() {
  Queue q, r;
  std::thread producer([&] { q.Push(Read("q")); });
  std::thread other([&r] { r.Push(Read("r")); });
  producer.join();
  other.join();
  Write("q", q.Pop());  // FLOW: q  NEVER: r
  Write("r", r.Pop());  // FLOW: r  NEVER: q
}

static std::mutex guard;
static int shared = 0, kept = 0;
static void Produce() {
  std::scoped_lock lock(guard);
  shared = Read("shared");
}
void Globals() {
  std::thread t(Produce);
  t.join();
  Write("shared", shared);  // FLOW: shared
  Write("kept", kept);      // NEVER: shared
}

void WaitPredicate() {
  std::mutex m;
  std::condition_variable ready;
  int seen = 0, none = 0;
  bool set = true;
  std::unique_lock lock(m);
  ready.wait(lock, [&] {
    seen = Read("x");
    return set;
  });
  Write("seen", seen);  // FLOW: x
  Write("none", none);  // NEVER: x
}

void CallOnce() {
  static std::once_flag once;
  int a = 0, b = 0;
  std::call_once(once, [&a] { a = Read("a"); });
  std::call_once(once, Store, std::ref(b), Read("b"));
  Write("a", a);  // FLOW: a  NEVER: b
  Write("b", b);  // FLOW: b  NEVER: a
}

static thread_local int own = 0;
static void SetOwn(int x) { own = x; }
void ThreadLocal() {
  SetOwn(Read("own"));
  Write("own", own);  // FLOW: own
}

void Atomics() {
  std::atomic<int> a{Read("a")}, b{0}, c(0);
  b.store(Read("b"));
  c = Read("c");
  Write("a", a.load());  // FLOW: a  NEVER: b, c
  Write("b", b);         // FLOW: b  NEVER: a, c
  Write("exchanged", c.exchange(Read("d")));  // FLOW: c  NEVER: d
  Write("after", c);     // FLOW: c, d  NEVER: a
}

void AtomicOperators() {
  std::atomic<long> sum{0}, other{0};
  sum += Read("x");
  sum.fetch_add(Read("y"), std::memory_order_relaxed);
  ++other;
  Write("sum", static_cast<int>(sum));  // FLOW: x, y
  Write("other", static_cast<int>(other.load()));  // NEVER: x, y
  Write("before", static_cast<int>(sum.fetch_sub(1)));  // FLOW: x, y
}

void AtomicPointer() {
  int a = 0, b = Read("b");
  std::atomic<int*> p{&a};
  *p.load() = Read("x");
  Write("a", a);  // FLOW: x  NEVER: b
  p.store(&b);
  Write("b", *p);  // FLOW: b, x
}

void CompareExchange() {
  std::atomic<int> a{Read("a")};
  int expected = Read("e");
  a.compare_exchange_strong(expected, Read("new"));
  Write("a", a.load());          // FLOW: a, new  NOT: e
  Write("expected", expected);   // FLOW: a, e  NOT: new
}
