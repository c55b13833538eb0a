// What the formats of a diff share: what is told together, what comes first, what else is touched.
#ifndef PEDIGREE_LINEAGE_DIFF_VIEW_H_
#define PEDIGREE_LINEAGE_DIFF_VIEW_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "lineage/diff.h"

namespace pedigree {

// Flow changes that are told together: of one column into one asset, changed alike. Best first.
using FlowGroup = std::vector<const FlowChange*>;
// Without flows that are part of a longer one; models first, logs last.
std::vector<FlowGroup> GroupFlows(const Lineage& base, const Lineage& head,
                                  const LineageDiff& diff);

// "1 asset added; 2 flows added, 1 removed".
std::string DiffTally(const LineageDiff& diff);
// "ADDED", "REMOVED", "CHANGED".
std::string_view Word(Change change);

const Lineage::Asset& FromAsset(const Lineage& lineage, const Lineage::Flow& flow);
const Lineage::Asset& ToAsset(const Lineage& lineage, const Lineage::Flow& flow);
// The graph that a change is shown in: BASE for what was removed.
const Lineage& GraphOf(const Lineage& base, const Lineage& head, Change change);

// Where what changed of assets and columns is first read or written: at head, or at base for what
// was removed. Refers to the graphs.
class ChangePlaces {
 public:
  ChangePlaces(const Lineage& base, const Lineage& head, const LineageDiff& diff);
  // Without a file where the graph does not say.
  Place Of(const AssetChange& change) const;

 private:
  using Key = std::pair<const Lineage::Asset*, std::string_view>;  // with a column
  absl::flat_hash_map<Key, const Place*> places_;
};

// The tags that are declared of an asset, or of a column of it: "pii, secret".
std::string TagsOf(const Lineage::Asset& asset, std::string_view column);
// The owners that are declared of the two ends of a flow, each once.
std::vector<std::string> OwnersOf(const Lineage& lineage, const Lineage::Flow& flow);

// The owner that is declared of a job that changed, if one is.
std::string OwnerOf(const Lineage& base, const Lineage& head, const JobChange& change);

// How what is added or removed flows; of what changed, "confidence: EXACT -> ASSUMED", with that
// arrow.
std::string HowText(const Lineage& lineage, const LineageDiff& diff, const FlowChange& change,
                    std::string_view arrow);

// How far a change reaches.
struct BlastRadius {
  std::vector<std::string> models;  // models, embeddings and indices that changed flows lead into
  std::vector<std::string> jobs;    // that read what changed flows lead into, or what is made of it
};
BlastRadius BlastRadiusOf(const Lineage& base, const Lineage& head, const LineageDiff& diff);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_DIFF_VIEW_H_
