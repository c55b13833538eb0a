#include "lineage/interop/write_graph.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "lineage/aliases.h"
#include "lineage/graph_io.h"
#include "lineage/interop/sorted_graph.h"
#include "lineage/interop/stitch.h"

namespace pedigree::interop {

absl::Status WriteStitched(GraphBuilder* builder, bool names, const std::string& file) {
  absl::StatusOr<GraphWriter> writer = GraphWriter::Open(file);
  if (!writer.ok()) return writer.status();
  SortedGraph graph(builder);
  Stitcher stitcher;
  for (int at = 0; at < graph.assets(); ++at) {
    const Asset asset = graph.TakeAsset(at);
    stitcher.Add(asset);
    if (absl::Status status = writer->Add(asset); !status.ok()) return status;
  }
  const auto add = [&](const Job& job) {
    // What importers make is checked here once more.
    if (absl::Status status = ValidateJob(job, graph.assets()); !status.ok())
      return absl::InternalError(status.message());
    return writer->Add(job);
  };
  Job aliases;
  int place = 0;  // of the aliases among the jobs
  while (place < graph.jobs() && graph.JobName(place) < kAliasJob) ++place;
  const bool stated = place < graph.jobs() && graph.JobName(place) == kAliasJob;
  if (stated) {
    aliases = graph.TakeJob(place);
  } else {
    aliases.set_name(kAliasJob);
  }
  stitcher.AddAliases(&aliases);
  for (int at = 0; at <= graph.jobs(); ++at) {
    if (at == place && (stated || aliases.flow_size() > 0)) {
      if (absl::Status status = add(aliases); !status.ok()) return status;
    }
    if (at == graph.jobs() || names || (at == place && stated)) continue;
    Job job = graph.TakeJob(at);
    stitcher.DropUnstated(&job);
    if (absl::Status status = add(job); !status.ok()) return status;
  }
  return writer->Commit();
}

}  // namespace pedigree::interop
