// Values that many make: accumulated in loops, in objects, by algorithms. Its look-alike is computing one from one.
#include <algorithm>
#include <numeric>
#include <vector>
#include "corpus.h"

void Sum(int n) {
  int sum = 0, once = 0;
  for (int i = 0; i < n; ++i) {
    int v = Read("v");
    sum += v;
  }
  once += Read("once");
  Write("sum", sum);    // FLOW: v(aggregation)  NEVER: once
  Write("once", once);  // FLOW: once(transformation)  NEVER: v
}

void SumByAssignment(int n) {
  double sum = 0, scaled = 0;
  while (n-- > 0) {
    const double v = ReadReal("v");
    sum = sum + v * 2;
    scaled = v * 2;
    WriteReal("scaled", scaled);  // FLOW: v(transformation)
  }
  WriteReal("sum", sum);  // FLOW: v(aggregation)
}

void DeclaredInTheLoop(int n) {
  for (int i = 0; i < n; ++i) {
    int v = Read("v");
    v += Read("bias");
    v *= 3;
    Write("each", v);  // FLOW: v(transformation), bias(transformation)
  }
}

void InnerLoop(int n) {
  for (int row = 0; row < n; ++row) {
    int sum = 0;
    for (int i = 0; i < n; ++i) sum += Read("cell");
    sum *= 2;
    Write("row", sum);  // FLOW: cell(aggregation)
  }
}

void Extremes(int n) {
  int largest = 0, smallest = 0, highest = 0, last = 0;
  for (int i = 0; i < n; ++i) {
    const int v = Read("v");
    largest = std::max(largest, v);
    smallest = v < smallest ? v : smallest;
    if (v > highest) highest = v;
    last = v;
  }
  Write("largest", largest);    // FLOW: v(aggregation)
  Write("smallest", smallest);  // FLOW: v(aggregation)
  Write("highest", highest);    // FLOW: v(aggregation)
  Write("last", last);          // FLOW: v(identity)
}

class Mean {
 public:
  void Add(double v) {
    sum_ += v;
    ++n_;
  }
  double Value() const { return sum_ / n_; }
  void Scale(double by) { scale_ = scale_ * by; }

 private:
  double sum_ = 0;
  int n_ = 0;
  double scale_ = 1;
};
void RunningMean(int n) {
  Mean mean, other;
  for (int i = 0; i < n; ++i) mean.Add(ReadReal("v"));
  other.Add(ReadReal("w"));
  WriteReal("mean", mean.Value());    // FLOW: v(aggregation)  NEVER: w
  WriteReal("other", other.Value());  // FLOW: w(aggregation)  NEVER: v
}

static long total;
static void Count(int v) { total += v; }
void Global() {
  Count(Read("a"));
  Write("total", static_cast<int>(total));  // FLOW: a(aggregation)
}

void Algorithms() {
  std::vector<int> all{Read("a"), Read("b")};
  Write("sum", std::accumulate(all.begin(), all.end(), 0));                // FLOW: a(aggregation), b(aggregation)
  Write("first", all.front());                                             // FLOW: a(identity)  NEVER: b
  Write("max", *std::max_element(all.begin(), all.end()));                 // FLOW: a, b
  std::vector<int> twice(all.size());
  std::transform(all.begin(), all.end(), twice.begin(), [](int v) { return v * 2; });
  Write("twice", twice[0]);  // FLOW: a(transformation), b(transformation)
}

void IntoAnElement(int n) {
  int sums[2] = {};
  for (int i = 0; i < n; ++i) {
    sums[0] += Read("zero");
    sums[1] += Read("one");
  }
  Write("zero", sums[0]);  // FLOW: zero(aggregation)  NEVER: one
  Write("one", sums[1]);   // FLOW: one(aggregation)  NEVER: zero
}

struct Stats { int sum = 0, last = 0; };
static void Feed(Stats& s, const std::vector<int>& values) {
  for (int v : values) {
    s.sum += v;
    s.last = v;
  }
}
void BehindAReference() {
  Stats s, t;
  Feed(s, {Read("v")});
  Write("sum", s.sum);    // FLOW: v(aggregation)
  Write("last", s.last);  // FLOW: v(identity)
  Write("other", t.sum);  // NEVER: v
}
