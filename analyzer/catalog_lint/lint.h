// `pedigree catalog lint`: a catalog against the library that it speaks of. Each function is looked
// up in the library's real headers, and each port is held against its parameters.
//
// What it cannot see is what the entry means: that an argument is there and can be stored to does
// not say that the function does so.
#ifndef PEDIGREE_ANALYZER_CATALOG_LINT_LINT_H_
#define PEDIGREE_ANALYZER_CATALOG_LINT_LINT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/catalog_places.h"

namespace pedigree {

struct LintFinding {
  CatalogPlace place;
  bool warning = false;  // it may well be right
  std::string message;
};

struct LintOptions {
  std::string file;  // the catalog
  // Instead of those that the catalog names, as a source includes them; none: the catalog's.
  std::vector<std::string> headers;
  std::vector<std::string> flags;  // after the catalog's own
};

// What is wrong, in the order of the file. NotFound where the catalog cannot be read or a header is
// not installed; InvalidArgument where it is no catalog, names no header, or the headers do not
// compile.
absl::StatusOr<std::vector<LintFinding>> LintCatalog(const LintOptions& options);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_LINT_LINT_H_
