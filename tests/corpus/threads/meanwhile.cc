// What a thread finds in memory that is stored after it was started.
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>
#include "corpus.h"

void StoredWhileItRuns() {
  int early = Any(), late = Any(), clean = Any();
  std::thread t([&] {
    Write("early", early);  // FLOW: early
    Write("late", late);    // FLOW: late
    Write("clean", clean);  // NEVER: early, late, after
  });
  early = Read("early");
  Use(early);
  early = 0;
  late = Read("late");
  t.join();
  clean = Read("after");
  Use(clean);
}

void StoredAfterAllHaveEnded() {
  std::vector<std::thread> threads;
  int shared = Any();
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { Write("shared", shared); });  // FLOW: shared  NEVER: after
  }
  shared = Read("shared");
  for (auto& t : threads) t.join();
  shared = Read("after");
  Use(shared);
}

void TasksEndWhenAsked() {
  int x = Any(), y = Any();
  auto f = std::async(std::launch::async, [&] { return x; });
  x = Read("x");
  Write("f", f.get());  // FLOW: x  NEVER: after
  x = Read("after");
  auto g = std::async(std::launch::async, [&] { return y; });
  g.wait();
  y = Read("later");
  Write("g", g.get());  // NEVER: later
  Use(x + y);
}

template <typename T>
class Channel {
 public:
  void Send(T value) {
    const std::lock_guard<std::mutex> lock(mutex_);
    values_.push(std::move(value));
    ready_.notify_one();
  }
  T Receive() {
    std::unique_lock<std::mutex> lock(mutex_);
    ready_.wait(lock, [this] { return !values_.empty(); });
    T value = std::move(values_.front());
    values_.pop();
    return value;
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<T> values_;
};

void ChannelOfTwo() {
  Channel<int> there, back, other;
  std::thread t([&] { back.Send(there.Receive()); });
  there.Send(Read("sent"));
  other.Send(Read("kept"));
  Write("back", back.Receive());    // FLOW: sent  NEVER: kept
  Write("other", other.Receive());  // FLOW: kept  NEVER: sent
  t.join();
}

// The thread is started by the constructor of what others fill later.
class Log {
 public:
  explicit Log(const char* name) : name_(name), thread_([this] { Run(); }) {}
  ~Log() { thread_.join(); }
  void Add(int line) { lines_.Send(line); }

 private:
  void Run() {
    for (;;) Write(name_, lines_.Receive());  // FLOW: a -> first, b -> second  NEVER: b -> first, a -> second
  }
  const char* name_;
  Channel<int> lines_;
  std::thread thread_;
};

void TwoLogs() {
  Log first("first"), second("second");
  first.Add(Read("a"));
  second.Add(Read("b"));
}

// Started by one function, filled by another, and neither knows of the other.
class Service {
 public:
  void Start() { thread_ = std::thread(&Service::Run, this); }
  void Set(const char* name, int value) {
    name_ = name;
    value_ = value;
  }
  void Stop() { thread_.join(); }

 private:
  void Run() {
    Write(name_, value_);  // FLOW: value -> late, value -> early  NEVER: unused
  }
  std::thread thread_;
  const char* name_ = "early";
  int value_ = 0, unused_ = Read("unused");
};

void LateName() {
  Service s;
  s.Start();
  s.Set("late", Read("value"));
  s.Stop();
}

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { jobs_.Receive()(); });
  }
  ~Pool() {
    for (auto& t : threads_) t.join();
  }
  void Add(std::function<void()> job) { jobs_.Send(std::move(job)); }

 private:
  std::vector<std::thread> threads_;
  Channel<std::function<void()>> jobs_;
};

void JobsOfAPool() {
  const int value = Read("value"), other = Read("other");
  Pool pool(2);
  pool.Add([value] { Write("value", value); });  // FLOW: value  NEVER: other
  pool.Add([other] { Write("other", other); });  // FLOW: other  NEVER: value
}
