// What PEDIGREE_ALLOW says of a function (runtime/annotations.h) is in a graph among what was not
// understood there (Coverage.gap, "FUNCTION: WHAT"), with the reason: "Put: allows RULE: REASON".
#ifndef PEDIGREE_LINEAGE_ALLOWANCES_H_
#define PEDIGREE_LINEAGE_ALLOWANCES_H_

#include <string>

#include "proto/graph.pb.h"

namespace pedigree {

inline bool IsAllowance(const Hop& gap) {
  return gap.note().find(": allows ") != std::string::npos;
}

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_ALLOWANCES_H_
