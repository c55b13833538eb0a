#include "analyzer/extract/program_numbers.h"

#include <algorithm>

#include "analyzer/extract/conditions.h"
#include "analyzer/extract/unit.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/MapVector.h"

namespace pedigree {
namespace {

// Ways to walk a function once more; and how many blocks of graphs are walked so in a unit, beside
// a share of those that are walked anyway.
constexpr size_t kMaxOfFunction = 8;
constexpr size_t kMaxBlocks = 2000;
constexpr size_t kShareOfBlocks = 8;

class Asking {
 public:
  explicit Asking(Constants& constants) : constants_(constants) {}

  void Look(const clang::CFGBlock& block) {
    const auto* condition = llvm::dyn_cast_or_null<clang::Expr>(block.getTerminatorCondition());
    if (!condition) return;
    if (const auto* choice = llvm::dyn_cast<clang::SwitchStmt>(block.getTerminatorStmt())) {
      const clang::ValueDecl* decl = In(condition);
      for (const auto* label = choice->getSwitchCaseList(); decl && label;
           label = label->getNextSwitchCase()) {
        if (const auto* one = llvm::dyn_cast<clang::CaseStmt>(label)) Compared(decl, one->getLHS());
      }
      return;
    }
    Look(condition);
  }

  std::vector<AskedNumber> Take() {
    std::vector<AskedNumber> all;
    for (auto& [decl, asked] : asked_) all.push_back(std::move(asked));
    return all;
  }

 private:
  void Look(const clang::Expr* condition) {
    ForEachCondition(condition, [&](const clang::Expr* one) {
      const auto* op = llvm::dyn_cast<clang::BinaryOperator>(one);
      if (!op) {
        if (const auto* decl = In(one)) Note(decl, 0);
      } else if (op->isComparisonOp()) {
        if (const auto* left = In(op->getLHS())) Compared(left, op->getRHS());
        if (const auto* right = In(op->getRHS())) Compared(right, op->getLHS());
      }
    });
  }

  // The variable or function whose number the expression is, if the program decides it.
  const clang::ValueDecl* In(const clang::Expr* expr) {
    const clang::ValueDecl* decl = NumberAsked(expr);
    if (!decl) return nullptr;
    decl = llvm::cast<clang::ValueDecl>(decl->getCanonicalDecl());
    const auto [it, added] = decided_.try_emplace(decl, false);
    if (added) it->second = constants_.DecidedElsewhere(decl);
    return it->second ? decl : nullptr;
  }

  void Compared(const clang::ValueDecl* decl, const clang::Expr* with) {
    const auto nothing = [](const clang::VarDecl*) { return Constants::Number(); };
    const Constants::Number number = constants_.Value(with, nothing);
    if (!number || !number->isRepresentableByInt64()) return;
    Note(decl, number->getExtValue());
  }

  void Note(const clang::ValueDecl* decl, int64_t number) {
    AskedNumber& asked = asked_[decl];
    if (!llvm::is_contained(asked.numbers, number)) asked.numbers.push_back(number);
    if (asked.decl) return;
    asked.decl = decl;
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
    const Constants::Number start = variable ? constants_.StartsAs(variable) : Constants::Number();
    if (start && start->isRepresentableByInt64()) asked.start = start->getExtValue();
  }

  Constants& constants_;
  llvm::DenseMap<const clang::ValueDecl*, bool> decided_;
  llvm::MapVector<const clang::ValueDecl*, AskedNumber> asked_;
};

}  // namespace

std::vector<AskedNumber> NumbersAsked(const clang::CFG& graph, Constants& constants) {
  Asking asking(constants);
  for (const clang::CFGBlock* block : graph) {
    if (block->succ_size() > 1) asking.Look(*block);
  }
  return asking.Take();
}

// Of several numbers, the function is walked for each combination, also of some of them, for it is
// not known here which of them the program knows. Those that say most come first.
void Unit::RequireGiven(const clang::FunctionDecl* function, const clang::CFG& graph) {
  blocks_walked_ += graph.size();
  std::vector<Aliases> ways(1);
  for (const AskedNumber& number : NumbersAsked(graph, constants_)) {
    std::vector<AssumedNumber> choices;
    if (number.start) {
      choices.push_back({{*number.start}});
    } else {
      for (const int64_t one : number.numbers) choices.push_back({{one}});
      choices.push_back({number.numbers, /*other=*/true});
    }
    std::vector<Aliases> more = ways;  // of which this number is not told
    for (const Aliases& way : ways) {
      for (const AssumedNumber& choice : choices) {
        more.push_back(way);
        more.back().given.push_back({number.decl, choice});
        more.back().name += "|" + texts_[Symbol(number.decl)] + (choice.other ? ":!=" : ":=");
        for (const int64_t one : choice.numbers) more.back().name += std::to_string(one) + ",";
      }
    }
    if (more.size() > kMaxOfFunction + 1) continue;
    ways = std::move(more);
  }
  ways.erase(ways.begin());  // the one that tells nothing: the function itself
  const size_t blocks = blocks_given_ + ways.size() * graph.size();
  if (blocks > kMaxBlocks + blocks_walked_ / kShareOfBlocks) return;
  blocks_given_ = blocks;
  std::sort(ways.begin(), ways.end(), [](const Aliases& a, const Aliases& b) {
    return a.given.size() != b.given.size() ? a.given.size() > b.given.size() : a.name < b.name;
  });
  for (const Aliases& way : ways) RequireAliased(function, way);
}

void Unit::NoteNumber(const clang::ValueDecl* decl) {
  if (!decl->isExternallyVisible() || decl->isWeak() || InSystemHeader(decl)) return;
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
  const clang::QualType type =
      variable ? variable->getType() : llvm::cast<clang::FunctionDecl>(decl)->getReturnType();
  if (type->isDependentType() || !type->isIntegralOrEnumerationType()) return;
  if (variable && variable->isStaticLocal()) return;
  numbers_.insert(llvm::cast<clang::ValueDecl>(decl->getCanonicalDecl()));
}

void Unit::AddKnownNumbers() {
  std::vector<KnownNumber> known;
  for (const clang::ValueDecl* decl : numbers_) {
    KnownNumber number;
    Constants::Number value;
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) {
      number.set_constant(variable->getType().isConstQualified());
      number.set_stored(!number.constant() && constants_.Stored(variable));
      value = constants_.StartsAs(variable);
    } else {
      const clang::FunctionDecl* definition = nullptr;
      if (!llvm::cast<clang::FunctionDecl>(decl)->hasBody(definition)) continue;
      number.set_constant(true);
      value = constants_.Returns(definition);
    }
    if (value && value->isRepresentableByInt64()) {
      number.set_known(true);
      number.set_number(value->getExtValue());
    }
    if (!number.known() && !number.stored()) continue;
    number.set_symbol(Symbol(decl));
    known.push_back(std::move(number));
  }
  std::sort(known.begin(), known.end(), [&](const KnownNumber& a, const KnownNumber& b) {
    return texts_[a.symbol()] < texts_[b.symbol()];
  });
  for (KnownNumber& number : known) *fragment_.add_known_number() = std::move(number);
}

}  // namespace pedigree
