#include "analyzer/link/run_order.h"

#include <algorithm>

namespace pedigree::link {

RunOrder::RunOrder(Program& program, const std::vector<bool>& reached)
    : program_(program), unknown_(program.functions()), any_time_(program.functions()) {
  std::vector<bool> called(program.functions());
  for (FunctionId f = 0; f < program.functions(); ++f) {
    has_main_ |= program.info(f).main;
    if (!reached[f]) continue;
    for (const CallEdge& call : program.calls(f)) {
      ForTargets(program, f, call, [&](FunctionId target) {
        if (target != kNone && target != f) called[target] = true;
      });
    }
  }
  // A method of a library's class that this one overrides, and that the library may call.
  auto overrides_library = [&](FunctionId f) {
    const std::vector<SymbolId> all = program.Overridden(program.info(f).plain);
    return std::any_of(all.begin(), all.end(), [&](SymbolId method) {
      return !program.Pure(method) && program.Resolve(f, method) == kNone;
    });
  };
  std::vector<FunctionId> todo;
  for (FunctionId f = 0; f < program.functions(); ++f) {
    if (!reached[f]) continue;
    const FunctionInfo& info = program.info(f);
    if (has_main_ && !info.any_time) {
      if (info.main) continue;
      if (info.initializer) {
        initializers_.push_back(f);
        continue;
      }
    }
    const FunctionId plain = info.plain == info.symbol ? f : program.Resolve(f, info.plain);
    const bool taken = info.address_taken || (plain != kNone && program.info(plain).address_taken);
    if (has_main_ && !info.any_time && called[f] && !taken && !overrides_library(f)) continue;
    unknown_[f] = any_time_[f] = true;
    todo.push_back(f);
  }
  while (!todo.empty()) {
    const FunctionId f = todo.back();
    todo.pop_back();
    for (const CallEdge& call : program.calls(f)) {
      ForTargets(program, f, call, [&](FunctionId target) {
        if (target == kNone || any_time_[target]) return;
        any_time_[target] = true;
        todo.push_back(target);
      });
    }
  }
}

bool RunOrder::Entry(FunctionId f) const {
  const FunctionInfo& info = program_.info(f);
  return has_main_ && !info.any_time && (info.main || info.initializer);
}

}  // namespace pedigree::link
