// The statements of a function's body.
#ifndef PEDIGREE_ANALYZER_EXTRACT_STATEMENTS_H_
#define PEDIGREE_ANALYZER_EXTRACT_STATEMENTS_H_

#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace pedigree {

// Calls `visit` with each statement and expression of `body` (null: none) that runs in the function
// itself, outer ones first: not with those of lambdas.
inline void ForEachStatement(const clang::Stmt* body,
                             llvm::function_ref<void(const clang::Stmt*)> visit) {
  llvm::SmallVector<const clang::Stmt*, 32> todo{body};
  while (!todo.empty()) {
    const clang::Stmt* stmt = todo.pop_back_val();
    if (!stmt || llvm::isa<clang::LambdaExpr>(stmt)) continue;
    visit(stmt);
    for (const clang::Stmt* child : stmt->children()) todo.push_back(child);
  }
}

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_STATEMENTS_H_
