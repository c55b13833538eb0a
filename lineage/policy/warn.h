// Likely mistakes in policies: selectors that match nothing, tags that nobody carries, steps
// through functions and jobs that are not there.
#ifndef PEDIGREE_LINEAGE_POLICY_WARN_H_
#define PEDIGREE_LINEAGE_POLICY_WARN_H_

#include <vector>

#include "lineage/policy/finding.h"
#include "lineage/policy/selectors.h"
#include "lineage/policy/steps.h"
#include "lineage/policy/tags.h"

namespace pedigree::policy {

// Sorted by place. Waivers are no part of it: one that matches nothing is a finding.
std::vector<PolicyWarning> Warnings(const PolicySet& policies, const Selectors& selectors,
                                    const Tags& tags, const Steps& steps);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_WARN_H_
