// What functions that run on (threads) may find in memory: all that is there after they were
// started, until they are known to have ended. It is collected once all else of the function is
// known.

#include "analyzer/extract/walker.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"

namespace pedigree {
// A call has started what runs on. `where` is its expression.
void Walker::Start(uint32_t call, const void* key, const clang::Expr* where) {
  // An object that holds something on the ways from there.
  const BaseId mark = TemporaryBase(key, {});
  state_.Set(mark, values_.EmptyCell());
  concurrent_.try_emplace(call, Concurrent{mark, where, nullptr});
}

// What the values stand for has ended, if that is one thing.
void Walker::Join(SetId values, const clang::Expr* where) {
  Concurrent* ended = nullptr;
  for (const ValueId id : values_.set(values)) {
    const Val v = values_.value(id);
    if (v.kind != Value::INITIAL || bases_[v.base].kind != Base::RESULT) continue;
    const auto it = concurrent_.find(bases_[v.base].index);
    if (it == concurrent_.end() || ended) return;
    ended = &it->second;
  }
  if (!ended) return;
  state_.Set(ended->mark, 0);
  // All that a loop started has ended after the loop that waits for each.
  ended->joined = where;
  const auto starts_in = [&](const clang::Stmt* loop) {
    const clang::Stmt* around = round_of_.lookup(ended->started);
    while (around && around != loop) around = outer_loop_.lookup(around);
    return around != nullptr;
  };
  for (const clang::Stmt* loop = round_of_.lookup(where); loop && !starts_in(loop);
       loop = outer_loop_.lookup(loop)) {
    ended->joined = loop;
  }
}

// Adds what memory holds here.
void Walker::NoteMeanwhile(clang::SourceLocation here) {
  for (auto& [call, concurrent] : concurrent_) {
    if (state_.Get(concurrent.mark) == 0) continue;
    if (concurrent.joined && here.isValid() &&
        unit_.ast().getSourceManager().isBeforeInTranslationUnit(concurrent.joined->getEndLoc(),
                                                                 here)) {
      continue;
    }
    llvm::DenseSet<BaseId> known;
    std::vector<BaseId> todo;
    const auto add = [&](BaseId base) {
      if (known.insert(base).second) todo.push_back(base);
    };
    for (const Reached& r : calls_[call].reached) add(r.loc.base);
    while (!todo.empty()) {
      const BaseId base = todo.back();
      todo.pop_back();
      const TreeId tree = state_.Get(base);
      if (tree == 0) continue;
      for (const ValueId id : values_.set(values_.All(tree))) {
        const Val v = values_.value(id);
        if (v.kind == Value::ADDRESS) add(v.base);
      }
      const auto [it, added] = concurrent.meanwhile.try_emplace(base, tree);
      if (!added) it->second = values_.Join(it->second, tree, HomeOf(base), HomeOf(base));
    }
  }
}

// Goes over the function once more, for what runs on.
void Walker::FindMeanwhile() {
  if (concurrent_.empty()) return;
  const State exit = entry_[graph_->getExit().getBlockID()];
  for (const clang::CFGBlock* block : *graph_) {
    if (!entry_[block->getBlockID()].reached) continue;
    state_ = entry_[block->getBlockID()];
    noting_ = true;
    VisitBlock(*block);
    noting_ = false;
    delivered_.clear();
  }
  for (auto& [call, concurrent] : concurrent_) {
    CallRecord& record = calls_[call];
    // What it was given leads where it led then.
    state_ = State();
    state_.Set(concurrent.mark, values_.EmptyCell());
    for (const auto& [base, tree] : record.memory) state_.Set(base, tree);
    NoteMeanwhile({});
    record.concurrent = true;
    record.detached = !concurrent.joined && exit.reached && exit.Get(concurrent.mark) != 0;
    record.meanwhile.assign(concurrent.meanwhile.begin(), concurrent.meanwhile.end());
  }
}

}  // namespace pedigree
