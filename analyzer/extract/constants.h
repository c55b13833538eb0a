// What integers are known in one unit, whatever the program does: constants, variables that only
// this unit sees and that nobody stores to, and functions that return such a value.
//
// Clang folds what the language calls a constant expression. Flags of real programs are often less:
// `static int verbose = 0;`, `static bool Enabled() { return false; }`.

#ifndef PEDIGREE_ANALYZER_EXTRACT_CONSTANTS_H_
#define PEDIGREE_ANALYZER_EXTRACT_CONSTANTS_H_

#include <optional>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace pedigree {

// The variable whose value an expression reads, and nothing else; null: it is another expression.
const clang::VarDecl* Named(const clang::Expr* expr);

// Whether a call of the function may return more than once, as that of setjmp does.
bool ReturnsTwice(const clang::FunctionDecl* callee);

class Constants {
 public:
  using Number = std::optional<llvm::APSInt>;  // of the width and sign of its type
  // What a variable holds where the expression stands; nothing if that is not known.
  using Variable = llvm::function_ref<Number(const clang::VarDecl*)>;

  explicit Constants(clang::ASTContext& ast) : ast_(ast) {}

  // The value of an integer expression, which was just evaluated if it has side effects. Variables
  // of static storage are known by themselves, others by `variable`.
  Number Value(const clang::Expr* expr, Variable variable);
  // `a op b`, as the language computes it; nothing where that is undefined.
  static Number Apply(clang::BinaryOperatorKind op, const llvm::APSInt& a, const llvm::APSInt& b);
  // The number as a value of the type.
  llvm::APSInt As(clang::QualType type, llvm::APSInt number) const;

 private:
  Number OfGlobal(const clang::VarDecl* variable);
  Number OfCall(const clang::CallExpr* call);
  Number OfBinary(const clang::BinaryOperator* op, Variable variable);
  // Whether some place of the unit may store to the variable.
  bool Stored(const clang::VarDecl* variable);

  clang::ASTContext& ast_;
  llvm::DenseMap<const clang::VarDecl*, Number> globals_;
  llvm::DenseMap<const clang::FunctionDecl*, Number> functions_;
  llvm::DenseSet<const clang::VarDecl*> stored_;
  bool stores_known_ = false;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_CONSTANTS_H_
