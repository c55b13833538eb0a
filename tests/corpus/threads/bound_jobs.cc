// Jobs of several kinds that wait in one queue, each bound to arguments of its own: what one was
// given is not the other's.
#include <functional>
#include <mutex>
#include <vector>
#include "corpus.h"
#include "thread_pool.h"

struct Rows {
  std::vector<std::vector<int>*> row;
  std::vector<int> label;
};

struct Model {
  std::vector<int> weights;
  int bias = 0;
};

struct Score {
  virtual ~Score() = default;
  virtual int Of(const std::vector<int>& row, const Model& model) { return row[0] * model.weights[0]; }
};

static void Predict(const Rows* rows, const Model* model, std::vector<int>* out, Score* score, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) (*out)[i] = score->Of(*rows->row[i], *model);
}

static void Train(const Rows* rows, Model* model, Score* score, int* loss, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) {
    const int wrong = score->Of(*rows->row[i], *model) - rows->label[i];
    *loss += wrong;
    model->weights[0] -= wrong;
  }
}

static void Count(const std::vector<int>* predicted, const std::vector<int>* labels, size_t* right, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) *right += (*predicted)[i] == (*labels)[i];
}

struct Learner {
  ThreadPool* pool;
  Score* score;
  void Fit(const Rows* rows, Model& model, std::vector<int>& losses) {
    for (int i = 0; i < 4; ++i) pool->Enqueue(std::bind(Train, rows, &model, score, &losses[i], 0, 10));
  }
  void Apply(const Rows* rows, const Model& model, std::vector<int>& out) {
    for (int i = 0; i < 4; ++i) pool->Enqueue(Predict, rows, &model, &out, score, 0, 10);
  }
  void Check(const std::vector<int>& predicted, const std::vector<int>& labels, size_t* right) {
    pool->Enqueue(std::bind(Count, &predicted, &labels, right, 0, 10));
  }
};

static void Load(const char* rows, const char* labels, Rows& to) {
  while (Any()) {
    to.row.push_back(new std::vector<int>{Read(rows)});
    to.label.push_back(Read(labels));
  }
}

void TrainAndTest() {
  Rows train, test;
  Load("train_rows", "train_labels", train);
  Load("test_rows", "test_labels", test);
  Model model;
  model.weights.resize(10);
  model.bias = Read("bias");
  Score score;
  ThreadPool pool(4);
  Learner learner{&pool, &score};
  std::vector<int> losses(4), predicted(10);
  size_t right = 0;
  learner.Fit(&train, model, losses);
  Write("model", model.weights[0]);  // FLOW: train_rows, train_labels  NEVER: test_rows, test_labels, bias
  Write("losses", losses[0]);        // FLOW: train_rows, train_labels  NEVER: test_rows, test_labels, bias
  Write("model_bias", model.bias);   // FLOW: bias  NEVER: train_rows, test_rows
  learner.Apply(&test, model, predicted);
  Write("predictions", predicted[0]);  // FLOW: train_rows, train_labels, test_rows  NEVER: test_labels, bias
  learner.Check(predicted, test.label, &right);
  Write("right", static_cast<int>(right));  // FLOW: train_rows, train_labels, test_rows, test_labels  NEVER: bias
}

// Function objects of one queue, without a template around them.
class Queue {
 public:
  void Put(std::function<void()> job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  void Drain() {
    for (auto& job : jobs_) job();
  }

 private:
  std::mutex mutex_;
  std::vector<std::function<void()>> jobs_;
};

struct Writer {
  const char* name;
  void Put(int value) { Write(name, value); }  // FLOW: first -> first_out, second -> second_out  NEVER: first -> second_out, second -> first_out
};

static void Store(int* to, const int* from) { *to = *from; }

void BoundToMembers() {
  Queue queue;
  Writer one{"first_out"}, other{"second_out"};
  queue.Put(std::bind(&Writer::Put, &one, Read("first")));
  queue.Put(std::bind(&Writer::Put, &other, Read("second")));
  int a = Read("a"), b = 0, c = Read("c"), d = 0;
  queue.Put(std::bind(Store, &b, &a));
  queue.Put(std::bind(Store, &d, &c));
  queue.Drain();
  Write("b", b);  // FLOW: a  NEVER: c, first
  Write("d", d);  // FLOW: c  NEVER: a, second
}

static void AddTo(int& to, int value) { to += value; }

void ByReference() {
  int kept = 0, copied = 0;
  auto add = std::bind(AddTo, std::ref(kept), Read("by_reference"));
  auto copy = std::bind(AddTo, copied, Read("by_copy"));
  add();
  copy();
  Write("kept", kept);      // FLOW: by_reference  NEVER: by_copy
  Write("copied", copied);  // NEVER: by_copy, by_reference
}
