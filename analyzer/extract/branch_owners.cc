// Pointers, smart pointers and optionals of which it is known whether they hold something.
//
// As what is known of a variable they are a truth: what `if (p)` would find.

#include "analyzer/extract/branches.h"
#include "clang/AST/ExprCXX.h"

namespace pedigree {
namespace {

using Number = Constants::Number;

enum class Owner { kNone, kPointer, kSmart, kOptional };

Owner KindOf(clang::QualType type) {
  if (type.isNull() || type->isDependentType() || type.isVolatileQualified()) return Owner::kNone;
  if (type->isPointerType()) return Owner::kPointer;
  const auto* record = type->getAsCXXRecordDecl();
  if (!record || !record->isInStdNamespace() || !record->getIdentifier()) return Owner::kNone;
  if (record->getName() == "unique_ptr" || record->getName() == "shared_ptr") return Owner::kSmart;
  return record->getName() == "optional" ? Owner::kOptional : Owner::kNone;
}

// Without what stands between an object and where it is used: temporaries, qualifiers, bases.
const clang::Expr* Plain(const clang::Expr* expr) {
  while (true) {
    expr = expr->IgnoreParens();
    if (const auto* full = llvm::dyn_cast<clang::FullExpr>(expr)) {
      expr = full->getSubExpr();
    } else if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expr)) {
      expr = made->getSubExpr();
    } else if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expr)) {
      expr = bound->getSubExpr();
    } else if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expr);
               cast && (cast->getCastKind() == clang::CK_NoOp ||
                        cast->getCastKind() == clang::CK_ConstructorConversion ||
                        cast->getCastKind() == clang::CK_DerivedToBase ||
                        cast->getCastKind() == clang::CK_UncheckedDerivedToBase)) {
      expr = cast->getSubExpr();
    } else {
      return expr;
    }
  }
}

const clang::VarDecl* OwnerNamed(const clang::Expr* expr) {
  const clang::VarDecl* variable = Named(Plain(expr));
  return variable && KindOf(variable->getType()) > Owner::kPointer ? variable : nullptr;
}

bool IsStd(const clang::Expr* expr, llvm::ArrayRef<llvm::StringRef> names) {
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
  const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  return callee && callee->isInStdNamespace() && callee->getIdentifier() &&
         llvm::is_contained(names, callee->getName());
}

// The variable that `std::move(variable)` names.
const clang::VarDecl* Moved(const clang::Expr* expr) {
  expr = Plain(expr);
  if (!IsStd(expr, {"move"})) return nullptr;
  const auto* call = llvm::cast<clang::CallExpr>(expr);
  return call->getNumArgs() == 1 ? OwnerNamed(call->getArg(0)) : nullptr;
}

// What an owner of that kind is given to hold nothing. An optional may hold a null pointer.
bool Empties(Owner kind, const clang::Expr* expr) {
  const clang::QualType type = Plain(expr)->getType();
  if (kind != Owner::kOptional) return type->isNullPtrType();
  const auto* record = type->getAsCXXRecordDecl();
  return record && record->isInStdNamespace() && record->getIdentifier() &&
         record->getName() == "nullopt_t";
}

bool SameType(clang::QualType a, clang::QualType b) {
  return a.getNonReferenceType().getCanonicalType().getUnqualifiedType() ==
         b.getNonReferenceType().getCanonicalType().getUnqualifiedType();
}

unsigned ArgumentsGiven(const clang::CXXConstructExpr* made) {
  unsigned given = made->getNumArgs();
  while (given > 0 && llvm::isa<clang::CXXDefaultArgExpr>(made->getArg(given - 1))) --given;
  return given;
}

Number Truth(bool truth) { return llvm::APSInt::get(truth); }

}  // namespace

bool Branches::IsOwner(clang::QualType type) { return KindOf(type) != Owner::kNone; }

