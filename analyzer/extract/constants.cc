#include "analyzer/extract/constants.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

namespace pedigree {

const clang::VarDecl* Named(const clang::Expr* expr) {
  const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(expr->IgnoreParens());
  return ref ? llvm::dyn_cast<clang::VarDecl>(ref->getDecl()) : nullptr;
}

bool ReturnsTwice(const clang::FunctionDecl* callee) {
  return callee->hasAttr<clang::ReturnsTwiceAttr>() ||
         (callee->getBuiltinID() != 0 && callee->getIdentifier() &&
          callee->getName().contains("setjmp"));
}

namespace {

bool IsNumber(clang::QualType type) {
  return !type.isNull() && !type->isDependentType() && type->isIntegralOrEnumerationType() &&
         !type.isVolatileQualified();
}

// Variables of static storage that are mentioned otherwise than to be read.
class StoreFinder : public clang::RecursiveASTVisitor<StoreFinder> {
 public:
  explicit StoreFinder(llvm::DenseSet<const clang::VarDecl*>& stored) : stored_(stored) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }

  bool VisitImplicitCastExpr(clang::ImplicitCastExpr* cast) {
    if (cast->getCastKind() == clang::CK_LValueToRValue) {
      if (Named(cast->getSubExpr())) read_.insert(cast->getSubExpr()->IgnoreParens());
    }
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr* ref) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(ref->getDecl());
    if (variable && variable->hasGlobalStorage() && !read_.contains(ref)) {
      stored_.insert(variable->getCanonicalDecl());
    }
    return true;
  }

 private:
  llvm::DenseSet<const clang::VarDecl*>& stored_;
  llvm::DenseSet<const clang::Stmt*> read_;  // parents are visited before children
};

}  // namespace

llvm::APSInt Constants::As(clang::QualType type, llvm::APSInt number) const {
  if (type->isBooleanType()) {
    return llvm::APSInt(llvm::APInt(ast_.getIntWidth(type), number != 0), /*isUnsigned=*/true);
  }
  number = number.extOrTrunc(ast_.getIntWidth(type));
  number.setIsUnsigned(!type->isSignedIntegerOrEnumerationType());
  return number;
}

Constants::Number Constants::Apply(clang::BinaryOperatorKind op, const llvm::APSInt& a,
                                   const llvm::APSInt& b) {
  using llvm::APInt;
  using llvm::APSInt;
  const auto truth = [](bool value) { return APSInt::get(value); };
  if (clang::BinaryOperator::isShiftOp(op)) {
    if (b.isNegative() || b.getLimitedValue() >= a.getBitWidth()) return std::nullopt;
    const unsigned by = static_cast<unsigned>(b.getLimitedValue());
    if (op == clang::BO_Shr) return a >> by;
    return a.isSigned() && (a.isNegative() || a.countl_zero() <= by) ? Number() : Number(a << by);
  }
  if (a.getBitWidth() != b.getBitWidth() || a.isSigned() != b.isSigned()) return std::nullopt;
  bool overflow = false;
  const auto checked = [&](APInt result) -> Number {
    if (overflow && a.isSigned()) return std::nullopt;
    return APSInt(std::move(result), a.isUnsigned());
  };
  switch (op) {
    case clang::BO_Add:
      return checked(a.sadd_ov(b, overflow));
    case clang::BO_Sub:
      return checked(a.ssub_ov(b, overflow));
    case clang::BO_Mul:
      return checked(a.smul_ov(b, overflow));
    case clang::BO_Div:
    case clang::BO_Rem:
      if (b == 0 || (a.isSigned() && a.isMinSignedValue() && b.isAllOnes())) return std::nullopt;
      return op == clang::BO_Div ? a / b : a % b;
    case clang::BO_And:
      return a & b;
    case clang::BO_Or:
      return a | b;
    case clang::BO_Xor:
      return a ^ b;
    case clang::BO_LT:
      return truth(a < b);
    case clang::BO_GT:
      return truth(a > b);
    case clang::BO_LE:
      return truth(a <= b);
    case clang::BO_GE:
      return truth(a >= b);
    case clang::BO_EQ:
      return truth(a == b);
    case clang::BO_NE:
      return truth(a != b);
    default:
      return std::nullopt;
  }
}

bool Constants::Stored(const clang::VarDecl* variable) {
  if (!stores_known_) {
    stores_known_ = true;
    StoreFinder finder(stored_);
    const clang::SourceManager& sources = ast_.getSourceManager();
    for (clang::Decl* decl : ast_.getTranslationUnitDecl()->decls()) {
      // System headers do not know the program's variables.
      if (!sources.isInSystemHeader(decl->getLocation())) finder.TraverseDecl(decl);
    }
  }
  return stored_.contains(variable->getCanonicalDecl());
}

Constants::Number Constants::IfAssumed(const clang::ValueDecl* decl, clang::QualType type) const {
  const auto it = assumed_.find(decl->getCanonicalDecl());
  if (it == assumed_.end() || it->second.other) return std::nullopt;
  return As(type, llvm::APSInt::get(it->second.numbers.front()));
}

