// What integers are known in one unit, whatever the program does: constants, variables that only
// this unit sees and that nobody stores to, and functions that return such a value. What other
// units see as well, the whole program decides (program_numbers.h): it is known where it is
// assumed.
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
#include "llvm/ADT/SmallVector.h"

namespace pedigree {

// The variable whose value an expression reads, and nothing else; null: it is another expression.
const clang::VarDecl* Named(const clang::Expr* expr);

// Whether a call of the function may return more than once, as that of setjmp does.
bool ReturnsTwice(const clang::FunctionDecl* callee);

// The variable, or the function called without arguments, whose number an expression is; or null.
const clang::ValueDecl* NumberAsked(const clang::Expr* expr);

// One number; or, if `other`, any but these.
struct AssumedNumber {
  llvm::SmallVector<int64_t, 2> numbers;
  bool other = false;
};

class Constants {
 public:
  using Number = std::optional<llvm::APSInt>;  // of the width and sign of its type
  // What a variable holds where the expression stands; nothing if that is not known.
  using Variable = llvm::function_ref<Number(const clang::VarDecl*)>;

  // What variables and functions are taken to hold or return, by their canonical declarations.
  using Assumed = llvm::SmallDenseMap<const clang::Decl*, AssumedNumber, 2>;
  // While it lives, just this is assumed.
  class Assuming {
   public:
    Assuming(Constants& constants, Assumed assumed)
        : constants_(constants), before_(std::move(constants.assumed_)) {
      constants_.assumed_ = std::move(assumed);
      constants_.functions_assumed_.clear();
    }
    Assuming(const Assuming&) = delete;
    ~Assuming() {
      constants_.assumed_ = std::move(before_);
      constants_.functions_assumed_.clear();
    }

   private:
    Constants& constants_;
    Assumed before_;
  };

  explicit Constants(clang::ASTContext& ast) : ast_(ast) {}

  // The value of an integer expression, which was just evaluated if it has side effects. Variables
  // of static storage are known by themselves, others by `variable`.
  Number Value(const clang::Expr* expr, Variable variable);
  // Whether the expression is one that is assumed not to be this number.
  bool Excluded(const clang::Expr* expr, const llvm::APSInt& number) const;
  // Whether a condition without a Value holds, by what numbers are assumed not to be.
  std::optional<bool> HoldsOfOthers(const clang::Expr* condition, Variable variable);
  // `a op b`, as the language computes it; nothing where that is undefined.
  static Number Apply(clang::BinaryOperatorKind op, const llvm::APSInt& a, const llvm::APSInt& b);
  // The number as a value of the type.
  llvm::APSInt As(clang::QualType type, llvm::APSInt number) const;

  // What a variable of static storage that this unit defines starts as; nothing if that is computed
  // when the program starts, or if it is no integer.
  Number StartsAs(const clang::VarDecl* variable);
  // What the function, a definition, returns in any case.
  Number Returns(const clang::FunctionDecl* definition);
  // Whether some place of the unit may store to the variable.
  bool Stored(const clang::VarDecl* variable);
  // A variable of an integer type, or a function without parameters that returns one, which may be
  // the same number throughout the program: other units see it, and in this one nothing stores to
  // it or says what it returns.
  bool DecidedElsewhere(const clang::ValueDecl* decl);

 private:
  Number OfGlobal(const clang::VarDecl* variable);
  Number OfCall(const clang::CallExpr* call);
  Number OfBinary(const clang::BinaryOperator* op, Variable variable);
  std::optional<bool> Holds(const clang::Expr* condition, Variable variable);
  Number IfAssumed(const clang::ValueDecl* decl, clang::QualType type) const;

  clang::ASTContext& ast_;
  llvm::DenseMap<const clang::VarDecl*, Number> globals_;
  llvm::DenseMap<const clang::FunctionDecl*, Number> functions_, functions_assumed_;
  Assumed assumed_;
  llvm::DenseSet<const clang::VarDecl*> stored_;
  bool stores_known_ = false;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_CONSTANTS_H_
