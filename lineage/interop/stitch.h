// Graphs of several systems meet where they speak of the same data by different names.
#ifndef PEDIGREE_LINEAGE_INTEROP_STITCH_H_
#define PEDIGREE_LINEAGE_INTEROP_STITCH_H_

#include "proto/graph.pb.h"

namespace pedigree::interop {

// More names of the same data than these are joined as they were said, and with equal digests with
// the first of them only.
inline constexpr size_t kManyNames = 32;

// Adds to the job kAliasJob (lineage/aliases.h) what follows:
//   - assets with the same digest have the same bytes (but of no bytes at all, which say nothing of
//     where they come from);
//   - what a run wrote (a graph into which runs were merged says so) goes on to the assets of these
//     bytes, and all these to what a run read of them: one way, since other runs may see others;
//   - A is B and B is C, so A is C: flows of one job do not go on in that job.
// And a flow that was only assumed (kUnstated) goes, where its job states another between the same
// data by other names. Doing it again changes nothing.
void Stitch(Graph* graph);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_STITCH_H_
