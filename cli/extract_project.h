// pedigree extract -p: every source of a compile_commands.json.
#ifndef PEDIGREE_CLI_EXTRACT_PROJECT_H_
#define PEDIGREE_CLI_EXTRACT_PROJECT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/catalog.h"

namespace pedigree {

struct ProjectOptions {
  std::string project;  // a compile_commands.json, or its folder
  std::string folder;   // of the fragments
  int jobs = 1;         // sources at once
  CatalogFiles catalogs;
  bool keep_going = false;
  bool fresh = false;  // also what is current
};

// Extracts each source by a process of its own, but those whose fragment is current (made_from.h).
// Says on stderr how far it is, if that is a terminal, what failed, and a summary. Gives the exit
// status.
absl::StatusOr<int> ExtractProject(const ProjectOptions& options);

}  // namespace pedigree

#endif  // PEDIGREE_CLI_EXTRACT_PROJECT_H_
