// Characters and numbers have no fields. Where a field is asked for of what a pointer to such
// points to, the pointer came from a place that is not told apart from others (a list, far down),
// and is not what the program has the field of. Unless the function takes such memory for something
// else.

#include "analyzer/extract/walker.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace pedigree {
namespace {

// Of a pointer to numbers, to pointers to numbers, ...: how many pointers. 0: of any other type.
uint32_t Depth(Unit& unit, clang::QualType type) {
  uint32_t depth = 0;
  while (type->isPointerType() || type->isReferenceType()) {
    type = type->getPointeeType();
    ++depth;
  }
  return unit.IsNumber(type) && !type->isRecordType() ? depth : 0;
}

class Reinterpretation : public clang::RecursiveASTVisitor<Reinterpretation> {
 public:
  explicit Reinterpretation(Unit& unit) : unit_(unit) {}
  bool found() const { return found_; }

  // What the catalog says of memcpy(char*, const char*, n) and its like takes characters for what
  // they are.
  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (!callee || !unit_.ModelOf(callee)) return true;
    llvm::SmallVector<const clang::CastExpr*, 4> casts;
    for (const clang::Expr* argument : call->arguments()) {
      const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(argument);
      if (!cast || cast->getCastKind() != clang::CK_BitCast) continue;
      if (DepthOf(cast->getSubExpr()->getType()) == 0) return true;
      casts.push_back(cast);
    }
    plain_.insert(casts.begin(), casts.end());
    return true;
  }

  bool VisitCastExpr(clang::CastExpr* cast) {
    const clang::QualType from = cast->getSubExpr()->getType();
    switch (cast->getCastKind()) {
      case clang::CK_PointerToIntegral:
        found_ |= DepthOf(from) > 0 && !cast->getType()->isBooleanType();
        break;
      case clang::CK_LValueBitCast:
        found_ |= (DepthOf(from) > 0 || unit_.IsNumber(from)) && !unit_.IsNumber(cast->getType());
        break;
      case clang::CK_BitCast:
        if (plain_.contains(cast)) break;
        found_ |= DepthOf(from) > 0 && DepthOf(cast->getType()) != DepthOf(from);
        break;
      default:
        break;
    }
    return !found_;
  }

 private:
  uint32_t DepthOf(clang::QualType type) const { return Depth(unit_, type); }

  Unit& unit_;
  llvm::SmallPtrSet<const clang::CastExpr*, 8> plain_;
  bool found_ = false;
};

}  // namespace

bool Walker::IsNumbers(BaseId id) {
  const BaseInfo& base = bases_[id];
  if (base.kind != Base::PARAM && base.kind != Base::RESULT) return false;
  if (base.type.isNull() || !function_ || Depth(unit_, base.type) == 0) return false;
  if (!reinterprets_) {
    Reinterpretation visitor(unit_);
    visitor.TraverseStmt(function_->getBody());
    reinterprets_ = visitor.found();
  }
  return !*reinterprets_;
}

}  // namespace pedigree
