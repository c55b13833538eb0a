// In what way values influence others: accumulated over the rounds of a loop, by a key, as a
// filter.

#include "analyzer/extract/walker.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace pedigree {
namespace {

bool IsLoop(const clang::Stmt* stmt) {
  return llvm::isa_and_nonnull<clang::ForStmt, clang::WhileStmt, clang::DoStmt,
                               clang::CXXForRangeStmt>(stmt);
}

const clang::Expr* ConditionOf(const clang::Stmt* loop) {
  if (const auto* s = llvm::dyn_cast<clang::ForStmt>(loop)) return s->getCond();
  if (const auto* s = llvm::dyn_cast<clang::WhileStmt>(loop)) return s->getCond();
  if (const auto* s = llvm::dyn_cast<clang::DoStmt>(loop)) return s->getCond();
  if (const auto* s = llvm::dyn_cast<clang::CXXForRangeStmt>(loop)) return s->getCond();
  return nullptr;
}

template <typename Found>
bool AnyBelow(const clang::Stmt* stmt, Found found) {
  llvm::SmallVector<const clang::Stmt*, 16> todo{stmt};
  while (!todo.empty()) {
    const clang::Stmt* s = todo.pop_back_val();
    if (!s) continue;
    if (found(s)) return true;
    for (const clang::Stmt* child : s->children()) todo.push_back(child);
  }
  return false;
}

bool Mentions(const clang::Stmt* stmt, const clang::ValueDecl* decl) {
  return AnyBelow(stmt, [&](const clang::Stmt* s) {
    if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(s)) return ref->getDecl() == decl;
    const auto* member = llvm::dyn_cast<clang::MemberExpr>(s);
    return member && member->getMemberDecl() == decl;
  });
}

// What an assignment to `place` is about: the variable or the field.
const clang::ValueDecl* Assigned(const clang::Expr* place) {
  place = place->IgnoreParenImpCasts();
  if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(place)) return ref->getDecl();
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(place)) return member->getMemberDecl();
  return nullptr;
}

// A variable that outlives the call: repeated calls accumulate in it.
bool OutlivesTheCall(const clang::Expr* place) {
  place = place->IgnoreParenImpCasts();
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(place)) {
    const clang::Expr* base = member->getBase()->IgnoreParenImpCasts();
    return llvm::isa<clang::CXXThisExpr>(base) || OutlivesTheCall(base);
  }
  const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(place);
  const auto* variable = ref ? llvm::dyn_cast<clang::VarDecl>(ref->getDecl()) : nullptr;
  return variable && variable->hasGlobalStorage();
}

}  // namespace

// Notes for each assignment the innermost loop around it, and for each variable the one that it is
// declared in.
void Walker::FindLoops(const clang::Stmt* body) {
  struct Item {
    const clang::Stmt* stmt;
    const clang::Stmt* loop;
    const clang::IfStmt* branch;
    const clang::Stmt* round;  // the innermost loop whose rounds run it: not as its condition
  };
  llvm::SmallVector<Item, 32> todo{{body, nullptr, nullptr, nullptr}};
  while (!todo.empty()) {
    auto [stmt, loop, branch, round] = todo.pop_back_val();
    if (!stmt || llvm::isa<clang::LambdaExpr>(stmt)) continue;
    if (round) round_of_[stmt] = round;
    const clang::Stmt* condition = nullptr;
    const clang::Stmt* around = round;
    if (IsLoop(stmt)) {
      condition = ConditionOf(stmt);
      round = stmt;
      outer_loop_[stmt] = loop;
      loop = stmt;
      branch = nullptr;
    } else if (const auto* choice = llvm::dyn_cast<clang::IfStmt>(stmt)) {
      branch = choice;
    } else if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(stmt)) {
      if (op->isAssignmentOp() && loop) enclosing_[op] = {loop, branch};
    } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(stmt)) {
      if (unary->isIncrementDecrementOp() && loop) enclosing_[unary] = {loop, branch};
    } else if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(stmt)) {
      if (call->isAssignmentOp() && loop) enclosing_[call] = {loop, branch};
    } else if (const auto* declare = llvm::dyn_cast<clang::DeclStmt>(stmt); declare && loop) {
      for (const clang::Decl* d : declare->decls()) declared_in_[d] = loop;
    }
    for (const clang::Stmt* child : stmt->children()) {
      todo.push_back({child, loop, branch, child == condition ? around : round});
    }
  }
}

