// What `pedigree ci` says in the review: what changed, what is forbidden, who must approve.
#ifndef PEDIGREE_LINEAGE_REPORT_REVIEW_H_
#define PEDIGREE_LINEAGE_REPORT_REVIEW_H_

#include <string>
#include <vector>

#include "lineage/diff.h"
#include "lineage/report/check_report.h"
#include "lineage/report/owners.h"

namespace pedigree {

// Whoever owns an asset that the change touches (as declared, or as the policies' facts say), or
// the code in which a changed flow reads or writes; with what of. Sorted by owner. `result` is of a
// check of `head` with `base` as its baseline.
struct Approver {
  std::string owner;
  std::vector<std::string> of;
};
std::vector<Approver> Approvers(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                                const policy::CheckResult& result, const CodeOwners& owners);

// DiffMarkdown with the findings before it, and who must approve, within the same `limit`.
std::string ReviewComment(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                          const CheckReport& report, const CodeOwners& owners,
                          size_t limit = 65536);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_REPORT_REVIEW_H_
