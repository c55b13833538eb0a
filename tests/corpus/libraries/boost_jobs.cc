// Jobs behind Boost's pointers, handed to threads which run already.
#include <boost/shared_ptr.hpp>
#include <mutex>
#include <queue>

#include "corpus.h"

class Job {
 public:
  virtual ~Job() = default;
  virtual void Run() = 0;
};

class Jobs {
 public:
  void Add(const boost::shared_ptr<Job>& job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push(job);
  }
  void Wait();

 private:
  std::mutex mutex_;
  std::queue<boost::shared_ptr<Job>> jobs_;
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

void Shared(Jobs& jobs) {
  int x = 0, untouched = 0;
  jobs.Add(boost::shared_ptr<Job>(new Fill(&x)));
  jobs.Add(boost::shared_ptr<Job>(new Drop(&untouched)));
  jobs.Wait();
  Write("x", x);                  // FLOW: filled
  Write("untouched", untouched);  // NEVER: filled
}
