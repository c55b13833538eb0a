// Literals that are secrets by the name of what they are given to: `kPassword = "..."`, the result
// of DbPassword(), the argument for a parameter `api_key`. A literal that looks like a credential
// by itself is masked wherever it stands (analyzer/fragment/mask.h).

#include "analyzer/extract/secrets.h"

#include <string>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringExtras.h"

namespace pedigree {
namespace {

// The words of a name: "kDbPassword", "db_password" and "DB_PASSWORD" are [.. db, password].
std::vector<std::string> WordsOf(llvm::StringRef name) {
  std::vector<std::string> words(1);
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!llvm::isAlnum(c)) {
      if (!words.back().empty()) words.emplace_back();
      continue;
    }
    const bool upper = c >= 'A' && c <= 'Z';
    const bool after_lower = i > 0 && llvm::isAlnum(name[i - 1]) && !llvm::isUpper(name[i - 1]);
    const bool before_lower = i + 1 < name.size() && llvm::isLower(name[i + 1]);
    if (upper && !words.back().empty() && (after_lower || before_lower)) words.emplace_back();
    words.back() += llvm::toLower(c);
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

class Finder : public clang::RecursiveASTVisitor<Finder> {
 public:
  explicit Finder(llvm::DenseSet<const clang::StringLiteral*>* found) : found_(found) {}

  bool VisitVarDecl(clang::VarDecl* variable) {
    if (variable->getIdentifier() && IsSecretName(variable->getName())) Mark(variable->getInit());
    return true;
  }
  bool VisitInitListExpr(clang::InitListExpr* list) {
    if (const auto* record = list->getType()->getAsRecordDecl()) {
      unsigned i = 0;
      for (const clang::FieldDecl* field : record->fields()) {
        if (i >= list->getNumInits()) break;
        MarkFor(field, list->getInit(i++));
      }
    }
    return true;
  }
  bool VisitBinaryOperator(clang::BinaryOperator* op) {
    if (op->isAssignmentOp()) MarkFor(Named(op->getLHS()), op->getRHS());
    return true;
  }
  bool VisitCXXOperatorCallExpr(clang::CXXOperatorCallExpr* call) {
    if (call->isAssignmentOp() && call->getNumArgs() == 2) {
      MarkFor(Named(call->getArg(0)), call->getArg(1));
    }
    return true;
  }
  bool VisitCallExpr(clang::CallExpr* call) {
    if (const clang::FunctionDecl* callee = call->getDirectCallee();
        callee && !llvm::isa<clang::CXXOperatorCallExpr>(call)) {
      for (unsigned i = 0; i < call->getNumArgs() && i < callee->getNumParams(); ++i) {
        MarkFor(callee->getParamDecl(i), call->getArg(i));
      }
    }
    return true;
  }
  bool VisitCXXConstructExpr(clang::CXXConstructExpr* construct) {
    const clang::CXXConstructorDecl* callee = construct->getConstructor();
    for (unsigned i = 0; i < construct->getNumArgs() && i < callee->getNumParams(); ++i) {
      MarkFor(callee->getParamDecl(i), construct->getArg(i));
    }
    return true;
  }
  bool VisitReturnStmt(clang::ReturnStmt* statement) {
    if (in_secret_) Mark(statement->getRetValue());
    return true;
  }
  // A lambda returns for itself.
  bool TraverseLambdaExpr(clang::LambdaExpr* lambda) {
    const bool outer = in_secret_;
    in_secret_ = false;
    const bool more = RecursiveASTVisitor::TraverseLambdaExpr(lambda);
    in_secret_ = outer;
    return more;
  }

  void MarkFor(const clang::NamedDecl* target, const clang::Expr* given) {
    if (target && target->getIdentifier() && IsSecretName(target->getName())) Mark(given);
  }
  void set_in_secret(bool in) { in_secret_ = in; }

 private:
  static const clang::NamedDecl* Named(const clang::Expr* expr) {
    expr = expr->IgnoreParenImpCasts();
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr))
      return member->getMemberDecl();
    if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return ref->getDecl();
    return nullptr;
  }
  // The literal that the expression is, or chooses or converts.
  void Mark(const clang::Expr* expr) {
    if (!expr) return;
    if (const auto* by_default = llvm::dyn_cast<clang::CXXDefaultInitExpr>(expr)) {
      expr = by_default->getExpr();
    } else if (const auto* argument = llvm::dyn_cast<clang::CXXDefaultArgExpr>(expr)) {
      expr = argument->getExpr();
    }
    expr = expr->IgnoreUnlessSpelledInSource();
    if (const auto* literal = llvm::dyn_cast<clang::StringLiteral>(expr)) {
      if (literal->getCharByteWidth() == 1 && MayBeSecret(literal->getString())) {
        found_->insert(literal);
      }
    } else if (const auto* choice = llvm::dyn_cast<clang::ConditionalOperator>(expr)) {
      Mark(choice->getTrueExpr());
      Mark(choice->getFalseExpr());
    } else if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr)) {
      for (const clang::Expr* argument : construct->arguments()) Mark(argument);
    } else if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(expr)) {
      for (const clang::Expr* init : list->inits()) Mark(init);
    }
  }
  // The name of an option or of a variable that holds the secret, a key, a format: no secrets.
  static bool MayBeSecret(llvm::StringRef text) {
    return !text.empty() && !text.starts_with("-") && !text.contains('%') && !text.contains(' ') &&
           !IsSecretName(text);
  }

  llvm::DenseSet<const clang::StringLiteral*>* found_;
  bool in_secret_ = false;
};

}  // namespace

bool IsSecretName(llvm::StringRef name) {
  const std::vector<std::string> words = WordsOf(name);
  if (words.empty()) return false;
  const std::string& last = words.back();
  const std::string before = words.size() > 1 ? words[words.size() - 2] : "";
  if (last == "password" || last == "passwd" || last == "pwd" || last == "passphrase" ||
      last == "secret" || last == "apikey" || last == "credential" || last == "credentials") {
    return true;
  }
  if (last == "token")
    return before == "access" || before == "auth" || before == "api" || before == "bearer";
  return last == "key" && (before == "api" || before == "access" || before == "secret" ||
                           before == "account" || before == "private");
}

void FindSecrets(const clang::Decl* decl, llvm::DenseSet<const clang::StringLiteral*>* found) {
  Finder finder(found);
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) {
    finder.set_in_secret(function->getIdentifier() && IsSecretName(function->getName()));
    if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function)) {
      for (const clang::CXXCtorInitializer* init : constructor->inits()) {
        const clang::Expr* given = init->getInit();
        if (const auto* by_default = llvm::dyn_cast_or_null<clang::CXXDefaultInitExpr>(given)) {
          given = by_default->getExpr();
        }
        finder.MarkFor(init->getAnyMember(), given);
      }
    }
    for (const clang::ParmVarDecl* parameter : function->parameters()) {
      if (parameter->hasDefaultArg() && !parameter->hasUninstantiatedDefaultArg() &&
          !parameter->hasUnparsedDefaultArg()) {
        finder.MarkFor(parameter, parameter->getDefaultArg());
      }
    }
    if (clang::Stmt* body = function->getBody()) finder.TraverseStmt(body);
  } else if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) {
    finder.VisitVarDecl(const_cast<clang::VarDecl*>(variable));
    if (clang::Expr* init = const_cast<clang::Expr*>(variable->getInit()))
      finder.TraverseStmt(init);
  }
}

}  // namespace pedigree
