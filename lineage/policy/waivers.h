// Findings that somebody answers for.
#ifndef PEDIGREE_LINEAGE_POLICY_WAIVERS_H_
#define PEDIGREE_LINEAGE_POLICY_WAIVERS_H_

#include <string>
#include <vector>

#include "lineage/policy/finding.h"
#include "lineage/policy/selectors.h"
#include "lineage/policy/tags.h"

namespace pedigree::policy {

class Waivers {
 public:
  Waivers(const PolicySet& policies, const Selectors& selectors, const Tags& tags,
          std::string today);

  // Marks `finding` as waived if a waiver that has not expired matches it.
  void Apply(Finding& finding);
  // After all findings of all rules: what is to be said of the waivers themselves.
  std::vector<Finding> Findings() const;

 private:
  struct One {
    PolicySet::Part<Waiver> waiver;
    EndSet from, to;
    bool matched = false;
  };
  bool Matches(const One& one, const Finding& finding) const;

  const PolicySet& policies_;
  const Selectors& selectors_;
  std::string today_;
  std::vector<One> all_;
};

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_WAIVERS_H_
