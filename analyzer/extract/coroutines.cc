// Coroutines. The promise is an object of the coroutine's that lives on; whoever has the handle
// that get_return_object() made of it reads there what the body has yielded or returned.
//
// Each suspension is a way out of the function: what memory holds there is seen by who resumes it.
// So a coroutine's exit is what memory may hold at any of its suspensions, and resuming does
// nothing more. Clang says in the tree what is called when: yield_value(), await_suspend(),
// await_resume(), return_value().

#include "analyzer/extract/walker.h"
#include "clang/AST/StmtCXX.h"

namespace pedigree {

// Makes the promise and what the coroutine returns, which its caller has from the first suspension
// on.
void Walker::StartCoroutine(const clang::CoroutineBodyStmt* body) {
  any_time_ = true;
  gaps_.push_back(unit_.Str("what others store while this coroutine is suspended"));
  // What leaves the body goes to unhandled_exception().
  nothrow_ = true;
  const BaseId promise = VariableBase(body->getPromiseDecl());
  Declare(body->getPromiseDecl());
  bases_[promise].kind = Base::HEAP;
  looks_through_ = true;
  if (const clang::Stmt* result = body->getResultDecl()) Transfer(result);
  if (const clang::Stmt* returned = body->getReturnStmt()) Transfer(returned);
  looks_through_ = false;
}

Walker::Operand Walker::Suspend(const clang::CoroutineSuspendExpr* expr) {
  for (const clang::Expr* part :
       {expr->getCommonExpr(), expr->getReadyExpr(), expr->getSuspendExpr()}) {
    if (part) Evaluate(part);
  }
  const clang::Expr* resumed = expr->getResumeExpr();
  Operand result = resumed ? Evaluate(resumed) : Cell(0);
  delivered_.push_back({&graph_->getExit(), state_});
  return result;
}

// A handle is a pointer to the promise.
std::optional<Walker::Operand> Walker::ApplyCoroutineHandle(const clang::FunctionDecl* callee,
                                                            const std::optional<Locs>& object,
                                                            const std::vector<Actual>& actuals,
                                                            const void* key) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  if (!method || llvm::isa<clang::CXXConstructorDecl>(method) || !unit_.InStandardLibrary(method) ||
      unit_.Name(method->getParent()) != "std::coroutine_handle") {
    return std::nullopt;
  }
  if (llvm::isa<clang::CXXConversionDecl>(method)) {
    if (!object || !method->getReturnType()->isRecordType()) return Cell(0);
    return Tree(ReadPlaces(*object));
  }
  if (!method->getDeclName().isIdentifier()) {
    if (!method->isCopyAssignmentOperator() && !method->isMoveAssignmentOperator()) return Cell(0);
    return std::nullopt;
  }
  const llvm::StringRef name = method->getName();
  if (name == "from_promise" && actuals.size() == 1) {
    return Cell(AddressOf(Materialize(OfActual(actuals[0]), key, {})));
  }
  if (name == "from_address" && actuals.size() == 1) return OfActual(actuals[0]);
  if (!object) return Cell(0);
  if (name == "address") return Cell(CellAt(*object));
  if (name == "promise") return Place(Behind(CellAt(*object), key));
  return Cell(0);  // resume(), done(), destroy()
}

}  // namespace pedigree
