// What an import read, or graphs joined, as a graph file.
#ifndef PEDIGREE_LINEAGE_INTEROP_WRITE_GRAPH_H_
#define PEDIGREE_LINEAGE_INTEROP_WRITE_GRAPH_H_

#include <string>

#include "absl/status/status.h"
#include "lineage/graph_io.h"
#include "lineage/interop/graph_builder.h"

namespace pedigree::interop {

// Writes the graph, stitched (stitch.h), to `file`, a job at a time: a log of a million runs makes
// a graph that is small in a file and large in memory. `names`: of the jobs only what says which
// assets are the same.
absl::Status WriteStitched(GraphBuilder* builder, bool names, const std::string& file);
// Assets and jobs are sorted; each is read once.
absl::Status WriteStitched(GraphParts* parts, bool names, const std::string& file);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_WRITE_GRAPH_H_
