// What a condition is put together of.
#ifndef PEDIGREE_ANALYZER_EXTRACT_CONDITIONS_H_
#define PEDIGREE_ANALYZER_EXTRACT_CONDITIONS_H_

#include "clang/AST/Expr.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace pedigree {

// Calls `visit` with each of those that !, && and || make the condition of, without parentheses and
// implicit casts: comparisons and other operations, and what is taken for a truth.
inline void ForEachCondition(const clang::Expr* condition,
                             llvm::function_ref<void(const clang::Expr*)> visit) {
  condition = condition->IgnoreParenImpCasts();
  if (const auto* op = llvm::dyn_cast<clang::UnaryOperator>(condition)) {
    if (op->getOpcode() == clang::UO_LNot) ForEachCondition(op->getSubExpr(), visit);
    return;
  }
  if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(condition); op && op->isLogicalOp()) {
    ForEachCondition(op->getLHS(), visit);
    ForEachCondition(op->getRHS(), visit);
    return;
  }
  visit(condition);
}

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_CONDITIONS_H_
