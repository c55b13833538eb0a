// What differs between the versions of Clang that extract is built for: 19, and 22 for its plugin.
#ifndef PEDIGREE_ANALYZER_EXTRACT_COMPATIBILITY_H_
#define PEDIGREE_ANALYZER_EXTRACT_COMPATIBILITY_H_

#include <memory>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/Version.h"

namespace pedigree {

// The type that a class declares.
inline clang::QualType RecordType(const clang::ASTContext& ast, const clang::RecordDecl* record) {
#if CLANG_VERSION_MAJOR >= 22
  return ast.getCanonicalTagType(record);
#else
  return ast.getRecordType(record);
#endif
}

// Where an expression is said to be. A call of a method with `this auto self` is where its name is,
// as those of other methods are, and not where its object begins, as Clang has it from 22 on.
inline clang::SourceLocation PlaceOf(const clang::Expr* expr) {
#if CLANG_VERSION_MAJOR >= 22
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr); call && call->usesMemberSyntax())
    return call->getCallee()->getBeginLoc();
#endif
  return expr->getExprLoc();
}

// Where diagnostics go that nobody is to see.
inline std::unique_ptr<clang::DiagnosticsEngine> QuietDiagnostics() {
  auto* nobody = new clang::IgnoringDiagConsumer();
#if CLANG_VERSION_MAJOR >= 21
  // The engine refers to them.
  static auto& options = *new clang::DiagnosticOptions();
  return std::make_unique<clang::DiagnosticsEngine>(new clang::DiagnosticIDs(), options, nobody);
#else
  return std::make_unique<clang::DiagnosticsEngine>(new clang::DiagnosticIDs(),
                                                    new clang::DiagnosticOptions(), nobody);
#endif
}

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_COMPATIBILITY_H_
