// The name that was meant.
#ifndef PEDIGREE_ANALYZER_CATALOG_NEAREST_H_
#define PEDIGREE_ANALYZER_CATALOG_NEAREST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

// How many letters must be added, dropped, replaced or swapped with their neighbour to make one of
// the other; `limit` + 1 where it is more than `limit`. (Damerau's distance, without repeated
// edits.)
size_t EditDistance(std::string_view a, std::string_view b, size_t limit);

// The nearest of `candidates` to `name`, of several the first; "" where none is near enough to be
// what was meant: a letter in four may be wrong, and one in any name of three or more.
std::string Nearest(std::string_view name, const std::vector<std::string>& candidates);

// What a message about an unknown name ends with: "; did you mean 'MEANT'?"; "" if `meant` is "".
std::string Hint(std::string_view meant);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_NEAREST_H_
