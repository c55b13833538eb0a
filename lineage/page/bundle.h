// The page without what is in it: web/ and the libraries it uses, as bundled by the build.
#ifndef PEDIGREE_LINEAGE_PAGE_BUNDLE_H_
#define PEDIGREE_LINEAGE_PAGE_BUNDLE_H_

#include <string_view>

namespace pedigree {

std::string_view PageBeforeTitle();
std::string_view PageBeforeData();
std::string_view PageAfterData();

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_PAGE_BUNDLE_H_
