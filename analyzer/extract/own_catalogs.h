// A misspelt name in a catalog of one's own matches nothing, in silence: the function is then
// unknown, and its flows are assumed. Where the source calls an unknown function of nearly that
// name, it is told.
#ifndef PEDIGREE_ANALYZER_EXTRACT_OWN_CATALOGS_H_
#define PEDIGREE_ANALYZER_EXTRACT_OWN_CATALOGS_H_

#include <span>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "clang/AST/ASTContext.h"

namespace pedigree {

struct OwnEntry {
  std::string name;   // without parameters
  std::string place;  // "FILE:LINE:COL"
};

// The functions that the catalogs list, globs left out.
std::vector<OwnEntry> OwnEntries(std::span<const CatalogSet::Source> catalogs);

// A line for each entry whose function the source does not declare, while it calls another of
// nearly that name which has no body and which no catalog knows.
std::vector<std::string> WarnOfOwnEntries(clang::ASTContext& ast, const CatalogSet& catalog,
                                          const std::vector<OwnEntry>& entries);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_OWN_CATALOGS_H_
