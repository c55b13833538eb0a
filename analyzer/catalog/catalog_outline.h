// The outline of a catalog: under which names its entries are listed, and where the text of each
// stands. Making it costs a hundredth of parsing the catalog, and a translation unit asks for few
// entries. Nothing is checked here: it is for catalogs that are known to be right.
#ifndef PEDIGREE_ANALYZER_CATALOG_CATALOG_OUTLINE_H_
#define PEDIGREE_ANALYZER_CATALOG_CATALOG_OUTLINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

struct CatalogOutline {
  struct Entry {
    std::string_view text;  // "api { ... }"
    std::vector<std::string_view> functions;
  };
  std::vector<Entry> apis;
  std::vector<std::string_view> globals;  // "global { ... }"
};

// Whether the text is that of a catalog that this program was built with, and whose test passes;
// and of one that is, whether all names in it have a `::`, so that no C source asks for it.
enum class Standard { kNo, kYes, kScopesOnly };
Standard StandardOf(std::string_view text);
inline bool IsStandardCatalog(std::string_view text) { return StandardOf(text) != Standard::kNo; }

// Views into `text`. Nothing, where it is written in a way that this does not understand (escapes
// in a name, a string in several pieces): then it must be parsed.
std::optional<CatalogOutline> OutlineCatalog(std::string_view text);

// FNV-1a with 64 bits (http://www.isthe.com/chongo/tech/comp/fnv), eight bytes at a time.
uint64_t CatalogHash(std::string_view text);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_CATALOG_OUTLINE_H_
