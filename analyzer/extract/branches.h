// Which ways a function's branches go.
//
// A forward pass over the control-flow graph that knows of each local integer whether it is one
// constant, of each local pointer, smart pointer and optional whether it holds something, and
// follows only the edges that can be taken (sparse conditional constant propagation:
// Wegman and Zadeck, TOPLAS 13(2), 1991; here over the graph, not over def-use chains). What stands
// behind an edge that is never taken has no part in the function's value flow.

#ifndef PEDIGREE_ANALYZER_EXTRACT_BRANCHES_H_
#define PEDIGREE_ANALYZER_EXTRACT_BRANCHES_H_

#include <map>
#include <optional>

#include "analyzer/extract/constants.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace pedigree {

class Branches {
 public:
  // `function`: whose graph it is; null for an initialiser. It must live as long as this.
  // `on_entry`: what parameters are known to be on entry; `apart`: no two of them, nor the object
  // itself, are the same.
  using OnEntry = std::vector<std::pair<const clang::VarDecl*, int64_t>>;
  Branches(Constants& constants, const clang::FunctionDecl* function, const clang::CFG& graph,
           const OnEntry& on_entry = {}, bool apart = false);

  // Whether the edge from `block` to its successor number `successor` may be taken.
  bool Taken(const clang::CFGBlock& block, unsigned successor) const {
    const auto only = only_.find(block.getBlockID());
    return only == only_.end() || only->second == successor;
  }

  // Whether the edge enters a loop which is then sure to do a first round: control comes to where
  // that begins, and what the loop's condition looks at is not changed by looking.
  const clang::CFGBlock* FirstRound(const clang::CFGBlock& from, const clang::CFGBlock& to) const {
    const auto entered = enters_.find(to.getBlockID());
    return entered == enters_.end() || from.getLoopTarget() == to.getTerminatorStmt()
               ? nullptr
               : entered->second;
  }

  // The number of the successor that a branching statement always goes on to, if it does.
  std::optional<unsigned> Decided(const clang::Stmt* terminator) const {
    const auto it = decided_.find(terminator);
    return it == decided_.end() ? std::nullopt : std::optional(it->second);
  }

 private:
  // Of the variables followed, those that hold one known number.
  using Known = std::map<const clang::VarDecl*, llvm::APSInt>;

  void FindVariables(const clang::Stmt* body, const clang::CFG& graph);
  void Visit(const clang::CFGBlock& block);
  void ExecuteAll(const clang::CFGBlock& block);
  // Leaves what both know; whether that is less than `known` did.
  static bool KeepCommon(const Known& other, Known* known);
  // Whether a condition asks if the object itself is the one that a parameter refers to, and what
  // the answer is.
  std::optional<bool> SameObject(const clang::Expr* condition) const;
  void FindFirstRounds(const clang::CFG& graph, std::map<unsigned, Known>& entry);
  void Execute(const clang::Stmt* stmt);
  // The variable, if it is followed, holds this from here on; nothing: not known.
  void Set(const clang::VarDecl* variable, const Constants::Number& number);
  Constants::Number Value(const clang::Expr* expr);
  Constants::Number KnownOf(const clang::VarDecl* variable) const;
  // The one successor that a block's end goes to, if that is known.
  std::optional<unsigned> Only(const clang::CFGBlock& block);

  // branch_owners.cc
  // Whether a variable of this type may hold something or nothing.
  static bool IsOwner(clang::QualType type);
  // The smart pointer or optional that is used here in a way that leaves all of it to what is seen
  // by its name; null: it is another use.
  static const clang::VarDecl* KeepsToName(const clang::Stmt* use);
  // The one that another is made or assigned of here.
  static const clang::VarDecl* GivesItsValue(const clang::Stmt* use);
  // Whether what the expression is holds something: a truth.
  Constants::Number Holds(const clang::Expr* expr);
  // What a condition that asks an owner gives.
  Constants::Number OwnerTruth(const clang::Expr* condition);
  Constants::Number Given(clang::QualType type, const clang::Expr* from);
  void ExecuteOwner(const clang::Stmt* stmt);

  Constants& constants_;
  const clang::FunctionDecl* const function_;
  const bool apart_;
  llvm::DenseSet<const clang::VarDecl*> followed_;
  Known known_;
  llvm::DenseMap<const clang::Expr*, Constants::Number> made_;  // owners, in the block visited
  llvm::DenseMap<unsigned, unsigned> only_;
  llvm::DenseMap<const clang::Stmt*, unsigned> decided_;
  // Where the first round of a loop begins, by the block of the loop's condition.
  llvm::DenseMap<unsigned, const clang::CFGBlock*> enters_;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_BRANCHES_H_
