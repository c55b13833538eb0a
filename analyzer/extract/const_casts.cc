// A callee that gets a pointer to const is taken to leave the object as it is, which keeps most of
// what a caller knows. One whose body casts const away, or calls one that does, may change it.

#include <vector>

#include "analyzer/extract/unit.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/SmallVector.h"

namespace pedigree {
namespace {

// What a pointer or reference of this type leads to is const.
bool LeadsToConst(clang::QualType type) {
  return (type->isPointerType() || type->isReferenceType()) &&
         type->getPointeeType().isConstQualified();
}

// What a body does itself, and which functions it calls.
class ConstCasts : public clang::RecursiveASTVisitor<ConstCasts> {
 public:
  bool found() const { return found_; }
  const std::vector<const clang::FunctionDecl*>& callees() const { return callees_; }

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
    if (const auto* callee = call->getDirectCallee()) callees_.push_back(callee);
    return true;
  }

 private:
  std::vector<const clang::FunctionDecl*> callees_;
  bool found_ = false;
};

}  // namespace

bool Unit::CastsConstAway(const clang::FunctionDecl* function) {
  // All that it calls, until one of them does.
  llvm::SmallVector<const clang::FunctionDecl*> todo{function}, met;
  const clang::FunctionDecl* asked = nullptr;
  bool found = false;
  while (!todo.empty() && !found) {
    const clang::FunctionDecl* definition = nullptr;
    if (!todo.pop_back_val()->hasBody(definition) || InLibrary(definition)) continue;
    if (asked == nullptr) asked = definition;
    const auto [known, added] = casts_const_away_.try_emplace(definition, false);
    found = known->second;
    if (!added) continue;
    met.push_back(definition);
    ConstCasts visitor;
    visitor.TraverseStmt(definition->getBody());
    found = visitor.found();
    todo.append(visitor.callees().begin(), visitor.callees().end());
  }
  if (!found) return false;
  // Of the others that were met on the way it is not known yet.
  for (const clang::FunctionDecl* definition : met) casts_const_away_.erase(definition);
  return casts_const_away_[asked] = true;
}

}  // namespace pedigree
