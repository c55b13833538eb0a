// What assets must have: the rules that speak of things and not of flows.
#ifndef PEDIGREE_LINEAGE_POLICY_REQUIRE_H_
#define PEDIGREE_LINEAGE_POLICY_REQUIRE_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lineage/policy/judge.h"

namespace pedigree::policy {

class Requirements {
 public:
  Requirements(const Judge& judge, const Rule& rule);

  std::vector<Finding> Findings();

 private:
  void OfAsset(int asset);
  void OfSources(int asset);
  void Pinned(int asset, const std::vector<int>& sources);
  bool IsEvaluated(int asset) const;
  bool IsPinned(int asset) const;
  // The assets from which something reaches `asset`, as far as the rule asks them.
  std::vector<int> SourcesOf(int asset) const;
  bool IsRoot(int asset) const;

  void Lacks(int asset, std::string column, std::string property, std::string detail);
  // That `source`, which reaches `asset`, is not as it must be.
  void Taints(int asset, int source, std::string property, std::string detail);

  const Judge& judge_;
  const Lineage& lineage_;
  const Rule& rule_;
  const RequireProperty& required_;
  EndSet sources_;
  bool any_retention_ = false;     // some asset says how long it may be kept
  std::vector<int> into_metrics_;  // edges
  std::vector<Finding> findings_;
};

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_REQUIRE_H_
