// Licences as SPDX expressions (SPDX specification 2.3, annex D): "MIT", "CC-BY-4.0 OR
// CC-BY-NC-4.0", "Apache-2.0 WITH LLVM-exception AND (MIT OR BSD-3-Clause)".
#ifndef PEDIGREE_LINEAGE_POLICY_LICENSE_H_
#define PEDIGREE_LINEAGE_POLICY_LICENSE_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pedigree::policy {

// The identifiers in an expression, without operators and exceptions. What is no expression is one
// identifier as a whole.
std::vector<std::string> LicenseIdentifiers(std::string_view expression);

// Whether who takes the data under this expression can keep to licences that are `allowed`: of
// alternatives (OR) one must be, of what holds together (AND) all.
bool LicenseAllowed(std::string_view expression,
                    const std::function<bool(std::string_view identifier)>& allowed);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_LICENSE_H_
