// What MLflow's export and its import share: the words of our own tags there; and the part of the
// import that is about traces.
#ifndef PEDIGREE_LINEAGE_INTEROP_MLFLOW_H_
#define PEDIGREE_LINEAGE_INTEROP_MLFLOW_H_

#include "absl/status/status.h"
#include "lineage/interop/graph_builder.h"
#include "lineage/interop/json_reader.h"

namespace pedigree::interop {

// Of a run: the graph's job that it is of.
inline constexpr char kMlflowJobTag[] = "pedigree.job";
// Of a run, followed by a model's id: JSON, {"asset": {"namespace", "name"}, "flows": [...]}.
// Without flows it is not known what of the run's inputs reaches the model.
inline constexpr char kMlflowModelTag[] = "pedigree.model.";

// One trace (mlflow_traces.cc): {"trace_info", "spans"} as the server answers, {"info", "data"} as
// MLflow's own client writes it, or what a search tells of it, without its spans.
absl::Status ReadMlflowTrace(const JsonStream& stream, JsonNode trace, GraphBuilder* graph);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_MLFLOW_H_
