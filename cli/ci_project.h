// `pedigree ci -p`: the lineage of a tree from its compile_commands.json.
#ifndef PEDIGREE_CLI_CI_PROJECT_H_
#define PEDIGREE_CLI_CI_PROJECT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace pedigree {

// The shell command that makes `graph` of all sources that `project` names, as one job, run in the
// tree's root. Fragments go into a new folder below `scratch`.
std::string ProjectBuild(const std::string& project, const std::string& job,
                         const std::vector<std::string>& catalogs, const std::string& scratch,
                         const std::string& graph);

// Writes to `output` the compile commands `project` (relative to `root`) of the tree `root` as they
// are for `tree`, another checkout of it: the same, but for sources that `tree` does not have, and
// with what those of `renamed` are called there. What the build has generated is the first tree's:
// its build folder is linked into `tree`. Fails where the commands name nothing below `root`.
absl::Status CommandsForTree(const std::string& root, const std::string& project,
                             const std::map<std::string, std::string>& renamed,
                             const std::string& tree, const std::string& output);

}  // namespace pedigree

#endif  // PEDIGREE_CLI_CI_PROJECT_H_
