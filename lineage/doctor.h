// `pedigree doctor`: what the analysis did not see, assumed or gave up on, so that one knows how
// far to trust a graph and which catalog entry to write next.
#ifndef PEDIGREE_LINEAGE_DOCTOR_H_
#define PEDIGREE_LINEAGE_DOCTOR_H_

#include <string>

#include "lineage/query.h"
#include "lineage/render/style.h"

namespace pedigree {

std::string DoctorText(const Lineage& lineage, const Style& style);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_DOCTOR_H_
