#ifndef PEDIGREE_LINEAGE_UTF8_H_
#define PEDIGREE_LINEAGE_UTF8_H_

#include <cstddef>
#include <string_view>

namespace pedigree {

// Whether the text is UTF-8 (RFC 3629): no code point longer than it need be, no surrogates.
bool IsUtf8(std::string_view text);

// How many code points it has: about as many columns as a terminal shows it in.
size_t CodePoints(std::string_view text);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_UTF8_H_
