#include "analyzer/link/missed_functions.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace pedigree::link {
namespace {

class Finder {
 public:
  explicit Finder(Evaluator& evaluator)
      : evaluator_(evaluator),
        program_(evaluator.program()),
        called_(program_.functions()),
        missed_(program_.functions()) {}

  std::vector<bool> Run();

 private:
  void AddCalled(FunctionId f) { Add(f, &called_); }
  void Add(FunctionId f, std::vector<bool>* set) {
    if (f == kNone || !evaluator_.reached(f) || called_[f] || (*set)[f]) return;
    (*set)[f] = true;
    todo_.push_back(f);
  }
  // All that is called from what is in `todo_`, and goes to `set` as well.
  void Close(std::vector<bool>* set);
  void Look(CallSite at);

  Evaluator& evaluator_;
  Program& program_;
  std::vector<bool> called_, missed_;
  std::vector<FunctionId> todo_;
  // What a call through a pointer that was lost may be of: how many arguments it has.
  absl::flat_hash_set<size_t> lost_calls_;
};

void Finder::Look(CallSite at) {
  const CallEdge& edge = program_.calls(at.function)[at.call];
  if (edge.callee == kNone && !edge.indirect) return;
  bool found = false;
  for (FunctionId target : evaluator_.Called(at)) {
    found |= target != kNone;
    AddCalled(target);
  }
  const Call& call = program_.body(at.function).proto().call(at.call);
  if (edge.callee != kNone || call.modeled()) return;
  if (!found || evaluator_.widened().contains(at.function)) {
    lost_calls_.insert(static_cast<size_t>(call.argument_size()));
  }
}

void Finder::Close(std::vector<bool>* set) {
  while (!todo_.empty()) {
    const FunctionId f = todo_.back();
    todo_.pop_back();
    const uint32_t calls = static_cast<uint32_t>(program_.calls(f).size());
    for (uint32_t c = 0; c < calls; ++c) {
      if (set == &called_) {
        Look({f, c});
      } else {
        for (FunctionId target : evaluator_.Called({f, c})) Add(target, set);
      }
    }
  }
}

std::vector<bool> Finder::Run() {
  bool has_main = false;
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    const FunctionInfo& info = program_.info(f);
    has_main |= info.main;
    if (info.main || info.initializer || info.any_time) AddCalled(f);
  }
  if (!has_main) return {};
  Close(&called_);
  if (lost_calls_.empty()) return {};
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    const FunctionInfo& info = program_.info(f);
    const FunctionId plain = info.plain == info.symbol ? f : program_.Resolve(f, info.plain);
    if (plain == kNone || !program_.info(plain).address_taken) continue;
    if (lost_calls_.contains(info.parameters) ||
        lost_calls_.contains(info.parameters + (info.method ? 1 : 0))) {
      Add(f, &missed_);
    }
  }
  Close(&missed_);
  if (std::find(missed_.begin(), missed_.end(), true) == missed_.end()) return {};
  return std::move(missed_);
}

}  // namespace

std::vector<bool> MissedFunctions(Evaluator& evaluator) { return Finder(evaluator).Run(); }

}  // namespace pedigree::link