const clang::ValueDecl* NumberAsked(const clang::Expr* expr) {
  expr = expr->IgnoreParenImpCasts();
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
  if (call) return call->getNumArgs() == 0 ? call->getDirectCallee() : nullptr;
  return Named(expr);
}

bool Constants::Excluded(const clang::Expr* expr, const llvm::APSInt& number) const {
  if (assumed_.empty() || !number.isRepresentableByInt64()) return false;
  const clang::ValueDecl* decl = NumberAsked(expr);
  const auto it = decl ? assumed_.find(decl->getCanonicalDecl()) : assumed_.end();
  return it != assumed_.end() && it->second.other &&
         llvm::is_contained(it->second.numbers, number.getExtValue());
}

std::optional<bool> Constants::Holds(const clang::Expr* condition, Variable variable) {
  if (const Number value = Value(condition, variable)) return *value != 0;
  return HoldsOfOthers(condition, variable);
}

std::optional<bool> Constants::HoldsOfOthers(const clang::Expr* condition, Variable variable) {
  if (assumed_.empty()) return std::nullopt;
  condition = condition->IgnoreParenImpCasts();
  if (Excluded(condition, llvm::APSInt::get(0))) return true;
  if (const auto* negated = llvm::dyn_cast<clang::UnaryOperator>(condition);
      negated && negated->getOpcode() == clang::UO_LNot) {
    const std::optional<bool> inner = Holds(negated->getSubExpr(), variable);
    return inner ? std::optional(!*inner) : std::nullopt;
  }
  const auto* op = llvm::dyn_cast<clang::BinaryOperator>(condition);
  if (!op) return std::nullopt;
  if (op->isLogicalOp()) {
    const std::optional<bool> left = Holds(op->getLHS(), variable);
    const std::optional<bool> right = Holds(op->getRHS(), variable);
    const bool decides = op->getOpcode() == clang::BO_LOr;
    if (left == decides || right == decides) return decides;
    return left && right ? std::optional(!decides) : std::nullopt;
  }
  if (!op->isEqualityOp()) return std::nullopt;
  const auto excluded = [&](const clang::Expr* asked, const clang::Expr* with) {
    const Number number = Value(with, variable);
    return number && Excluded(asked, *number);
  };
  if (!excluded(op->getLHS(), op->getRHS()) && !excluded(op->getRHS(), op->getLHS())) {
    return std::nullopt;
  }
  return op->getOpcode() == clang::BO_NE;
}

Constants::Number Constants::StartsAs(const clang::VarDecl* variable) {
  if (!IsNumber(variable->getType()) || variable->isWeak()) return std::nullopt;
  const clang::VarDecl* initialised = nullptr;
  const clang::Expr* init = variable->getAnyInitializer(initialised);
  if (!init) {
    if (variable->hasDefinition(ast_) == clang::VarDecl::DeclarationOnly) return std::nullopt;
    return As(variable->getType(), llvm::APSInt::get(0));
  }
  clang::Expr::EvalResult result;
  if (init->isValueDependent() || !init->EvaluateAsInt(result, ast_)) return std::nullopt;
  return As(variable->getType(), result.Val.getInt());
}

bool Constants::DecidedElsewhere(const clang::ValueDecl* decl) {
  if (decl->isWeak() || !decl->isExternallyVisible() ||
      ast_.getSourceManager().isInSystemHeader(decl->getLocation())) {
    return false;
  }
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    return function->getNumParams() == 0 && !function->isVariadic() &&
           IsNumber(function->getReturnType()) && !(method && method->isInstance()) &&
           !function->hasBody() && !function->getBuiltinID();
  }
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
  return variable && IsNumber(variable->getType()) && variable->hasGlobalStorage() &&
         !variable->isStaticLocal() && !variable->hasAttr<clang::UsedAttr>() &&
         !OfGlobal(variable) && (variable->getType().isConstQualified() || !Stored(variable));
}

Constants::Number Constants::OfGlobal(const clang::VarDecl* variable) {
  if (const Number assumed = IfAssumed(variable, variable->getType())) return assumed;
  const auto [it, added] = globals_.try_emplace(variable->getCanonicalDecl());
  if (!added) return it->second;
  const clang::QualType type = variable->getType();
  if (!IsNumber(type) || variable->isWeak()) return std::nullopt;
  if (!type.isConstQualified()) {
    const bool own = variable->isStaticLocal()
                         ? !variable->isExternallyVisible()
                         : variable->getFormalLinkage() == clang::Linkage::Internal;
    const bool system = ast_.getSourceManager().isInSystemHeader(variable->getLocation());
    if (!own || system || variable->hasAttr<clang::UsedAttr>() || Stored(variable)) {
      return std::nullopt;
    }
  } else if (!variable->getAnyInitializer()) {
    return std::nullopt;  // another unit's
  }
  const Number value = StartsAs(variable);
  return globals_[variable->getCanonicalDecl()] = value;
}

