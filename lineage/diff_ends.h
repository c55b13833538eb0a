// The ends of edges and flows as numbers, by which two large graphs are compared.
//
// What an asset is, is three texts, and a column a fourth. A diff asks of hundreds of thousands of
// flows whether the other graph has them, whose part they are and which comes first: so each end is
// a pair of small numbers, the same in both graphs, in the order in which the texts are.
#ifndef PEDIGREE_LINEAGE_DIFF_ENDS_H_
#define PEDIGREE_LINEAGE_DIFF_ENDS_H_

#include <compare>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "lineage/query.h"

namespace pedigree {

// What an asset is called in both graphs: its namespace, name and job.
using AssetKey = std::tuple<std::string_view, std::string_view, std::string_view>;

inline AssetKey KeyOf(const Lineage::Asset& asset) {
  return {asset.name_space, asset.name, asset.job};
}

// An asset, by that, and a column of it; 0 is the asset as a whole.
struct End {
  int asset = 0;
  int column = 0;

  auto operator<=>(const End&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const End& end) {
    return H::combine(std::move(h), end.asset, end.column);
  }
};

// Of a graph's edges, by their numbers. Jobs are numbered in the order of their names.
struct EdgeEnds {
  std::vector<End> from, to;
  std::vector<int> job;

  End From(const Lineage::Flow& flow) const {
    return from[static_cast<size_t>(flow.chain.front())];
  }
  End To(const Lineage::Flow& flow) const { return to[static_cast<size_t>(flow.chain.back())]; }
};

// Of both graphs, by the same numbers.
std::pair<EdgeEnds, EdgeEnds> NumberEnds(const Lineage& base, const Lineage& head);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_DIFF_ENDS_H_
