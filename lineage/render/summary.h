// `pedigree show --format txtpb` and `--format markdown`: a graph as text to be committed
// (proto/summary.proto), which stays the same until the lineage changes.
#ifndef PEDIGREE_LINEAGE_RENDER_SUMMARY_H_
#define PEDIGREE_LINEAGE_RENDER_SUMMARY_H_

#include <string>

#include "absl/status/statusor.h"
#include "proto/graph.pb.h"
#include "proto/summary.pb.h"

namespace pedigree {

// Fails as ValidateGraph does.
absl::StatusOr<GraphSummary> Summarize(const Graph& graph);

std::string SummaryText(const GraphSummary& summary);
std::string SummaryMarkdown(const GraphSummary& summary);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_RENDER_SUMMARY_H_
