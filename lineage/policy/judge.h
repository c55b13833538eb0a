// One rule against one graph.
#ifndef PEDIGREE_LINEAGE_POLICY_JUDGE_H_
#define PEDIGREE_LINEAGE_POLICY_JUDGE_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/lock.h"
#include "lineage/policy/finding.h"
#include "lineage/policy/selectors.h"
#include "lineage/policy/steps.h"
#include "lineage/policy/tags.h"
#include "lineage/policy/ways.h"

namespace pedigree::policy {

// A finding, and those that it stands for as far as they have nothing of their own to say.
struct Judged {
  Finding finding;
  // Of a flow: the findings (indices) whose source's data passes this one's source on its way to
  // the same end.
  std::vector<int> behind;
  // This one's source is forbidden in its own right, not only for what it is made of.
  bool own_claim = true;
};

class Judge {
 public:
  Judge(const Ends& ends, const Selectors& selectors, const Tags& tags, const Steps& steps,
        const Lock* lock);

  std::vector<Judged> Findings(const Rule& rule) const;

 private:
  std::vector<Judged> Forbidden(const Rule& rule) const;
  std::vector<Judged> Avoiding(const Rule& rule) const;
  std::vector<Judged> Shared(const Rule& rule) const;
  std::vector<Judged> Lacking(const Rule& rule) const;

  WayQuery QueryOf(const FlowSelector& flow) const;
  void SetFrom(const Selector& from, const Travel& travel, WayQuery& query) const;
  std::vector<Judged> FromWays(const Rule& rule, const WayQuery& query, const Selector& from,
                               std::string_view detail) const;

  FindingEnd EndOf(int end) const;
  Finding New(const Rule& rule) const;

  friend class Requirements;

  const Ends& ends_;
  const Lineage& lineage_;
  const Selectors& selectors_;
  const Tags& tags_;
  const Steps& steps_;
  const Lock* lock_;
};

// `first`, with all that it has, and then `more`.
StepEdges Either(StepEdges first, const StepEdges& more);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_JUDGE_H_
