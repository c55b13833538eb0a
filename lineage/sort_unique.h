#ifndef PEDIGREE_LINEAGE_SORT_UNIQUE_H_
#define PEDIGREE_LINEAGE_SORT_UNIQUE_H_

#include <algorithm>
#include <vector>

namespace pedigree {

// In order, each once.
template <typename T>
void SortUnique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_SORT_UNIQUE_H_
