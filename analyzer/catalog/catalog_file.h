// One catalog file, read and checked: the parsed entries, each with its place in the file.
#ifndef PEDIGREE_ANALYZER_CATALOG_CATALOG_FILE_H_
#define PEDIGREE_ANALYZER_CATALOG_CATALOG_FILE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/model.h"
#include "analyzer/catalog/signature.h"
#include "proto/catalog.pb.h"

namespace pedigree {

inline constexpr int kCatalogSchemaVersion = 1;

struct CatalogEntry {
  Signature signature;
  std::shared_ptr<const Model> model;  // shared by the names that are listed together
  size_t order = 0;                    // for the reader of several files to fill in
};

struct CatalogFile {
  std::vector<CatalogEntry> entries;  // in the order of the file
  std::vector<GlobalHandle> globals;  // with defaults filled in
  std::string contents;               // equal for files that say the same
};

// Parses `text`, a pedigree.Catalog in text format. Otherwise InvalidArgument with one line,
// "FILE:LINE:COL: what is wrong"; lines and columns are 1-based.
absl::StatusOr<CatalogFile> ParseCatalogFile(const std::string& file, const std::string& text);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_CATALOG_FILE_H_
