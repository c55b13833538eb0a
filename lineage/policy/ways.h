// The search for flows that a rule speaks of: from some ends to others, through every job on the
// way, with conditions on the way itself.
//
// A breadth-first walk over edges from each source, as the joined view composes them
// (lineage/query.h). What a condition must remember of the way so far (is it DIRECT still, was a
// step passed, which tags are still carried) is part of the walk's state, so a way that avoids a
// step is found however many others take it.
#ifndef PEDIGREE_LINEAGE_POLICY_WAYS_H_
#define PEDIGREE_LINEAGE_POLICY_WAYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lineage/policy/ends.h"
#include "lineage/policy/steps.h"
#include "lineage/policy/tags.h"

namespace pedigree::policy {

struct WayQuery {
  EndSet from, to;
  bool direct = false;
  std::optional<Confidence> at_least, at_most;
  StepEdges avoid;    // no step of these
  StepEdges through;  // one of these, if there are any
  // Tags of which one must be carried all the way, where a source says so: a bit for each of
  // `tags`.
  std::vector<std::string> tags;
  std::vector<uint32_t> carried;  // by source end; empty: no conditions
};

inline constexpr size_t kMaxTags = 24;  // that one rule's `from` may name

struct Way {
  int from = 0, to = 0;  // ends
  bool direct = true;
  std::vector<int> chain;  // edges
};

struct Ways {
  // For each pair of ends the best: a DIRECT one before others, then one of fewer edges. Sorted by
  // source, then by end.
  std::vector<Way> ways;
  // By source that has ways: the sources that its data passes, sorted.
  std::vector<std::pair<int, std::vector<int>>> passes;
};

Ways FindWays(const Ends& ends, const Tags& tags, const WayQuery& query);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_WAYS_H_
