// Memory during the walk of one function: the objects (bases) there are, and for each what it
// holds.

#ifndef PEDIGREE_ANALYZER_EXTRACT_STATE_H_
#define PEDIGREE_ANALYZER_EXTRACT_STATE_H_

#include <vector>

#include "analyzer/extract/values.h"
#include "llvm/ADT/SmallVector.h"

namespace pedigree {

// A place in memory: a part of a base.
struct Loc {
  BaseId base;
  PathId path;
  bool operator==(const Loc&) const = default;
};
using Locs = llvm::SmallVector<Loc, 2>;

struct BaseInfo {
  Base::Kind kind = Base::LOCAL;
  uint32_t index = 0;
  uint32_t symbol = 0;
  uint32_t name = 0;
  bool internal = false;
  bool immutable = false;  // declared const: no call changes it
  bool may_point = true;   // what it holds may be pointers
  SetId initial = 0;       // what it holds on entry, as a set to select from
};

// What every base holds; beyond the end, and for tree 0, a base holds its initial content.
struct State {
  std::vector<TreeId> trees;
  bool reached = false;

  TreeId Get(BaseId base) const { return base < trees.size() ? trees[base] : 0; }
  void Set(BaseId base, TreeId tree) {
    if (base >= trees.size()) trees.resize(base + 1, 0);
    trees[base] = tree;
  }
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_STATE_H_
