// `pedigree policy test`: whether policies find what their tests say that they find.
#ifndef PEDIGREE_LINEAGE_POLICY_POLICY_TESTS_H_
#define PEDIGREE_LINEAGE_POLICY_POLICY_TESTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pedigree::policy {

struct TestOutcome {
  std::string name;     // of the case
  std::string place;    // "file:line:column"
  std::string failure;  // empty: passed
};

// Runs the cases of a file (PolicyTest in proto/policy.proto). What cannot be read is an error with
// its place; a case that finds too much or too little, or leaves a rule without a finding in all of
// the file, is an outcome.
absl::StatusOr<std::vector<TestOutcome>> RunPolicyTests(const std::string& file);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_POLICY_TESTS_H_
