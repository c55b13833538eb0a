// Millions of rows in little memory: a graph as messages takes ten times as much, so an import
// holds rows of numbers, and makes messages of them when it is written.
#ifndef PEDIGREE_LINEAGE_INTEROP_INTERNED_H_
#define PEDIGREE_LINEAGE_INTEROP_INTERNED_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"

namespace pedigree::interop {

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// Texts by number, each once; number 0 is the empty one.
class Texts {
 public:
  Texts() { Of(""); }
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;

  int Of(std::string_view text) {
    const auto known = index_.find(text);
    if (known != index_.end()) return known->second;
    const int at = static_cast<int>(texts_.size());
    index_.emplace(texts_.emplace_back(text), at);
    return at;
  }
  const std::string& operator[](int at) const { return texts_[at]; }

 private:
  std::deque<std::string> texts_;
  absl::flat_hash_map<std::string_view, int, TextHash, std::equal_to<>> index_;
};

// Rows in the order in which they came, one for each key. A Row has `auto Key() const`, a tuple.
template <typename Row>
class UniqueRows {
 public:
  UniqueRows() : index_(0, Hash{&rows_}, Equal{&rows_}) {}
  UniqueRows(const UniqueRows&) = delete;
  UniqueRows& operator=(const UniqueRows&) = delete;

  // The number of the row with that key, and whether it is this one, which was not there.
  std::pair<int, bool> Add(const Row& row) {
    const auto known = index_.find(row);
    if (known != index_.end()) return {static_cast<int>(*known), false};
    const auto at = static_cast<uint32_t>(rows_.size());
    rows_.push_back(row);
    index_.insert(at);
    return {static_cast<int>(at), true};
  }
  Row& operator[](int at) { return rows_[at]; }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  struct Hash {
    using is_transparent = void;
    const std::vector<Row>* rows;
    size_t operator()(const Row& row) const { return absl::Hash<decltype(row.Key())>()(row.Key()); }
    size_t operator()(uint32_t at) const { return (*this)((*rows)[at]); }
  };
  struct Equal {
    using is_transparent = void;
    const std::vector<Row>* rows;
    bool operator()(uint32_t a, uint32_t b) const { return a == b; }
    bool operator()(uint32_t at, const Row& row) const { return (*rows)[at].Key() == row.Key(); }
    bool operator()(const Row& row, uint32_t at) const { return (*rows)[at].Key() == row.Key(); }
  };
  using Index = absl::flat_hash_set<uint32_t, Hash, Equal>;

  std::vector<Row> rows_;
  Index index_;
};

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_INTERNED_H_
