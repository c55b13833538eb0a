// What a run read and wrote, on one screen.
#ifndef PEDIGREE_LINEAGE_RUN_SUMMARY_H_
#define PEDIGREE_LINEAGE_RUN_SUMMARY_H_

#include <string>

#include "lineage/observed.h"
#include "lineage/render/style.h"

namespace pedigree {

std::string RunSummary(const Observed& observed, const Style& style);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_RUN_SUMMARY_H_
