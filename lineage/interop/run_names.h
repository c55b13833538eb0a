// What a run's ledger says of the graph's jobs and assets.
#ifndef PEDIGREE_LINEAGE_INTEROP_RUN_NAMES_H_
#define PEDIGREE_LINEAGE_INTEROP_RUN_NAMES_H_

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "lineage/observed.h"
#include "lineage/query.h"

namespace pedigree::interop {

// The job that the run is of: as the ledger says, else the program's name.
inline std::string JobNameOf(const Run& run) {
  if (!run.job().empty()) return run.job();
  if (run.argv_size() == 0) return "program";
  const std::string& program = run.argv(0);
  return program.substr(program.rfind('/') + 1);
}

// -1: the graph has no such job.
inline int FindJob(const Lineage& lineage, std::string_view name) {
  const auto& jobs = lineage.jobs();  // sorted
  const auto at = std::lower_bound(
      jobs.begin(), jobs.end(), name,
      [](const Lineage::Job& job, std::string_view other) { return job.name < other; });
  return at == jobs.end() || at->name != name ? -1 : static_cast<int>(at - jobs.begin());
}

// -1: the graph has no such asset.
inline int FindAsset(const Lineage& lineage, const Artifact& artifact) {
  const auto& assets = lineage.assets();  // sorted; a job's own ones follow that of all
  const auto at = std::lower_bound(assets.begin(), assets.end(), artifact,
                                   [](const Lineage::Asset& asset, const Artifact& other) {
                                     return std::tie(asset.name_space, asset.name) <
                                            std::tie(other.name_space, other.name);
                                   });
  if (at == assets.end() || at->job_local || at->name_space != artifact.name_space ||
      at->name != artifact.name)
    return -1;
  return static_cast<int>(at - assets.begin());
}

// What the run came to, in the words of another system.
inline std::string_view StateOf(const Observed& run, std::string_view running,
                                std::string_view succeeded, std::string_view failed) {
  if (run.end == nullptr) return running;
  return run.end->exit_status() == 0 && run.end->signal() == 0 ? succeeded : failed;
}

// By job: the command of the first of its runs that has one.
inline std::map<std::string, std::vector<std::string>> CommandsOf(
    const std::vector<Observed>& runs) {
  std::map<std::string, std::vector<std::string>> commands;
  for (const Observed& run : runs) {
    std::vector<std::string>& command = commands[run.ledger->run().job()];
    if (command.empty())
      command.assign(run.ledger->run().argv().begin(), run.ledger->run().argv().end());
  }
  return commands;
}

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_RUN_NAMES_H_