const clang::VarDecl* Branches::KeepsToName(const clang::Stmt* use) {
  if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(use)) {
    const clang::CXXMethodDecl* method = call->getMethodDecl();
    const clang::VarDecl* owner = OwnerNamed(call->getImplicitObjectArgument());
    if (!method || !owner) return nullptr;
    if (llvm::isa<clang::CXXConversionDecl>(method)) return owner;
    static constexpr llvm::StringRef kMethods[] = {"get",       "reset",     "release",
                                                   "has_value", "emplace",   "value",
                                                   "value_or",  "use_count", "get_deleter"};
    return method->getIdentifier() && llvm::is_contained(kMethods, method->getName()) ? owner
                                                                                      : nullptr;
  }
  if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(use)) {
    switch (call->getOperator()) {
      case clang::OO_Arrow:
      case clang::OO_Star:
      case clang::OO_Subscript:
      case clang::OO_Equal:
        return OwnerNamed(call->getArg(0));
      case clang::OO_EqualEqual:
      case clang::OO_ExclaimEqual:
        return call->getNumArgs() == 2 &&
                       Empties(KindOf(Plain(call->getArg(0))->getType()), call->getArg(1))
                   ? OwnerNamed(call->getArg(0))
                   : nullptr;
      default:
        return nullptr;
    }
  }
  return nullptr;
}

const clang::VarDecl* Branches::GivesItsValue(const clang::Stmt* use) {
  const clang::Expr* from = nullptr;
  if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(use)) {
    if (KindOf(made->getType()) > Owner::kPointer && ArgumentsGiven(made) == 1) {
      from = made->getArg(0);
    }
  } else if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(use);
             call && call->getOperator() == clang::OO_Equal &&
             KindOf(call->getArg(0)->getType()) > Owner::kPointer) {
    from = call->getArg(1);
  }
  if (!from) return nullptr;
  if (const clang::VarDecl* moved = Moved(from)) return moved;
  return from->getType().isConstQualified() ? OwnerNamed(from) : nullptr;
}

Number Branches::Holds(const clang::Expr* expr) {
  expr = Plain(expr);
  if (const auto it = made_.find(expr); it != made_.end()) return it->second;
  const auto known = [&](const clang::VarDecl* variable) {
    const auto it = known_.find(variable);
    return it == known_.end() ? Number() : Number(it->second);
  };
  if (expr->getType()->isNullPtrType()) return Truth(false);
  if (const clang::VarDecl* moved = Moved(expr)) return known(moved);
  if (const clang::VarDecl* owner = OwnerNamed(expr)) return known(owner);
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expr)) {
    switch (cast->getCastKind()) {
      case clang::CK_NullToPointer:
        return Truth(false);
      case clang::CK_ArrayToPointerDecay:
        return Truth(true);
      case clang::CK_BitCast:
        return Holds(cast->getSubExpr());
      case clang::CK_LValueToRValue: {
        const clang::VarDecl* variable = Named(cast->getSubExpr());
        return variable && IsOwner(variable->getType()) ? known(variable) : Number();
      }
      default:
        return std::nullopt;
    }
  }
  if (const auto* op = llvm::dyn_cast<clang::UnaryOperator>(expr);
      op && op->getOpcode() == clang::UO_AddrOf) {
    const clang::VarDecl* variable = Named(op->getSubExpr());
    return variable && variable->hasLocalStorage() ? Truth(true) : Number();
  }
  if (const auto* made = llvm::dyn_cast<clang::CXXNewExpr>(expr)) {
    return made->shouldNullCheckAllocation() ? Number() : Truth(true);
  }
  if (llvm::isa<clang::CXXThisExpr>(expr) ||
      IsStd(expr, {"make_unique", "make_shared", "make_optional"})) {
    return Truth(true);
  }
  const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(expr);
  const Owner kind = made ? KindOf(made->getType()) : Owner::kNone;
  if (kind <= Owner::kPointer) return std::nullopt;
  const unsigned given = ArgumentsGiven(made);
  if (given == 0) return Truth(false);
  // An optional that is given several things makes what it holds of them.
  if (given > 1) return kind == Owner::kOptional ? Truth(true) : Number();
  return Given(made->getType(), made->getArg(0));
}

// Whether an object of that type holds something once it is made or assigned of `from`.
Number Branches::Given(clang::QualType type, const clang::Expr* from) {
  if (KindOf(type) == Owner::kSmart) return Holds(from);
  if (Empties(Owner::kOptional, from)) return Truth(false);
  const clang::QualType given = Plain(from)->getType();
  if (SameType(given, type)) return Holds(from);
  // Of another optional it may hold what that one holds, or the optional.
  return KindOf(given) == Owner::kOptional ? Number() : Truth(true);
}

