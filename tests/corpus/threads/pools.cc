// Jobs that are handed to threads which run already: what they return, and what they store.
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>
#include "corpus.h"
#include "thread_pool.h"

static int Twice(int x) { return 2 * x; }

void Results() {
  ThreadPool pool(4);
  auto a = pool.Enqueue(Twice, Read("a"));
  auto b = pool.Enqueue([] { return Read("b"); });
  Write("a", a.get());  // FLOW: a  NEVER: b
  Write("b", b.get());  // FLOW: b  NEVER: a
}

void StoredThroughCaptures() {
  ThreadPool pool(4);
  int sum = 0, other = 0;
  auto done = pool.Enqueue([&sum] { sum = Read("sum"); });
  done.get();
  Write("sum", sum);      // FLOW: sum
  Write("other", other);  // NEVER: sum
}

void ManyResults(const std::vector<int>& inputs) {
  ThreadPool pool(4);
  std::vector<std::future<int>> results;
  for (int input : inputs) results.push_back(pool.Enqueue([input] { return input + Read("each"); }));
  int sum = 0;
  for (auto& result : results) sum += result.get();
  Write("total", sum);  // FLOW: each
}

// Without futures: what the jobs have stored is there when all have ended.
class Jobs {
 public:
  void Push(std::function<void()> job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push(std::move(job));
  }
  void PushLast(std::function<void()> job) {
    mutex_.lock();
    rest_.emplace_back(std::move(job));
    mutex_.unlock();
  }
  void Wait();

 private:
  std::mutex mutex_;
  std::queue<std::function<void()>> jobs_;
  std::vector<std::function<void()>> rest_;
};

void StoredByJobs(Jobs& jobs) {
  int x = 0, y = 0, z = 0;
  jobs.Push([&x] { x = Read("x"); });
  jobs.PushLast([&y] { y = Read("y"); });
  jobs.Wait();
  Write("x", x);  // FLOW: x  NEVER: y
  Write("y", y);  // FLOW: y  NEVER: x
  Write("z", z);  // NEVER: x, y
}

// Functions that are kept without a lock are run where the program runs them.
void KeptForLater() {
  std::vector<std::function<void()>> steps;
  int x = 0;
  steps.push_back([&x] { x = Read("late"); });
  Write("before", x);  // NEVER: late
  for (auto& step : steps) step();
  Write("after", x);  // FLOW: late
}

void TaskOfItsOwnThread() {
  std::packaged_task<int(int)> task(Twice), other(Twice);
  auto result = task.get_future(), none = other.get_future();
  std::thread thread(std::move(task), Read("task"));
  thread.join();
  Write("task", result.get());  // FLOW: task
  Write("none", none.get());    // NEVER: task
}
