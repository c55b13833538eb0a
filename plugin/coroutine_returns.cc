#include "plugin/coroutine_returns.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"

namespace pedigree {

void CoroutineReturns::Note(const clang::Decl* decl) {
  if (llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::ExportDecl>(decl)) {
    for (const clang::Decl* inner : llvm::cast<clang::DeclContext>(decl)->decls()) Note(inner);
    return;
  }
  const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl);
  if (function == nullptr || !function->doesThisDeclarationHaveABody()) return;
  const auto* body = llvm::dyn_cast_or_null<clang::CoroutineBodyStmt>(function->getBody());
  if (body == nullptr) return;
  auto* returned = llvm::dyn_cast_or_null<clang::ReturnStmt>(body->getReturnStmt());
  if (returned == nullptr || returned->getRetValue() == nullptr) return;
  noted_.emplace_back(returned, returned->getRetValue());
}

void CoroutineReturns::PutBack() {
  for (const auto& [returned, value] : noted_) returned->setRetValue(value);
  noted_.clear();
}

}  // namespace pedigree