Number Branches::OwnerTruth(const clang::Expr* condition) {
  condition = condition->IgnoreParens();
  if (const auto* rewritten = llvm::dyn_cast<clang::CXXRewrittenBinaryOperator>(condition)) {
    condition = rewritten->getSemanticForm()->IgnoreParens();
  }
  if (const auto* full = llvm::dyn_cast<clang::FullExpr>(condition)) {
    return OwnerTruth(full->getSubExpr());
  }
  const auto negated = [](const Number& number) { return number ? Truth(*number == 0) : Number(); };
  if (const auto* op = llvm::dyn_cast<clang::UnaryOperator>(condition)) {
    return op->getOpcode() == clang::UO_LNot ? negated(OwnerTruth(op->getSubExpr())) : Number();
  }
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(condition)) {
    switch (cast->getCastKind()) {
      case clang::CK_PointerToBoolean:
        return Holds(cast->getSubExpr());
      case clang::CK_UserDefinedConversion:
      case clang::CK_NoOp:
        return OwnerTruth(cast->getSubExpr());
      default:
        return std::nullopt;
    }
  }
  if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(condition)) {
    const clang::CXXMethodDecl* method = call->getMethodDecl();
    if (!method || !OwnerNamed(call->getImplicitObjectArgument())) return std::nullopt;
    const bool asks = llvm::isa<clang::CXXConversionDecl>(method) ||
                      (method->getIdentifier() && method->getName() == "has_value");
    return asks ? Holds(call->getImplicitObjectArgument()) : Number();
  }
  const auto compared = [&](Owner kind, const clang::Expr* a, const clang::Expr* b, bool equal) {
    const auto null = [&](const clang::Expr* e) {
      if (Empties(kind, e)) return true;
      const auto* cast = llvm::dyn_cast<clang::CastExpr>(Plain(e));
      return kind == Owner::kPointer && cast && cast->getCastKind() == clang::CK_NullToPointer;
    };
    if (null(a)) std::swap(a, b);
    if (!null(b)) return Number();
    return equal ? negated(Holds(a)) : Holds(a);
  };
  if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(condition)) {
    if (!op->isEqualityOp() || !op->getLHS()->getType()->isPointerType()) return std::nullopt;
    return compared(Owner::kPointer, op->getLHS(), op->getRHS(), op->getOpcode() == clang::BO_EQ);
  }
  if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(condition);
      call && call->getNumArgs() == 2 &&
      (call->getOperator() == clang::OO_EqualEqual ||
       call->getOperator() == clang::OO_ExclaimEqual)) {
    const clang::VarDecl* owner = OwnerNamed(call->getArg(0));
    if (!owner) owner = OwnerNamed(call->getArg(1));
    if (!owner) return std::nullopt;
    return compared(KindOf(owner->getType()), call->getArg(0), call->getArg(1),
                    call->getOperator() == clang::OO_EqualEqual);
  }
  return std::nullopt;
}

void Branches::ExecuteOwner(const clang::Stmt* stmt) {
  if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(stmt)) {
    if (KindOf(made->getType()) <= Owner::kPointer) return;
    const Number holds = Holds(made);
    made_[made] = holds;
    const clang::VarDecl* moved = ArgumentsGiven(made) == 1 ? Moved(made->getArg(0)) : nullptr;
    // An optional that was moved from holds what is left of it.
    if (moved && KindOf(moved->getType()) == Owner::kSmart) Set(moved, Truth(false));
  } else if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(stmt)) {
    if (call->getOperator() != clang::OO_Equal || call->getNumArgs() != 2) return;
    const clang::VarDecl* to = OwnerNamed(call->getArg(0));
    const clang::VarDecl* moved = Moved(call->getArg(1));
    if (to && to == moved) return;
    const Number holds = to ? Given(to->getType(), call->getArg(1)) : Number();
    if (moved && KindOf(moved->getType()) == Owner::kSmart) Set(moved, Truth(false));
    Set(to, holds);
  } else if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(stmt)) {
    const clang::CXXMethodDecl* method = call->getMethodDecl();
    const clang::VarDecl* owner = OwnerNamed(call->getImplicitObjectArgument());
    if (!method || !owner || !method->getIdentifier()) return;
    if (method->getName() == "emplace") {
      Set(owner, Truth(true));
    } else if (method->getName() == "release") {
      Set(owner, Truth(false));
    } else if (method->getName() == "reset") {
      const bool given =
          call->getNumArgs() > 0 && !llvm::isa<clang::CXXDefaultArgExpr>(call->getArg(0));
      Set(owner, given ? Holds(call->getArg(0)) : Truth(false));
    }
  }
}

}  // namespace pedigree
