// Arguments that are constants, where the callee's branches ask them: which of its ways are taken
// is known then.

#include "analyzer/extract/conditions.h"
#include "analyzer/extract/constants.h"
#include "analyzer/extract/statements.h"
#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

// Ways with constants that are extracted: of one function, and of a unit beside a share of its
// functions.
constexpr uint32_t kMaxOfFunction = 4;
constexpr size_t kMaxOfUnit = 32;
// A function that takes more than so many values to be told is not told once more.
constexpr int kMaxValues = 4096;
constexpr size_t kShareOfUnit = 8;

const clang::ParmVarDecl* ParameterIn(const clang::Expr* expr,
                                      const clang::FunctionDecl* function) {
  const auto* parameter =
      llvm::dyn_cast_or_null<clang::ParmVarDecl>(Named(expr->IgnoreParenCasts()));
  if (!parameter || parameter->getDeclContext() != function) return nullptr;
  const clang::QualType type = parameter->getType();
  return type->isIntegralOrEnumerationType() && !type.isVolatileQualified() ? parameter : nullptr;
}

// Calls `visit` with each expression that a condition compares, or takes for a truth.
void ForAsked(const clang::Expr* condition, llvm::function_ref<void(const clang::Expr*)> visit) {
  if (!condition) return;
  ForEachCondition(condition, [&](const clang::Expr* one) {
    const auto* op = llvm::dyn_cast<clang::BinaryOperator>(one);
    if (!op) return visit(one);
    if (op->isComparisonOp() || op->getOpcode() == clang::BO_And) {
      ForAsked(op->getLHS(), visit);
      ForAsked(op->getRHS(), visit);
    }
  });
}

const clang::Expr* ConditionOf(const clang::Stmt* stmt) {
  if (const auto* s = llvm::dyn_cast<clang::IfStmt>(stmt)) return s->getCond();
  if (const auto* s = llvm::dyn_cast<clang::SwitchStmt>(stmt)) return s->getCond();
  if (const auto* s = llvm::dyn_cast<clang::WhileStmt>(stmt)) return s->getCond();
  if (const auto* s = llvm::dyn_cast<clang::DoStmt>(stmt)) return s->getCond();
  if (const auto* s = llvm::dyn_cast<clang::ForStmt>(stmt)) return s->getCond();
  if (const auto* s = llvm::dyn_cast<clang::ConditionalOperator>(stmt)) return s->getCond();
  const auto* op = llvm::dyn_cast<clang::BinaryOperator>(stmt);
  return op && op->isLogicalOp() ? op : nullptr;
}

}  // namespace

// The parameters that the function's branches ask, or that it hands on to a function whose branches
// do.
const std::set<unsigned>& Unit::Deciding(const clang::FunctionDecl* definition) {
  const auto [it, added] = deciding_.try_emplace(definition);
  if (!added) return it->second;  // also where it calls itself
  std::set<unsigned> asked;
  const auto look = [&](const clang::Stmt* stmt) {
    ForAsked(ConditionOf(stmt), [&](const clang::Expr* expr) {
      if (const auto* parameter = ParameterIn(expr, definition)) {
        asked.insert(parameter->getFunctionScopeIndex());
      }
    });
    // Operators that are members have their object before their parameters: those are left out.
    const auto* call = llvm::dyn_cast<clang::CallExpr>(stmt);
    const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    const clang::FunctionDecl* body = nullptr;
    if (!callee || llvm::isa<clang::CXXOperatorCallExpr>(call) || InStandardLibrary(callee) ||
        !callee->hasBody(body)) {
      return;
    }
    for (unsigned i = 0; i < std::min(call->getNumArgs(), callee->getNumParams()); ++i) {
      const auto* parameter = ParameterIn(call->getArg(i), definition);
      if (parameter && Deciding(body).contains(i)) {
        asked.insert(parameter->getFunctionScopeIndex());
      }
    }
  };
  ForEachStatement(definition->getBody(), look);
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(definition)) {
    for (const auto* init : constructor->inits()) ForEachStatement(init->getInit(), look);
  }
  return deciding_[definition] = std::move(asked);
}

// Whether the function is to be walked once more for these constants: there are not too many ways
// already, and it is not too large. Without, only precision is lost.
bool Unit::RequireConstants(const clang::FunctionDecl* function, const Aliases& aliases) {
  const std::string& symbol = texts_[Symbol(function)];
  if (aliased_seen_.contains(symbol + aliases.name)) return true;
  if (const auto written = written_.find(function->getCanonicalDecl());
      written != written_.end() &&
      fragment_.function(written->second.index).value_size() > kMaxValues) {
    return false;
  }
  uint32_t& ways = ways_with_constants_[function->getCanonicalDecl()];
  if (ways >= kMaxOfFunction || all_with_constants_ >= kMaxOfUnit + walked_.size() / kShareOfUnit) {
    return false;
  }
  ++ways;
  ++all_with_constants_;
  RequireAliased(function, aliases);
  return true;
}

// The constants among the arguments that the callee's branches ask. Known once the function is.
Aliases Walker::FindConstants(const CallRecord& record) {
  Aliases found;
  const clang::FunctionDecl* definition = nullptr;
  if (!record.body_of || !record.body_of->hasBody(definition) || definition->isVariadic() ||
      (aliases_ && function_ && definition->getCanonicalDecl() == function_->getCanonicalDecl())) {
    return found;
  }
  for (unsigned i = 0; i < std::min<size_t>(record.arguments.size(), definition->getNumParams());
       ++i) {
    const auto number = values_.OnlyNumber(values_.Cell(record.arguments[i], 0, 0));
    if (!number || !unit_.Deciding(definition).contains(i)) continue;
    found.constants.push_back({static_cast<int>(i), *number});
    found.name += "|" + std::to_string(i) + ":=" + std::to_string(*number);
  }
  return found;
}

}  // namespace pedigree
