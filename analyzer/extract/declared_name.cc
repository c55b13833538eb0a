#include "analyzer/extract/declared_name.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/PrettyPrinter.h"

namespace pedigree {

std::string DeclaredName(const clang::NamedDecl* decl) {
  std::string own;
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(decl)) {
    own = constructor->getParent()->getNameAsString();
  } else if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(decl)) {
    own = "~" + destructor->getParent()->getNameAsString();
  } else if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(decl);
             method && method->getParent()->isLambda()) {
    own = "(lambda)";
  } else {
    own = decl->getNameAsString();
  }
  if (own.empty()) own = "(unnamed)";
  const clang::DeclContext* context = decl->getDeclContext();
  std::string prefix;
  while (context && !context->isTranslationUnit()) {
    if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(context)) {
      // (libstdc++'s own containers are in __cxx1998 where _GLIBCXX_DEBUG puts others before them.)
      if (!space->isInline() && !space->isAnonymousNamespace() && space->getName() != "__cxx1998") {
        prefix = space->getNameAsString() + "::" + prefix;
      }
    } else if (const auto* record = llvm::dyn_cast<clang::RecordDecl>(context)) {
      const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
      if (cxx && cxx->isLambda()) {
        // The function around the lambda names it.
      } else {
        prefix = record->getNameAsString() + "::" + prefix;
      }
    } else if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(context)) {
      return DeclaredName(function) + "::" + prefix + own;
    }
    context = context->getParent();
  }
  return prefix + own;
}

std::vector<std::string> ParameterTypes(const clang::FunctionDecl* function, unsigned first) {
  std::vector<std::string> types;
  clang::PrintingPolicy policy = function->getASTContext().getPrintingPolicy();
  policy.SuppressInlineNamespace = true;
  policy.UsePreferredNames = false;  // std::basic_string<char>, in libc++ as well
  policy.SuppressTagKeyword = true;  // C's `struct problem` is C++'s `problem`
  for (const clang::ParmVarDecl* p : function->parameters().drop_front(first)) {
    types.push_back(p->getType().getCanonicalType().getAsString(policy));
  }
  return types;
}

}  // namespace pedigree
