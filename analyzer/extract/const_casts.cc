// A callee that gets a pointer to const is taken to leave the object as it is, which keeps most of
// what a caller knows. One whose body casts const away, or calls one that does, may change it.

#include "analyzer/extract/unit.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace pedigree {
namespace {

// What a pointer or reference of this type leads to is const.
bool LeadsToConst(clang::QualType type) {
  return (type->isPointerType() || type->isReferenceType()) &&
         type->getPointeeType().isConstQualified();
}

class ConstCasts : public clang::RecursiveASTVisitor<ConstCasts> {
 public:
  explicit ConstCasts(Unit& unit) : unit_(unit) {}
  bool found() const { return found_; }

  bool VisitCastExpr(clang::CastExpr* cast) {
    clang::QualType from = cast->getSubExpr()->getType(), to = cast->getType();
    if (const auto* written = llvm::dyn_cast<clang::ExplicitCastExpr>(cast)) {
      to = written->getTypeAsWritten();
      from = written->getSubExprAsWritten()->getType();
    }
    if (to->isReferenceType()) {
      found_ |= from.isConstQualified() && !LeadsToConst(to);
    } else if (to->isPointerType() && !to->isVoidPointerType() && !to->isFunctionPointerType()) {
      found_ |= LeadsToConst(from) && !LeadsToConst(to);
    }
    return !found_;
  }

  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    found_ |= callee && unit_.CastsConstAway(callee);
    return !found_;
  }

 private:
  Unit& unit_;
  bool found_ = false;
};

}  // namespace

bool Unit::CastsConstAway(const clang::FunctionDecl* function) {
  const clang::FunctionDecl* definition = nullptr;
  if (!function->hasBody(definition) || InLibrary(definition)) return false;
  const auto [known, added] = casts_const_away_.try_emplace(definition, false);
  if (!added) return known->second;
  ConstCasts visitor(*this);
  visitor.TraverseStmt(definition->getBody());
  return casts_const_away_[definition] = visitor.found();
}

}  // namespace pedigree
