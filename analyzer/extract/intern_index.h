// Finds interned items by hash: open addressing over the items' numbers, which are given in order.
// The items themselves live elsewhere.

#ifndef PEDIGREE_ANALYZER_EXTRACT_INTERN_INDEX_H_
#define PEDIGREE_ANALYZER_EXTRACT_INTERN_INDEX_H_

#include <cstdint>
#include <utility>
#include <vector>

namespace pedigree {

class InternIndex {
 public:
  // The number of the item for which `same` holds, among those of this hash; or `next`, which is
  // then its number.
  template <typename Same>
  uint32_t FindOrAdd(uint64_t hash, uint32_t next, Same same) {
    if (used_ * 2 >= slots_.size()) Grow();
    const uint32_t tag = static_cast<uint32_t>(hash >> 32) | 1;  // 0: an empty slot
    for (size_t at = hash;; ++at) {
      Slot& slot = slots_[at & (slots_.size() - 1)];
      if (slot.tag == 0) {
        slot = {static_cast<uint32_t>(hash), tag, next};
        ++used_;
        return next;
      }
      if (slot.tag == tag && slot.low == static_cast<uint32_t>(hash) && same(slot.number)) {
        return slot.number;
      }
    }
  }

 private:
  struct Slot {
    uint32_t low = 0, tag = 0, number = 0;
  };

  void Grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.tag == 0) continue;
      size_t at = slot.low;
      while (slots_[at & (slots_.size() - 1)].tag != 0) ++at;
      slots_[at & (slots_.size() - 1)] = slot;
    }
  }

  std::vector<Slot> slots_;  // a power of two
  size_t used_ = 0;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_INTERN_INDEX_H_
