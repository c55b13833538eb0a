// The verbs of the `pedigree` command, one file each. A verb takes the arguments after its name and
// gives the exit status; an error is for main to print, in one line, and to turn into a status (2,
// or 3 if it is our own fault).
#ifndef PEDIGREE_CLI_VERBS_H_
#define PEDIGREE_CLI_VERBS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pedigree {

using Arguments = std::vector<std::string>;

absl::StatusOr<int> RunExtract(const Arguments& arguments);
absl::StatusOr<int> RunInspect(const Arguments& arguments);
absl::StatusOr<int> RunLink(const Arguments& arguments);
absl::StatusOr<int> RunShow(const Arguments& arguments);
absl::StatusOr<int> RunFlows(const Arguments& arguments);
absl::StatusOr<int> RunTrace(const Arguments& arguments);
// `trace --run`, which RunTrace hands on.
absl::StatusOr<int> TraceRuns(const Arguments& arguments);
absl::StatusOr<int> RunDiff(const Arguments& arguments);
absl::StatusOr<int> RunCheck(const Arguments& arguments);
absl::StatusOr<int> RunPolicy(const Arguments& arguments);
absl::StatusOr<int> RunCi(const Arguments& arguments);
absl::StatusOr<int> RunDeclared(const Arguments& arguments);
absl::StatusOr<int> RunDoctor(const Arguments& arguments);
absl::StatusOr<int> RunRun(const Arguments& arguments);
absl::StatusOr<int> RunVerify(const Arguments& arguments);
absl::StatusOr<int> RunLock(const Arguments& arguments);
absl::StatusOr<int> RunMerge(const Arguments& arguments);
absl::StatusOr<int> RunExport(const Arguments& arguments);
absl::StatusOr<int> RunImport(const Arguments& arguments);
absl::StatusOr<int> RunCatalog(const Arguments& arguments);

}  // namespace pedigree

#endif  // PEDIGREE_CLI_VERBS_H_
