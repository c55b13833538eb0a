// Which catalogs an extraction uses.
#ifndef PEDIGREE_ANALYZER_CATALOG_FIND_CATALOGS_H_
#define PEDIGREE_ANALYZER_CATALOG_FIND_CATALOGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pedigree {

struct CatalogChoice {
  bool defaults = true;          // those that come with Pedigree
  std::string folder;            // of the defaults; empty: wherever they are found
  std::vector<std::string> own;  // --catalog: these come after the defaults, and win
  std::string by;                // the file that the defaults lie by; empty: this program
};

// The files, defaults in the order of their names. The defaults are all *.txtpb of the folder,
// failing that of $PEDIGREE_CATALOG_DIR, failing that of what lies by the binary (or `by`): its
// Bazel runfiles, ../share/pedigree/catalog (installed), or the `catalog` of a folder above it
// (built in the source tree).
absl::StatusOr<std::vector<std::string>> FindCatalogs(const CatalogChoice& choice);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_FIND_CATALOGS_H_
