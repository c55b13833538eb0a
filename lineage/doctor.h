// `pedigree doctor`: what the analysis saw, and what it did not see, assumed or gave up on, so that
// one knows how far to trust a graph and which catalog entry to write next.
#ifndef PEDIGREE_LINEAGE_DOCTOR_H_
#define PEDIGREE_LINEAGE_DOCTOR_H_

#include <string>

#include "lineage/query.h"
#include "lineage/render/style.h"

namespace pedigree {

// Names of noise (noise.h) only with `all`.
std::string DoctorText(const Lineage& lineage, const Style& style, bool all = false);

// A catalog with an entry to be filled for each function that no catalog knows and that seems to
// touch data, of all jobs, in the order of doctor's list.
std::string DoctorStubs(const Lineage& lineage);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_DOCTOR_H_
