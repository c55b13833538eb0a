#include "analyzer/extract/catalog_function.h"

#include <vector>

#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace pedigree {
namespace {

// Of variable arguments: who calls by a value hands over no more than this.
constexpr size_t kMaxVariable = 8;

}  // namespace

const clang::FunctionDecl* MakeCaller(clang::ASTContext& ast, const clang::FunctionDecl* called,
                                      clang::SourceLocation where) {
  std::vector<clang::QualType> types;
  for (const clang::ParmVarDecl* parameter : called->parameters()) {
    types.push_back(parameter->getType());
  }
  if (called->isVariadic()) types.resize(types.size() + kMaxVariable, ast.VoidPtrTy);
  const clang::QualType type = ast.getFunctionType(called->getReturnType(), types, {});
  auto* caller = clang::FunctionDecl::Create(
      ast, ast.getTranslationUnitDecl(), where, where, called->getDeclName(), type,
      ast.getTrivialTypeSourceInfo(type, where), clang::SC_Static);
  std::vector<clang::ParmVarDecl*> parameters;
  std::vector<clang::Expr*> arguments;
  for (size_t i = 0; i < types.size(); ++i) {
    clang::IdentifierInfo* name =
        i < called->getNumParams() ? called->getParamDecl(i)->getIdentifier() : nullptr;
    auto* parameter = clang::ParmVarDecl::Create(ast, caller, where, where, name, types[i],
                                                 ast.getTrivialTypeSourceInfo(types[i], where),
                                                 clang::SC_None, nullptr);
    parameter->setScopeInfo(0, static_cast<unsigned>(i));
    parameters.push_back(parameter);
    const clang::QualType of = types[i].getNonReferenceType();
    clang::Expr* argument =
        clang::DeclRefExpr::Create(ast, {}, {}, parameter, false, where, of, clang::VK_LValue);
    if (!types[i]->isReferenceType() && !of->isRecordType()) {
      argument =
          clang::ImplicitCastExpr::Create(ast, of.getUnqualifiedType(), clang::CK_LValueToRValue,
                                          argument, nullptr, clang::VK_PRValue, {});
    }
    arguments.push_back(argument);
  }
  caller->setParams(parameters);
  clang::Expr* callee =
      clang::DeclRefExpr::Create(ast, {}, {}, const_cast<clang::FunctionDecl*>(called), false,
                                 where, called->getType(), clang::VK_LValue);
  callee = clang::ImplicitCastExpr::Create(ast, ast.getPointerType(called->getType()),
                                           clang::CK_FunctionToPointerDecay, callee, nullptr,
                                           clang::VK_PRValue, {});
  clang::Stmt* body =
      clang::CallExpr::Create(ast, callee, arguments, called->getCallResultType(),
                              clang::Expr::getValueKindForType(called->getReturnType()), where, {});
  if (!called->getReturnType()->isVoidType()) {
    body = clang::ReturnStmt::Create(ast, where, llvm::cast<clang::Expr>(body), nullptr);
  }
  caller->setBody(clang::CompoundStmt::Create(ast, {body}, {}, where, where));
  return caller;
}

}  // namespace pedigree