// Whether each round of the loop around `op` has a `place` of its own.
bool Walker::NewEachRound(const clang::Expr* place, const clang::Stmt* loop) {
  place = place->IgnoreParenImpCasts();
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(place)) {
    return NewEachRound(member->getBase(), loop);
  }
  const clang::Expr* index = nullptr;
  const clang::Expr* base = nullptr;
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(place)) {
    index = subscript->getIdx();
    base = subscript->getBase();
  } else if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(place);
             call && call->getOperator() == clang::OO_Subscript && call->getNumArgs() == 2) {
    index = call->getArg(1);
    base = call->getArg(0);
  } else if (const auto* op = llvm::dyn_cast<clang::UnaryOperator>(place);
             op && op->getOpcode() == clang::UO_Deref) {
    return NewEachRound(op->getSubExpr(), loop);
  }
  if (index) {
    // Counted by the loop itself.
    const auto* counted = llvm::dyn_cast<clang::ForStmt>(loop);
    const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(index->IgnoreParenImpCasts());
    if (counted && ref && counted->getInc() && Mentions(counted->getInc(), ref->getDecl())) {
      return true;
    }
    return NewEachRound(base, loop);
  }
  const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(place);
  if (!ref) return false;
  if (const auto* range = llvm::dyn_cast<clang::CXXForRangeStmt>(loop)) {
    if (range->getLoopVariable() == ref->getDecl()) return true;
  }
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(ref->getDecl());
  if (!variable || variable->getType()->isReferenceType() || variable->getType()->isPointerType()) {
    return false;
  }
  const auto declared = declared_in_.find(variable);
  for (const clang::Stmt* in = declared == declared_in_.end() ? nullptr : declared->second; in;) {
    if (in == loop) return true;
    const auto outer = outer_loop_.find(in);
    in = outer == outer_loop_.end() ? nullptr : outer->second;
  }
  return false;
}

Subtype Walker::StepOfAssignment(const clang::Expr* op, const clang::Expr* place,
                                 const clang::Expr* value, bool sums) {
  if (!place->getType()->isArithmeticType()) return TRANSFORMATION;
  if (sums && OutlivesTheCall(place)) return AGGREGATION;
  const auto enclosing = enclosing_.find(op);
  if (enclosing == enclosing_.end() || NewEachRound(place, enclosing->second.loop)) {
    return TRANSFORMATION;
  }
  if (sums) return AGGREGATION;
  // x = f(x, v), and if (v > x) x = v.
  const clang::ValueDecl* assigned = Assigned(place);
  if (!assigned || !value) return TRANSFORMATION;
  if (Mentions(value, assigned)) return AGGREGATION;
  const clang::IfStmt* branch = enclosing->second.branch;
  const auto* comparison =
      branch ? llvm::dyn_cast<clang::BinaryOperator>(branch->getCond()->IgnoreParenImpCasts())
             : nullptr;
  const clang::ValueDecl* from = Assigned(value);
  if (comparison && comparison->isRelationalOp() && from && Mentions(comparison, assigned) &&
      Mentions(comparison, from)) {
    return AGGREGATION;
  }
  return TRANSFORMATION;
}

// What picked the element that is added to, among many: what chooses a place that is read is a
// JOIN (or a condition), and what chooses one that is added to, a group.
SetId Walker::GroupedBy(const Locs& places) {
  SetId keys = 0;
  for (const Loc& loc : places) {
    const BaseInfo& base = bases_[loc.base];
    if (base.kind != Base::LOCAL || base.name != 0) continue;
    keys = values_.Union(keys, values_.Map(CellAt({loc}), [](const Val& v) -> std::optional<Val> {
      if (v.subtype < CONDITIONAL || v.kind == Value::GUARD) return std::nullopt;
      Val group = v;
      group.subtype = GROUP_BY;
      return group;
    }));
  }
  return keys;
}

// `sum`, stored at one of `places`, with the keys that it is grouped by.
SetId Walker::Grouped(SetId sum, const Locs& places) {
  const SetId keys = GroupedBy(places);
  if (keys == 0) return sum;
  sum = values_.Map(sum, [&](const Val& v) -> std::optional<Val> {
    if (v.subtype < CONDITIONAL) return v;
    Val group = v;
    group.subtype = GROUP_BY;
    if (llvm::is_contained(values_.set(keys), values_.Intern(group))) return std::nullopt;
    return v;
  });
  return values_.Union(sum, keys);
}

// The part of a block's guard that decides which rounds of a loop come to it: an index + 1; 0 if
// there is none.
uint32_t Walker::FilterOf(const clang::CFGBlock& block) {
  const auto known = block_filter_.find(&block);
  if (known != block_filter_.end()) return known->second;
  uint32_t filter = 0;
  if (const auto guard = GuardOf(block); guard != 0) {
    const std::vector<unsigned> controlling = Controlling(block);
    std::vector<unsigned> branches;
    llvm::SmallPtrSet<const clang::Stmt*, 8> loops;
    for (const unsigned id : controlling) {
      const clang::Stmt* terminator = BlockOf(id)->getTerminatorStmt();
      if (IsLoop(terminator)) loops.insert(terminator);
    }
    for (const unsigned id : controlling) {
      const clang::Stmt* terminator = BlockOf(id)->getTerminatorStmt();
      if (loops.empty() || !terminator || IsLoop(terminator)) continue;
      const clang::Stmt* loop = round_of_.lookup(terminator);
      while (loop && !loops.contains(loop)) loop = outer_loop_.lookup(loop);
      if (loop) branches.push_back(id);
    }
    std::sort(branches.begin(), branches.end());
    if (!branches.empty()) {
      filter = guard_index_.try_emplace(std::move(branches), guard_index_.size() + 1).first->second;
      filter_of_[guard - 1] = filter;
    }
  }
  return block_filter_[&block] = filter;
}

}  // namespace pedigree
