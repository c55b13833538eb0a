#include "lineage/interop/write_graph.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "lineage/aliases.h"
#include "lineage/graph_io.h"
#include "lineage/interop/sorted_graph.h"
#include "lineage/interop/stitch.h"

namespace pedigree::interop {
namespace {

// Whether a stored job may have a flow that nobody states.
bool HasUnstated(std::string_view job) {
  constexpr std::string_view kNote = kUnstated;
  return std::search(job.begin(), job.end(),
                     std::boyer_moore_horspool_searcher(kNote.begin(), kNote.end())) != job.end();
}

}  // namespace

absl::Status WriteStitched(GraphBuilder* builder, bool names, const std::string& file) {
  SortedGraph graph(builder);
  return WriteStitched(&graph, names, file);
}

absl::Status WriteStitched(GraphParts* parts, bool names, const std::string& file) {
  absl::StatusOr<GraphWriter> writer = GraphWriter::Open(file);
  if (!writer.ok()) return writer.status();
  Stitcher stitcher;
  Asset asset;
  for (int at = 0; at < parts->assets(); ++at) {
    const absl::StatusOr<const Asset*> read = parts->ReadAsset(at, &asset);
    if (!read.ok()) return read.status();
    stitcher.Add(**read);
    if (absl::Status status = writer->Add(**read); !status.ok()) return status;
  }
  Job aliases, job;
  const auto take = [parts](int at, Job* to) {
    const absl::StatusOr<const Job*> read = parts->ReadJob(at, to);
    if (read.ok() && *read != to) *to = **read;
    return read.status();
  };
  int place = 0;  // of the aliases among the jobs
  while (place < parts->jobs() && parts->JobName(place) < kAliasJob) ++place;
  const bool stated = place < parts->jobs() && parts->JobName(place) == kAliasJob;
  if (stated) {
    if (absl::Status status = take(place, &aliases); !status.ok()) return status;
  } else {
    aliases.set_name(kAliasJob);
  }
  stitcher.AddAliases(&aliases);
  std::vector<uint32_t> numbers(static_cast<size_t>(parts->assets()));
  std::iota(numbers.begin(), numbers.end(), 0);
  for (int at = 0; at <= parts->jobs(); ++at) {
    if (at == place && (stated || aliases.flow_size() > 0)) {
      if (absl::Status status = writer->Add(aliases); !status.ok()) return status;
    }
    if (at == parts->jobs() || names || (at == place && stated)) continue;
    if (const auto bytes = parts->JobBytes(at, numbers); bytes && !HasUnstated(*bytes)) {
      if (absl::Status status = writer->AddJob(*bytes); !status.ok()) return status;
      continue;
    }
    if (absl::Status status = take(at, &job); !status.ok()) return status;
    stitcher.DropUnstated(&job);
    if (absl::Status status = writer->Add(job); !status.ok()) return status;
  }
  if (absl::Status status = writer->AddRest(parts->rest()); !status.ok()) return status;
  return writer->Commit();
}

}  // namespace pedigree::interop
