#include "analyzer/extract/branches.h"

#include <algorithm>
#include <deque>

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace pedigree {
namespace {

bool IsPlainNumber(const clang::VarDecl* variable) {
  const clang::QualType type = variable->getType();
  return !type->isDependentType() && type->isIntegralOrEnumerationType() &&
         !type.isVolatileQualified() && variable->hasLocalStorage() &&
         !variable->hasAttr<clang::CleanupAttr>();
}

// Calls `visit` with each variable named in it.
template <typename Visit>
void ForNamed(const clang::Stmt* stmt, Visit visit) {
  if (!stmt) return;
  if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(stmt)) {
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(ref->getDecl())) visit(variable);
  }
  for (const clang::Stmt* child : stmt->children()) ForNamed(child, visit);
}

// Whether a block computes something and changes nothing.
bool LooksOnly(const clang::CFGBlock& block) {
  return std::all_of(block.begin(), block.end(), [](const clang::CFGElement& element) {
    const auto stmt = element.getAs<clang::CFGStmt>();
    if (!stmt) return false;
    if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(stmt->getStmt())) {
      return !op->isAssignmentOp();
    }
    if (const auto* op = llvm::dyn_cast<clang::UnaryOperator>(stmt->getStmt())) {
      return !op->isIncrementDecrementOp();
    }
    return llvm::isa<clang::DeclRefExpr, clang::ImplicitCastExpr, clang::ParenExpr,
                     clang::IntegerLiteral, clang::CharacterLiteral, clang::CXXBoolLiteralExpr,
                     clang::UnaryExprOrTypeTraitExpr>(stmt->getStmt());
  });
}

// Whether a loop goes through what is never empty: an array.
bool HasElements(const clang::Stmt* loop) {
  const auto* each = llvm::dyn_cast<clang::CXXForRangeStmt>(loop);
  if (!each || !each->getRangeStmt()) return false;
  const auto* range = llvm::cast<clang::VarDecl>(each->getRangeStmt()->getSingleDecl());
  const auto* array = llvm::dyn_cast_or_null<clang::ConstantArrayType>(
      range->getType().getNonReferenceType()->getAsArrayTypeUnsafe());
  return array && array->getSize() != 0;
}

}  // namespace

// Locals that conditions ask, and that are only ever read and assigned by name. Where control may
// come back into the middle of a block (longjmp), none.
void Branches::FindVariables(const clang::Stmt* body, const clang::CFG& graph) {
  llvm::DenseSet<const clang::VarDecl*> asked;
  // Of nested conditions each is a part of the next.
  llvm::DenseSet<const clang::Stmt*> seen;
  llvm::SmallVector<const clang::Stmt*, 64> todo;
  for (const clang::CFGBlock* block : graph) {
    if (block->succ_size() > 1) todo.push_back(block->getTerminatorCondition());
  }
  while (!todo.empty()) {
    const clang::Stmt* stmt = todo.pop_back_val();
    if (!stmt || !seen.insert(stmt).second) continue;
    if (const auto* expr = llvm::dyn_cast<clang::Expr>(stmt)) {
      const clang::VarDecl* variable = Named(expr);
      if (variable && variable->getDeclContext() == function_ && variable->hasLocalStorage() &&
          !variable->hasAttr<clang::CleanupAttr>() &&
          (IsPlainNumber(variable) || IsOwner(variable->getType()))) {
        asked.insert(variable);
      }
    }
    todo.append(stmt->child_begin(), stmt->child_end());
  }
  if (asked.empty()) return;
  llvm::DenseMap<const clang::VarDecl*, int> other_uses;
  const auto plain = [&](const clang::Expr* place) {
    if (const clang::VarDecl* variable = Named(place)) --other_uses[variable];
  };
  todo.push_back(body);
  while (!todo.empty()) {
    const clang::Stmt* stmt = todo.pop_back_val();
    if (!stmt) continue;
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(stmt)) {
      for (const clang::Expr* init : lambda->capture_inits()) {
        const auto* copy = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(init);
        if (copy && copy->getConstructor()->isCopyConstructor()) continue;
        const auto* cast = llvm::dyn_cast_or_null<clang::ImplicitCastExpr>(init);
        if (cast && cast->getCastKind() == clang::CK_LValueToRValue) continue;
        ForNamed(init, [&](const clang::VarDecl* variable) { ++other_uses[variable]; });
      }
      continue;
    }
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(stmt)) {
      const clang::FunctionDecl* callee = call->getDirectCallee();
      if (callee && ReturnsTwice(callee)) return;
    }
    if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(stmt)) {
      if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(ref->getDecl())) {
        ++other_uses[variable];
      }
    } else if (const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(stmt)) {
      if (cast->getCastKind() == clang::CK_LValueToRValue) plain(cast->getSubExpr());
    } else if (const auto* assign = llvm::dyn_cast<clang::BinaryOperator>(stmt)) {
      if (assign->isAssignmentOp()) plain(assign->getLHS());
    } else if (const auto* step = llvm::dyn_cast<clang::UnaryOperator>(stmt)) {
      if (step->isIncrementDecrementOp()) plain(step->getSubExpr());
    }
    if (const clang::VarDecl* owner = KeepsToName(stmt)) --other_uses[owner];
    if (const clang::VarDecl* owner = GivesItsValue(stmt)) --other_uses[owner];
    for (const clang::Stmt* child : stmt->children()) todo.push_back(child);
  }
  for (const clang::VarDecl* variable : asked) {
    if (other_uses.lookup(variable) == 0) followed_.insert(variable);
  }
}

