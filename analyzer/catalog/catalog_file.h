// One catalog file, read and checked: the parsed entries, each with its place in the file.
#ifndef PEDIGREE_ANALYZER_CATALOG_CATALOG_FILE_H_
#define PEDIGREE_ANALYZER_CATALOG_CATALOG_FILE_H_

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/model.h"
#include "analyzer/catalog/signature.h"
#include "proto/catalog.pb.h"

namespace pedigree {

inline constexpr int kCatalogSchemaVersion = 1;

// An entry's model, made when it is first asked for.
class EntryModel {
 public:
  explicit EntryModel(Model model) : model_(std::make_unique<Model>(std::move(model))) {}
  // `contents`, a serialized Api, is of a catalog that is known to be right, and outlives this.
  explicit EntryModel(std::string_view contents) : contents_(contents) {}
  const Model& Get() const;

 private:
  std::string_view contents_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<Model> model_;  // there from the start, if not made of `contents`
};

struct CatalogEntry {
  Signature signature;
  std::shared_ptr<const EntryModel> model;  // shared by the names that are listed together
  size_t order = 0;                         // for the reader of several files to fill in
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
