// What a run's ledger names, in the graph.
#ifndef PEDIGREE_LINEAGE_INTEROP_RUN_NAMES_H_
#define PEDIGREE_LINEAGE_INTEROP_RUN_NAMES_H_

#include <string>

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

// -1: the graph has no such asset.
inline int FindAsset(const Lineage& lineage, const Artifact& artifact) {
  for (size_t i = 0; i < lineage.assets().size(); ++i) {
    const Lineage::Asset& asset = lineage.assets()[i];
    if (asset.name_space == artifact.name_space && asset.name == artifact.name && !asset.job_local)
      return static_cast<int>(i);
  }
  return -1;
}

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_RUN_NAMES_H_
