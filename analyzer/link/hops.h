// Witness paths while they are built: chains of places, shared among leaves.
//
// A leaf travels through many frames, and its chain grows at both ends. Chains are ropes: an
// immutable node is one hop or two chains one after the other, so growing one costs a node. Notes
// and names are put into words at the end, for the few chains that a graph keeps.

#ifndef PEDIGREE_ANALYZER_LINK_HOPS_H_
#define PEDIGREE_ANALYZER_LINK_HOPS_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace pedigree::link {

using HopsId = uint32_t;
inline constexpr HopsId kNoHops = 0;

struct HopRecord {
  enum Kind : uint8_t {
    kRead,       // index: site
    kPassed,     // index: call, target: the function called
    kReturned,   // likewise
    kFilled,     // likewise: left in memory by the call
    kAssumed,    // index: call of an unknown function
    kTransform,  // index: transform
    kWritten,    // index: site
    kKept,       // index: a global
  };
  Kind kind = kRead;
  uint32_t function = 0;  // the one the place is in
  uint32_t index = 0;
  uint32_t target = 0xffffffff;

  bool operator==(const HopRecord&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const HopRecord& r) {
    return H::combine(std::move(h), static_cast<uint8_t>(r.kind), r.function, r.index, r.target);
  }
};

class HopTable {
 public:
  HopTable() { nodes_.emplace_back(); }

  size_t size() const { return nodes_.size(); }
  HopsId One(const HopRecord& hop);
  HopsId Concat(HopsId first, HopsId then);
  uint32_t length(HopsId hops) const { return nodes_[hops].length; }
  std::vector<HopRecord> List(HopsId hops) const;

 private:
  struct Node {
    uint32_t length = 0;
    // Two chains; or, where `right` is kNoHops, one hop: index `left` of records_.
    uint32_t left = 0, right = 0;
  };
  std::vector<Node> nodes_;
  std::vector<HopRecord> records_;
  absl::flat_hash_map<HopRecord, HopsId> ones_;
};

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_HOPS_H_
