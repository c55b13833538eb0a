// Which catalogs an extraction uses.
#ifndef PEDIGREE_ANALYZER_CATALOG_FIND_CATALOGS_H_
#define PEDIGREE_ANALYZER_CATALOG_FIND_CATALOGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/catalog.h"

namespace pedigree {

struct CatalogChoice {
  bool defaults = true;          // those that come with Pedigree
  std::string folder;            // to read the defaults from
  std::vector<std::string> own;  // --catalog: these come after the defaults, and win
};

// The defaults are those that this program was built with; with a folder, or $PEDIGREE_CATALOG_DIR
// failing that, all *.txtpb of it in their place, in the order of their names. NotFound if there
// are none in the folder.
absl::StatusOr<CatalogFiles> FindCatalogs(const CatalogChoice& choice);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_FIND_CATALOGS_H_