Branches::Branches(Constants& constants, const clang::FunctionDecl* function,
                   const clang::CFG& graph, const OnEntry& on_entry, bool apart)
    : constants_(constants), function_(function), apart_(apart) {
  if (std::none_of(graph.begin(), graph.end(),
                   [](const clang::CFGBlock* block) { return block->succ_size() > 1; })) {
    return;
  }
  if (function_) FindVariables(function_->getBody(), graph);
  std::map<unsigned, Known> entry;
  std::deque<const clang::CFGBlock*> work{&graph.getEntry()};
  Known& known = entry[graph.getEntry().getBlockID()];
  for (const auto& [parameter, value] : on_entry) {
    if (!followed_.contains(parameter)) continue;
    known.emplace(parameter, constants_.As(parameter->getType(), llvm::APSInt::get(value)));
  }
  // An exception comes from anywhere before its handler: there nothing is known.
  for (const clang::CFGBlock* block : graph) {
    if (!llvm::isa_and_nonnull<clang::CXXCatchStmt>(block->getLabel())) continue;
    entry[block->getBlockID()] = {};
    work.push_back(block);
  }
  while (!work.empty()) {
    const clang::CFGBlock* block = work.front();
    work.pop_front();
    known_ = entry[block->getBlockID()];
    Visit(*block);
    for (unsigned i = 0; i < block->succ_size(); ++i) {
      const clang::CFGBlock* to = (block->succ_begin() + i)->getReachableBlock();
      if (!to || !Taken(*block, i)) continue;
      const auto [it, first] = entry.try_emplace(to->getBlockID(), known_);
      if (first || KeepCommon(known_, &it->second)) work.push_back(to);
    }
  }
  FindFirstRounds(graph, entry);
}

// Loops whose condition is known to hold when control comes to it from outside: it is evaluated as
// it is then, and not as in any round.
void Branches::FindFirstRounds(const clang::CFG& graph, std::map<unsigned, Known>& entry) {
  for (const clang::CFGBlock* block : graph) {
    const clang::Stmt* loop = block->getTerminatorStmt();
    if (!llvm::isa_and_nonnull<clang::ForStmt, clang::WhileStmt, clang::CXXForRangeStmt>(loop) ||
        block->succ_size() != 2 || only_.contains(block->getBlockID()) || !LooksOnly(*block)) {
      continue;
    }
    const clang::CFGBlock* round = block->succ_begin()->getReachableBlock();
    if (!round) continue;
    bool enters = HasElements(loop);
    if (!llvm::isa<clang::CXXForRangeStmt>(loop)) {
      // What is known on all ways from outside.
      std::optional<Known> outside;
      for (const clang::CFGBlock* from : block->preds()) {
        if (!from || from->getLoopTarget() == loop) continue;
        const auto before = entry.find(from->getBlockID());
        if (before == entry.end()) continue;  // never comes here
        known_ = before->second;
        ExecuteAll(*from);
        if (outside) {
          KeepCommon(known_, &*outside);
        } else {
          outside = known_;
        }
      }
      known_ = outside.value_or(Known());
      made_.clear();
      enters = Only(*block) == 0;
    }
    if (enters) enters_[block->getBlockID()] = round;
  }
}

