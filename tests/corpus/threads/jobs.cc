// Jobs that are objects, or a function and what it is given, handed to threads which run already.
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

#include "corpus.h"

class Job {
 public:
  virtual ~Job() = default;
  virtual void Run() = 0;
};

class Workers {
 public:
  Workers() : thread_([this] { Work(); }) {}
  ~Workers() { thread_.join(); }
  void Add(std::unique_ptr<Job> job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push(std::move(job));
    ready_.notify_one();
  }
  void AddShared(const std::shared_ptr<Job>& job) {
    std::unique_lock<std::mutex> lock(mutex_);
    shared_.push_back(job);
  }
  void AddPlain(Job* job) {
    mutex_.lock();
    plain_.emplace_back(job);
    mutex_.unlock();
  }
  void Wait();

 private:
  void Work() {
    for (;;) {
      std::unique_ptr<Job> job;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        ready_.wait(lock, [this] { return !jobs_.empty(); });
        job = std::move(jobs_.front());
        jobs_.pop();
      }
      job->Run();
    }
  }
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<std::unique_ptr<Job>> jobs_;
  std::vector<std::shared_ptr<Job>> shared_;
  std::deque<Job*> plain_;
  std::thread thread_;
};

class Fill : public Job {
 public:
  explicit Fill(int* to) : to_(to) {}
  void Run() override { *to_ = Read("filled"); }

 private:
  int* to_;
};

class Drop : public Job {
 public:
  explicit Drop(int* to) : to_(to) {}
  void Run() override { *to_ = 0; }

 private:
  int* to_;
};

void Owned(Workers& workers) {
  int x = 0, untouched = 0;
  workers.Add(std::make_unique<Fill>(&x));
  workers.Add(std::make_unique<Drop>(&untouched));
  workers.Wait();
  Write("x", x);                  // FLOW: filled
  Write("untouched", untouched);  // NEVER: filled
}

void Shared(Workers& workers) {
  int x = 0, untouched = 0;
  auto job = std::make_shared<Fill>(&x);
  auto none = std::make_shared<Drop>(&untouched);
  workers.AddShared(job);
  workers.AddShared(none);
  workers.Wait();
  Write("shared", x);            // FLOW: filled
  Write("unshared", untouched);  // NEVER: filled
}

void Plain(Workers& workers) {
  int x = 0, unhanded = 0;
  Fill job(&x), kept(&unhanded);
  workers.AddPlain(&job);
  workers.Wait();
  Write("plain", x);            // FLOW: filled
  Write("unhanded", unhanded);  // NEVER: filled
}

// What a job keeps in itself is found there when it has run.
class Count : public Job {
 public:
  void Run() override { count = Read("count"); }
  int count = 0;
  int other = 0;
};

void ResultInTheJob(Workers& workers) {
  Count job;
  workers.AddPlain(&job);
  workers.Wait();
  Write("count", job.count);  // FLOW: count
  Write("other", job.other);  // NEVER: count
}

struct Task {
  int priority;
  std::function<void()> function;
};

class Scheduler {
 public:
  void Add(int priority, std::function<void()> function) {
    std::lock_guard<std::mutex> lock(mutex_);
    tasks_.push_back(Task{priority, std::move(function)});
  }
  void AddPair(int priority, std::function<void()> function) {
    std::lock_guard<std::mutex> lock(mutex_);
    pairs_.push_back(std::make_pair(priority, std::move(function)));
  }
  void Wait();

 private:
  std::mutex mutex_;
  std::vector<Task> tasks_;
  std::vector<std::pair<int, std::function<void()>>> pairs_;
};

void InTasks(Scheduler& scheduler) {
  int x = 0, y = 0, z = 0;
  scheduler.Add(1, [&x] { x = Read("x"); });
  scheduler.AddPair(2, [&y] { y = Read("y"); });
  scheduler.Wait();
  Write("x", x);  // FLOW: x NEVER: y
  Write("y", y);  // FLOW: y NEVER: x
  Write("z", z);  // NEVER: x, y
}

struct Call {
  void (*function)(void*);
  void* argument;
};

class Calls {
 public:
  void Add(void (*function)(void*), void* argument) {
    std::lock_guard<std::mutex> lock(mutex_);
    calls_.push({function, argument});
  }
  void Wait();

 private:
  std::mutex mutex_;
  std::queue<Call> calls_;
};

void Fills(void* to) { *static_cast<int*>(to) = Read("given"); }
void Clears(void* to) { *static_cast<int*>(to) = 0; }

void FunctionsAndArguments(Calls& calls) {
  int x = 0, cleared = 0, other = 0;
  calls.Add(Fills, &x);
  calls.Add(Clears, &cleared);
  calls.Wait();
  Write("given", x);          // FLOW: given
  Write("cleared", cleared);  // NEVER: given
  Write("other", other);      // NEVER: given
}

// Objects with virtual functions that no lock is held for run where the program runs them.
void NotHandedOver() {
  std::vector<std::unique_ptr<Job>> jobs;
  int x = 0;
  jobs.push_back(std::make_unique<Fill>(&x));
  Write("before", x);  // NEVER: filled
  for (auto& job : jobs) job->Run();
  Write("after", x);  // FLOW: filled
}