Constants::Number Constants::OfCall(const clang::CallExpr* call) {
  const clang::FunctionDecl* callee = call->getDirectCallee();
  if (!callee || callee->isWeak() || callee->isDependentContext()) return std::nullopt;
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  if (method && method->isVirtual()) return std::nullopt;
  const clang::FunctionDecl* definition = nullptr;
  if (callee->hasBody(definition)) return Returns(definition);
  return IfAssumed(callee, callee->getReturnType());
}

Constants::Number Constants::Returns(const clang::FunctionDecl* definition) {
  const clang::Stmt* body = definition->getBody();
  auto& known = assumed_.empty() ? functions_ : functions_assumed_;
  const auto [it, added] = known.try_emplace(definition);
  if (!added) return it->second;  // also where it calls itself
  const auto* block = llvm::dyn_cast<clang::CompoundStmt>(body);
  const auto* returns = block && block->size() == 1
                            ? llvm::dyn_cast<clang::ReturnStmt>(block->body_front())
                            : nullptr;
  if (!returns || !returns->getRetValue()) return std::nullopt;
  const Number value =
      Value(returns->getRetValue(), [](const clang::VarDecl*) { return Number(); });
  return known[definition] = value;
}

Constants::Number Constants::OfBinary(const clang::BinaryOperator* op, Variable variable) {
  const clang::Expr *left = op->getLHS(), *right = op->getRHS();
  if (op->isLogicalOp()) {
    const bool decides = op->getOpcode() == clang::BO_LOr;  // what one operand settles
    const Number a = Value(left, variable), b = Value(right, variable);
    if ((a && (*a != 0) == decides) || (b && (*b != 0) == decides)) {
      return As(op->getType(), llvm::APSInt::get(decides));
    }
    if (a && b) return As(op->getType(), llvm::APSInt::get(!decides));
    return std::nullopt;
  }
  if (op->getOpcode() == clang::BO_Comma) return Value(right, variable);
  const Number a = Value(left, variable);
  if (!a) return std::nullopt;
  const Number b = Value(right, variable);
  if (!b) return std::nullopt;
  const Number result = Apply(op->getOpcode(), *a, *b);
  return result ? Number(As(op->getType(), *result)) : std::nullopt;
}

Constants::Number Constants::Value(const clang::Expr* expr, Variable variable) {
  expr = expr->IgnoreParens();
  if (!IsNumber(expr->getType()) || expr->isValueDependent()) return std::nullopt;
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expr)) {
    switch (cast->getCastKind()) {
      case clang::CK_LValueToRValue:
        if (const clang::VarDecl* named = Named(cast->getSubExpr())) {
          return named->hasGlobalStorage() ? OfGlobal(named) : variable(named);
        }
        return std::nullopt;
      case clang::CK_NoOp:
      case clang::CK_IntegralCast:
      case clang::CK_IntegralToBoolean:
        if (const Number number = Value(cast->getSubExpr(), variable)) {
          return As(cast->getType(), *number);
        }
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }
  if (const auto* full = llvm::dyn_cast<clang::FullExpr>(expr)) {
    return Value(full->getSubExpr(), variable);
  }
  if (const auto* op = llvm::dyn_cast<clang::UnaryOperator>(expr)) {
    const auto code = op->getOpcode();
    if (code != clang::UO_LNot && code != clang::UO_Minus && code != clang::UO_Not &&
        code != clang::UO_Plus) {
      return std::nullopt;
    }
    const Number number = Value(op->getSubExpr(), variable);
    if (!number) return std::nullopt;
    if (code == clang::UO_LNot) return As(op->getType(), llvm::APSInt::get(*number == 0));
    if (code == clang::UO_Plus) return number;
    if (code == clang::UO_Not) return ~*number;
    if (number->isSigned() && number->isMinSignedValue()) return std::nullopt;
    return -*number;
  }
  if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(expr)) {
    return op->isAssignmentOp() ? Number() : OfBinary(op, variable);
  }
  if (const auto* choice = llvm::dyn_cast<clang::ConditionalOperator>(expr)) {
    const Number which = Value(choice->getCond(), variable);
    if (!which) return std::nullopt;
    return Value(*which != 0 ? choice->getTrueExpr() : choice->getFalseExpr(), variable);
  }
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr)) {
    if (const Number number = OfCall(call)) return number;
  }
  // Literals, sizeof, enumerators, constant expressions.
  clang::Expr::EvalResult result;
  if (llvm::isa<clang::IntegerLiteral, clang::CXXBoolLiteralExpr, clang::CharacterLiteral,
                clang::UnaryExprOrTypeTraitExpr, clang::DeclRefExpr, clang::TypeTraitExpr,
                clang::SizeOfPackExpr, clang::CXXNoexceptExpr, clang::CallExpr>(expr) &&
      expr->EvaluateAsInt(result, ast_)) {
    return As(expr->getType(), result.Val.getInt());
  }
  return std::nullopt;
}

}  // namespace pedigree