bool Branches::KeepCommon(const Known& other, Known* known) {
  return std::erase_if(*known, [&](const auto& then) {
           const auto now = other.find(then.first);
           return now == other.end() || now->second != then.second;
         }) > 0;
}

void Branches::ExecuteAll(const clang::CFGBlock& block) {
  made_.clear();
  for (const clang::CFGElement& element : block) {
    if (const auto stmt = element.getAs<clang::CFGStmt>()) Execute(stmt->getStmt());
  }
}

void Branches::Visit(const clang::CFGBlock& block) {
  ExecuteAll(block);
  if (block.succ_size() < 2) return;
  // As more is found to be possible, less is known.
  const std::optional<unsigned> only = Only(block);
  const clang::Stmt* terminator = block.getTerminatorStmt();
  if (only) {
    only_[block.getBlockID()] = *only;
    decided_[terminator] = *only;
  } else {
    only_.erase(block.getBlockID());
    decided_.erase(terminator);
  }
}

Constants::Number Branches::Value(const clang::Expr* expr) {
  if (IsOwner(expr->getType())) return Holds(expr);
  return constants_.Value(expr, [&](const clang::VarDecl* variable) { return KnownOf(variable); });
}

Constants::Number Branches::KnownOf(const clang::VarDecl* variable) const {
  const auto it = known_.find(variable);
  return it == known_.end() ? Constants::Number() : Constants::Number(it->second);
}

void Branches::Set(const clang::VarDecl* variable, const Constants::Number& number) {
  if (!variable || !followed_.contains(variable)) return;
  if (!number) {
    known_.erase(variable);
  } else {
    known_.insert_or_assign(variable, IsOwner(variable->getType())
                                          ? *number
                                          : constants_.As(variable->getType(), *number));
  }
}

void Branches::Execute(const clang::Stmt* stmt) {
  if (const auto* declare = llvm::dyn_cast<clang::DeclStmt>(stmt)) {
    for (const clang::Decl* decl : declare->decls()) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
      if (!variable || !followed_.contains(variable)) continue;
      known_.erase(variable);  // `int x = x;` is no value
      if (const clang::Expr* init = variable->getInit()) Set(variable, Value(init));
    }
  } else if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(stmt);
             op && op->isAssignmentOp()) {
    const clang::VarDecl* variable = Named(op->getLHS());
    if (!op->isCompoundAssignmentOp()) return Set(variable, Value(op->getRHS()));
    // Computed in another type than the variable's where that is narrower: left open.
    const auto* compound = llvm::cast<clang::CompoundAssignOperator>(op);
    const auto before = known_.find(variable);
    const Constants::Number by = Value(op->getRHS());
    Constants::Number after;
    if (before != known_.end() && by && !IsOwner(variable->getType())) {
      after =
          Constants::Apply(clang::BinaryOperator::getOpForCompoundAssignment(op->getOpcode()),
                           constants_.As(compound->getComputationLHSType(), before->second), *by);
    }
    Set(variable, after);
  } else if (const auto* step = llvm::dyn_cast<clang::UnaryOperator>(stmt);
             step && step->isIncrementDecrementOp()) {
    const clang::VarDecl* variable = Named(step->getSubExpr());
    const auto before = known_.find(variable);
    Constants::Number after;
    if (before != known_.end() && !variable->getType()->isBooleanType() &&
        !IsOwner(variable->getType())) {
      const llvm::APSInt one(llvm::APInt(before->second.getBitWidth(), 1),
                             before->second.isUnsigned());
      after = Constants::Apply(step->isIncrementOp() ? clang::BO_Add : clang::BO_Sub,
                               before->second, one);
    }
    Set(variable, after);
  } else {
    ExecuteOwner(stmt);
  }
}

