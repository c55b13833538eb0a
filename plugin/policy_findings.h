// What policies forbid and one source shows by itself.
//
// The source's own graph is held against the policies: what its functions do, whoever calls them.
// Only flows are reported (`forbid`, `require_through`, `disjoint`) whose ends have known names:
// what a caller in another source names, or what assets must have (owners, licences, pins), one
// source cannot tell; `pedigree check` does, of the whole program.
#ifndef PEDIGREE_PLUGIN_POLICY_FINDINGS_H_
#define PEDIGREE_PLUGIN_POLICY_FINDINGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/extract/unit_source.h"
#include "clang/Basic/SourceManager.h"
#include "lineage/policy/policy_set.h"

namespace pedigree {

struct PolicyFinding {
  struct Note {
    clang::SourceLocation where;
    std::string text;
  };
  std::string rule;
  Severity severity = ERROR;
  clang::SourceLocation where;  // the line that writes, or, if that is the system's, that reads
  std::string text;
  std::vector<Note> notes;  // the witness path
};

// `fragment_set` is the source's, as serialised. Findings are in the order of the source. Works on
// the calling thread, whose stack may be used down to `stack_limit`.
absl::StatusOr<std::vector<PolicyFinding>> FindingsIn(const std::string& fragment_set,
                                                      const policy::PolicySet& policies,
                                                      const UnitSource& source,
                                                      const clang::SourceManager& sources,
                                                      const char* stack_limit);

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_POLICY_FINDINGS_H_
