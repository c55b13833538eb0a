// Patterns of names, as policies write them.
#ifndef PEDIGREE_LINEAGE_POLICY_GLOB_H_
#define PEDIGREE_LINEAGE_POLICY_GLOB_H_

#include <string_view>

namespace pedigree::policy {

// Whether `text` matches: `*` stands for any characters but those in `separators`, `**` for any at
// all, "**/" for any folders or none. Everything else stands for itself.
bool GlobMatches(std::string_view glob, std::string_view text, std::string_view separators = "");

// The same without regard to the case of ASCII letters, as SPDX compares identifiers.
bool GlobMatchesIgnoringCase(std::string_view glob, std::string_view text);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_GLOB_H_
