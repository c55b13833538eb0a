// A verification as text for people, and as what CI systems read.
#ifndef PEDIGREE_LINEAGE_VERIFY_PRINT_H_
#define PEDIGREE_LINEAGE_VERIFY_PRINT_H_

#include <string>

#include "lineage/render/style.h"
#include "lineage/verify.h"

namespace pedigree {

// Findings first, then counts; with `all`, every asset and flow.
std::string VerifyText(const Lineage& lineage, const Verification& verification, bool all,
                       const Style& style);
std::string VerifyJson(const Lineage& lineage, const Verification& verification);
// SARIF 2.1.0 (OASIS): a result for each finding.
std::string VerifySarif(const Lineage& lineage, const Verification& verification);
// A test case for each asset and flow: findings fail, what was not exercised or cannot be verified
// is skipped.
std::string VerifyJunit(const Lineage& lineage, const Verification& verification);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_VERIFY_PRINT_H_
