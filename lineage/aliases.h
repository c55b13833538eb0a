// ALIASES. Systems call the same data by different names, and say so (OpenLineage's symlinks, a
// registered model's version, an equal digest). Two names of the same data are two flows of the job
// kAliasJob, one each way, so that `trace` and everything else crosses from the one name to the
// other, and shows why. The job is no program: where graphs are joined, its flows add up. A flow
// without columns is of each column that either name is known to have (lineage/make_lineage.cc).
#ifndef PEDIGREE_LINEAGE_ALIASES_H_
#define PEDIGREE_LINEAGE_ALIASES_H_

#include "proto/graph.pb.h"

namespace pedigree {

inline constexpr char kAliasJob[] = "same-as";

// That job of a graph, whose jobs are sorted by name; null: it has none.
Job* FindAliasJob(Graph* graph);
// The same; made where there is none.
Job* AliasJob(Graph* graph);

// How the witness path of a flow ends that nobody states: a run read the one and wrote the other.
inline constexpr char kUnstated[] = "an input and an output of one run";

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_ALIASES_H_
