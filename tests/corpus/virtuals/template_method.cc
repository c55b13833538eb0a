// What virtual functions of one object leave to each other: the object is of one class.
#include <memory>
#include <vector>
#include "corpus.h"

class Step {
 public:
  virtual ~Step() = default;
  void Run() {
    In();
    Change();
    Out();
  }

 protected:
  virtual void In() = 0;
  virtual void Change() {}
  virtual void Out() = 0;
  int data_ = 0;
};
class Doubled : public Step {
  void In() override { data_ = Read("d"); }
  void Change() override { data_ *= 2; }
  void Out() override { Write("doubled", data_); }  // FLOW: d  NEVER: p
};
class Plain : public Step {
  void In() override { data_ = Read("p"); }
  void Out() override { Write("plain", data_); }  // FLOW: p(identity)  NEVER: d
};

void AllSteps() {
  std::vector<std::unique_ptr<Step>> steps;
  steps.push_back(std::make_unique<Doubled>());
  steps.push_back(std::make_unique<Plain>());
  for (auto& step : steps) step->Run();
}

// Different objects: what one leaves another finds.
struct Context {
  int value = 0;
};
struct Stage {
  virtual ~Stage() = default;
  virtual void Fill(Context&) {}
  virtual void Take(Context&) {}
};
struct Source : Stage {
  void Fill(Context& context) override { context.value = Read("source"); }
};
struct Sink : Stage {
  void Take(Context& context) override { Write("sink", context.value); }  // FLOW: source
};

void AllStages() {
  std::vector<std::unique_ptr<Stage>> stages;
  stages.push_back(std::make_unique<Source>());
  stages.push_back(std::make_unique<Sink>());
  Context context;
  for (auto& stage : stages) stage->Fill(context);
  for (auto& stage : stages) stage->Take(context);
}

static void Both(Stage& a, Stage& b) {
  Context context;
  a.Fill(context);
  b.Take(context);
}

void TwoStages() {
  Source source;
  Sink sink;
  Both(source, sink);
}
