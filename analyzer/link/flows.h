// Flows: which data read reaches which site that writes.
//
// Where a function writes what its parameters held, or writes to a name that its parameters say,
// the pair is PENDING: it goes up to every caller, source and sink together, so that names and data
// are of the same call. A pair ends where nothing of it depends on callers any more, or at a
// function without callers. What is written under a condition flows from what the condition was
// made of as well, up to main.

#ifndef PEDIGREE_ANALYZER_LINK_FLOWS_H_
#define PEDIGREE_ANALYZER_LINK_FLOWS_H_

#include <map>
#include <queue>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "analyzer/link/evaluate.h"

namespace pedigree::link {

// From one site to another, in one context each. Nothing in it depends on a frame.
struct Flow {
  InstanceId source = kNone;
  InstanceId sink = kNone;
  Quality quality;
  TransformsId transforms = kNoTransforms;
  HopsId hops = kNoHops;
};

struct FoundFlows {
  std::vector<Flow> flows;
  // Every site in every context, once, whether anything flows there or not.
  std::vector<InstanceId> uses;
};

// Finds all flows between sites of the functions that `evaluator` knows as reached.
FoundFlows FindFlows(Evaluator& evaluator);
// Only the sites, and the conditions of callers under which they write.
FoundFlows FindUses(Evaluator& evaluator);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_FLOWS_H_
