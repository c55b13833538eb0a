// `pedigree diff --format sarif`: what changed, as results that a forge shows at the lines of code.
#ifndef PEDIGREE_LINEAGE_REPORT_DIFF_SARIF_H_
#define PEDIGREE_LINEAGE_REPORT_DIFF_SARIF_H_

#include <string>

#include "lineage/diff.h"
#include "lineage/report/source_view.h"

namespace pedigree {

// SARIF 2.1.0. A result for each group of flows (GroupFlows), asset, column and job that was added,
// removed or changed, of level "note": a change is nothing wrong. `baselineState` is "new",
// "absent" or "updated". A flow stands where its way is new (or was, and no longer is).
std::string DiffSarif(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                      SourceView& sources, const std::string& version);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_REPORT_DIFF_SARIF_H_
