// The catalogs that an extraction works with: what is known of functions whose bodies are not
// analysed. Loaded once; asked at every call of every translation unit.
#ifndef PEDIGREE_ANALYZER_CATALOG_CATALOG_H_
#define PEDIGREE_ANALYZER_CATALOG_CATALOG_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/model.h"
#include "proto/catalog.pb.h"

namespace pedigree {

// What to load.
struct CatalogFiles {
  bool standard = false;  // those that this program was built with
  std::vector<std::string> files;
};

// Names are qualified, without template arguments and inline namespaces: "std::vector::push_back",
// "std::basic_ifstream::basic_ifstream", "X::~X", "X::operator bool". Parameter types are Clang's
// canonical spelling, "const std::basic_string<char> &"; blanks do not matter.
//
// Immutable, and safe to ask from several threads. What it returns lives as long as it does.
class CatalogSet {
 public:
  struct Source {
    std::string file;  // for messages
    std::string text;  // a pedigree.Catalog in text format
  };

  CatalogSet();  // knows nothing
  CatalogSet(CatalogSet&&) noexcept;
  CatalogSet& operator=(CatalogSet&&) noexcept;
  ~CatalogSet();

  // Reads catalogs; among entries alike, those of later files win, and those that this program was
  // built with come before all. Files with the texts of those are not parsed. NotFound when a file
  // cannot be read; InvalidArgument with the message "FILE:LINE:COL: what is wrong" when it is no
  // catalog.
  static absl::StatusOr<CatalogSet> Load(const CatalogFiles& files);
  static absl::StatusOr<CatalogSet> Parse(const std::vector<Source>& sources);

  // What the most specific entry says of a function; null: nothing is known of it.
  const Model* Find(std::string_view qualified_name,
                    const std::vector<std::string>& parameter_types) const;

  // The same for a method, under the name it has in its own class and, after that, in each base.
  // An entry without globs comes before one with, even when a base's; then the first name that has
  // an entry decides.
  const Model* FindMethod(const std::vector<std::string>& qualified_names_most_derived_first,
                          const std::vector<std::string>& parameter_types) const;

  // The asset that a global variable stands for from the start; null: none.
  const GlobalHandle* FindGlobal(std::string_view qualified_name) const;

  // Does any entry speak of a member of this namespace or class? ("std", "std::vector")
  bool KnowsScope(std::string_view qualified_name) const;

  // Those that this program was not built with, in the order they were given.
  std::span<const Source> own() const;

  // How many functions and globals are listed, for reports; alike ones count once.
  size_t size() const;

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

// 32 hexadecimal digits that change whenever what the catalogs say changes: for cache keys.
// Comments, layout and file names do not count. Errors as Parse has them.
absl::StatusOr<std::string> CatalogFingerprint(const std::vector<CatalogSet::Source>& sources);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_CATALOG_H_
