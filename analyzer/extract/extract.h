// C++ source to fragment: the first step of the way of the data, and the only one that knows Clang.
#ifndef PEDIGREE_ANALYZER_EXTRACT_EXTRACT_H_
#define PEDIGREE_ANALYZER_EXTRACT_EXTRACT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/catalog.h"

namespace pedigree {

struct ExtractOptions {
  CatalogFiles catalogs;
  std::string source;  // the translation unit's main file
  // The compiler's arguments without the compiler; -c, -o, dependency-file and source arguments
  // are ignored.
  std::vector<std::string> compile_flags;
  // A source that does not compile gives a fragment of what parsed, marked incomplete.
  bool keep_going = false;
};

struct ExtractResult {
  std::string fragment_set;              // a serialised FragmentSet
  std::vector<std::string> inputs_read;  // every file that was read, as it was named
  std::string diagnostics;               // the compiler's errors, as text
  // About catalogs of one's own (own_catalogs.h), and annotations that are not understood; a line
  // each.
  std::vector<std::string> warnings;
  bool incomplete = false;
};

// InvalidArgument where the source does not compile (the message is the first error, with its
// place) or a catalog is bad; NotFound where the source is missing.
absl::StatusOr<ExtractResult> Extract(const ExtractOptions& options);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_EXTRACT_H_
