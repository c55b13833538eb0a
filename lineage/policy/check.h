// `pedigree check`: a graph held against policies.
#ifndef PEDIGREE_LINEAGE_POLICY_CHECK_H_
#define PEDIGREE_LINEAGE_POLICY_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lineage/lock.h"
#include "lineage/policy/finding.h"
#include "lineage/policy/policy_set.h"
#include "lineage/query.h"

namespace pedigree::policy {

struct CheckOptions {
  std::string today;                  // "2026-12-01"
  const Lock* lock = nullptr;         // what is pinned
  const Lineage* baseline = nullptr;  // findings that it has as well are left out
};

struct CheckResult {
  // Errors first, then by rule and assets. Waived ones among them.
  std::vector<Finding> findings;
  std::vector<PolicyWarning> warnings;
  size_t known = 0;  // findings left out, for the baseline has them
  // Of each asset of the graph, and of the baseline: who owns it, as facts say or else as declared.
  std::vector<std::string> owners, baseline_owners;

  // How many that are not waived.
  size_t Count(Severity severity) const;
  size_t Waived() const;
};

CheckResult Check(const Lineage& lineage, const PolicySet& policies, const CheckOptions& options);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_CHECK_H_