std::optional<unsigned> Branches::Only(const clang::CFGBlock& block) {
  const clang::Stmt* terminator = block.getTerminatorStmt();
  if (!terminator || !block.getTerminator().isStmtBranch()) return std::nullopt;
  if (const auto* choice = llvm::dyn_cast<clang::SwitchStmt>(terminator)) {
    const Constants::Number value = Value(choice->getCond());
    if (!value && !NumberAsked(choice->getCond())) return std::nullopt;
    // The last successor is the default or what follows the switch.
    const unsigned last = block.succ_size() - 1;
    unsigned index = 0;
    for (const clang::CFGBlock::AdjacentBlock& successor : block.succs()) {
      const clang::CFGBlock* to = successor.getReachableBlock()
                                      ? successor.getReachableBlock()
                                      : successor.getPossiblyUnreachableBlock();
      const auto* label = to ? llvm::dyn_cast_or_null<clang::CaseStmt>(to->getLabel()) : nullptr;
      if (index != last && !label) return std::nullopt;
      if (label && index != last) {
        const auto nothing = [](const clang::VarDecl*) { return Constants::Number(); };
        const Constants::Number low = constants_.Value(label->getLHS(), nothing);
        if (!low || label->getRHS()) return std::nullopt;
        if (!value && !constants_.Excluded(choice->getCond(), *low)) return std::nullopt;
        if (value && llvm::APSInt::compareValues(*low, *value) == 0) return index;
      }
      ++index;
    }
    return last;
  }
  if (block.succ_size() != 2 ||
      !(llvm::isa<clang::IfStmt, clang::WhileStmt, clang::DoStmt, clang::ForStmt,
                  clang::ConditionalOperator>(terminator) ||
        (llvm::isa<clang::BinaryOperator>(terminator) &&
         llvm::cast<clang::BinaryOperator>(terminator)->isLogicalOp()))) {
    return std::nullopt;
  }
  // The operand of && and || that was evaluated last decides.
  const clang::Expr* condition = block.getLastCondition();
  if (!condition) return std::nullopt;
  Constants::Number value = Value(condition);
  if (!value) value = OwnerTruth(condition);
  if (value) return *value != 0 ? 0 : 1;
  std::optional<bool> answer = SameObject(condition);
  if (!answer) {
    answer = constants_.HoldsOfOthers(
        condition, [&](const clang::VarDecl* variable) { return KnownOf(variable); });
  }
  if (!answer) return std::nullopt;
  return *answer ? 0 : 1;
}

std::optional<bool> Branches::SameObject(const clang::Expr* condition) const {
  const auto* op = llvm::dyn_cast<clang::BinaryOperator>(condition->IgnoreParenImpCasts());
  if (!apart_ || !op || !op->isEqualityOp()) return std::nullopt;
  const auto refers = [&](const clang::Expr* expr) {
    expr = expr->IgnoreParenCasts();
    if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(expr);
        address && address->getOpcode() == clang::UO_AddrOf) {
      expr = address->getSubExpr();
    } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
               call && call->getNumArgs() == 1 && call->getDirectCallee() &&
               call->getDirectCallee()->getIdentifier() &&
               call->getDirectCallee()->getName() == "addressof") {
      expr = call->getArg(0);
    } else {
      return false;
    }
    const clang::VarDecl* named = Named(expr);
    return llvm::isa_and_nonnull<clang::ParmVarDecl>(named) &&
           named->getDeclContext() == function_ && named->getType()->isReferenceType();
  };
  const auto self = [](const clang::Expr* expr) {
    return llvm::isa<clang::CXXThisExpr>(expr->IgnoreParenCasts());
  };
  const clang::Expr *left = op->getLHS(), *right = op->getRHS();
  if (!(self(left) && refers(right)) && !(refers(left) && self(right))) return std::nullopt;
  return op->getOpcode() == clang::BO_NE;
}

}  // namespace pedigree
