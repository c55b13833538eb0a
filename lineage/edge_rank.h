// How good an edge or a flow is, for the view of a graph (query.h) and its making.
#ifndef PEDIGREE_LINEAGE_EDGE_RANK_H_
#define PEDIGREE_LINEAGE_EDGE_RANK_H_

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "lineage/query.h"

namespace pedigree {

// The kinds of transform on a chain, as a set.
inline uint32_t Mask(const std::vector<TransformKind>& transforms) {
  uint32_t mask = 0;
  for (const TransformKind kind : transforms) mask |= 1u << std::min<int>(kind, 31);
  return mask;
}

// Apart from its length; less is better.
inline auto Rank(Subtype subtype, Confidence confidence, uint32_t mask) {
  return std::make_tuple(!IsDirect(subtype), confidence, Distance(subtype),
                         std::bitset<32>(mask).count(), mask);
}

inline size_t Length(const Lineage::Edge& edge) { return std::max<size_t>(edge.path.size(), 1); }

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_EDGE_RANK_H_
