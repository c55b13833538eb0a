// Which ways a function's branches go.
//
// A forward pass over the control-flow graph that knows of each local integer whether it is one
// constant, and follows only the edges that can be taken (sparse conditional constant propagation:
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
  Branches(Constants& constants, const clang::FunctionDecl* function, const clang::CFG& graph);

  // Whether the edge from `block` to its successor number `successor` may be taken.
  bool Taken(const clang::CFGBlock& block, unsigned successor) const {
    const auto only = only_.find(block.getBlockID());
    return only == only_.end() || only->second == successor;
  }

 private:
  // Of the variables followed, those that hold one known number.
  using Known = std::map<const clang::VarDecl*, llvm::APSInt>;

  void FindVariables(const clang::Stmt* body, const clang::CFG& graph);
  void Visit(const clang::CFGBlock& block);
  void Execute(const clang::Stmt* stmt);
  void Assign(const clang::Expr* place, const Constants::Number& number);
  Constants::Number Value(const clang::Expr* expr);
  // The one successor that a block's end goes to, if that is known.
  std::optional<unsigned> Only(const clang::CFGBlock& block);

  Constants& constants_;
  const clang::FunctionDecl* const function_;
  llvm::DenseSet<const clang::VarDecl*> followed_;
  Known known_;
  llvm::DenseMap<unsigned, unsigned> only_;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_BRANCHES_H_
