// What a check finds: a rule, what breaks it, and the way that proves it.
#ifndef PEDIGREE_LINEAGE_POLICY_FINDING_H_
#define PEDIGREE_LINEAGE_POLICY_FINDING_H_

#include <string>
#include <vector>

#include "lineage/policy/policy_set.h"
#include "lineage/query.h"

namespace pedigree::policy {

// One end of a finding.
struct FindingEnd {
  int asset = -1;  // -1: none
  std::string column;
};

struct Finding {
  std::string rule;          // its id; "waiver-expired" and "waiver-unmatched" are about waivers
  const Rule* of = nullptr;  // not of findings about waivers
  Severity severity = ERROR;
  std::string message;      // one or two sentences, the rule's own first
  std::string detail;       // what exactly: "the licence CC-BY-NC-4.0 of raw/x.csv is not allowed"
  FindingEnd from, to;      // of a finding about an asset, `to` is it
  std::vector<int> chain;   // edges, from `from` to `to`
  std::vector<int> second;  // of `disjoint`: the other way, from `from`
  FindingEnd second_to;

  // The same as long as rule, assets, columns and influence are.
  std::string identity;
  // Hexadecimal digest of the identity, for formats that want one.
  std::string fingerprint;

  Place place;  // where to look first
  bool waived = false;
  const Waiver* waiver = nullptr;
  TextPlace waiver_place;
};

// A likely mistake in a policy, which is none of the graph.
struct PolicyWarning {
  TextPlace place;
  std::string message;
};

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_FINDING_H_
