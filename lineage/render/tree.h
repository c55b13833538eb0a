// Lineage as a tree: an asset, below it the jobs that make something of it (or that it is made by)
// with the assets at their other end, and so on. A branch goes on only where a flow does: through
// columns that meet, and through another job (see query.h). What was drawn once is named but not
// drawn again.
#ifndef PEDIGREE_LINEAGE_RENDER_TREE_H_
#define PEDIGREE_LINEAGE_RENDER_TREE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "lineage/query.h"
#include "lineage/render/style.h"

namespace pedigree {

struct TreeOptions {
  bool up = false;       // what it is made of, instead of what is made of it
  bool columns = false;  // each pair of columns on a line
  bool paths = false;    // the witness path of each link's best flow, instead of only its ends
  bool all = true;       // also noise (lineage/noise.h)
};

class LineageTree {
 public:
  LineageTree(const Lineage& lineage, const Style& style, const TreeOptions& options)
      : lineage_(lineage), style_(style), options_(options) {}

  // The tree of one asset. `edges` are those to begin with: some of those that leave it (arrive at
  // it, going up).
  TreeNode Of(int asset, const std::vector<int>& edges);

  // The edges that a tree has shown so far.
  const absl::flat_hash_set<int>& drawn() const { return drawn_; }
  // Links left out because they lead to noise, and what this number is about.
  size_t hidden() const { return hidden_.size(); }

 private:
  int Far(const Lineage::Edge& edge) const;
  std::vector<TreeNode> Children(const std::vector<int>& edges);
  std::vector<int> Next(const std::vector<int>& edges) const;
  std::vector<std::string> Details(const Lineage::Link& link) const;

  const Lineage& lineage_;
  Style style_;
  TreeOptions options_;
  absl::flat_hash_set<int> drawn_;
  std::set<std::pair<int, int>> hidden_;
};

// "clinic.db/patients  TABLE, 3 columns", with colours.
std::string AssetLine(const Lineage::Asset& asset, const Style& style);

// `pedigree trace`: what the asset is made of, what is made of it, or both.
std::string TraceText(const Lineage& lineage, int asset, bool up, bool down, bool columns,
                      const Style& style, bool all = true);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_RENDER_TREE_H_
