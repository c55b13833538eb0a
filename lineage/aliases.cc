#include "lineage/aliases.h"

#include <algorithm>
#include <string_view>

namespace pedigree {
namespace {

// Where it stands among the jobs, which are sorted, or would stand.
auto AliasPlace(Graph* graph) {
  auto* jobs = graph->mutable_job();
  return std::lower_bound(jobs->begin(), jobs->end(), std::string_view(kAliasJob),
                          [](const Job& job, std::string_view name) { return job.name() < name; });
}

}  // namespace

Job* FindAliasJob(Graph* graph) {
  const auto at = AliasPlace(graph);
  return at != graph->mutable_job()->end() && at->name() == kAliasJob ? &*at : nullptr;
}

Job* AliasJob(Graph* graph) {
  if (Job* known = FindAliasJob(graph)) return known;
  auto* jobs = graph->mutable_job();
  const auto index = AliasPlace(graph) - jobs->begin();
  graph->add_job()->set_name(kAliasJob);
  std::rotate(jobs->begin() + index, jobs->end() - 1, jobs->end());
  return jobs->Mutable(static_cast<int>(index));
}

}  // namespace pedigree
