// What runs confirmed, as the graph's third witness.
#ifndef PEDIGREE_LINEAGE_MERGE_H_
#define PEDIGREE_LINEAGE_MERGE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "lineage/observed.h"
#include "proto/graph.pb.h"

namespace pedigree {

// `graph` with OBSERVED among the witnesses of each asset that the runs touched in the way that a
// job does, and of each flow that they confirmed (lineage/verify.h says when); and with the
// artifacts that the graph has nothing of, as assets of their own whose only witness is OBSERVED.
// The graph then also says which runs these were, and which versions of assets they read and wrote.
// Merging the same runs again changes nothing.
absl::StatusOr<Graph> MergeObserved(Graph graph, const std::vector<Observed>& runs);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_MERGE_H_
