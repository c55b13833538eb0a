#include "analyzer/catalog/standard_index.h"

#include <cstring>

namespace pedigree {
namespace {

constexpr size_t kRow = 4, kRecord = 6;  // words

}  // namespace

StandardIndex::StandardIndex(std::string_view bytes) : bytes_(bytes) {
  size_t at = 0;
  catalogs_ = Word(at++);
  for (uint32_t& rows : rows_) rows = Word(at++);
  records_ = Word(at++);
  glob_sizes_ = Word(at++);
  globs_with_parameters_ = Word(at++) != 0;
  at += 2 * catalogs_;
  for (int table = 0; table < kTables; ++table) {
    table_at_[table] = at;
    at += kRow * rows_[table];
  }
  records_at_ = at;
  glob_sizes_at_ = records_at_ + kRecord * records_;
  texts_at_ = 4 * (glob_sizes_at_ + glob_sizes_);
}

uint32_t StandardIndex::Word(size_t number) const {
  uint32_t word;
  std::memcpy(&word, bytes_.data() + 4 * number, 4);
  return word;
}

std::string_view StandardIndex::Text(size_t word) const {
  return {bytes_.data() + texts_at_ + Word(word), Word(word + 1)};
}

std::optional<uint32_t> StandardIndex::CatalogOf(uint64_t hash) const {
  const size_t hashes_at = table_at_[0] - 2 * catalogs_;
  for (uint32_t catalog = 0; catalog < catalogs_; ++catalog) {
    const size_t at = hashes_at + 2 * catalog;
    if ((uint64_t{Word(at + 1)} << 32 | Word(at)) == hash) return catalog;
  }
  return std::nullopt;
}

std::string_view StandardIndex::key(Table table, uint32_t row) const {
  return Text(table_at_[table] + kRow * row);
}

std::pair<uint32_t, uint32_t> StandardIndex::RecordsOf(Table table, uint32_t row) const {
  const size_t at = table_at_[table] + kRow * row;
  return {Word(at + 2), Word(at + 3)};
}

std::pair<uint32_t, uint32_t> StandardIndex::Find(Table table, std::string_view key_asked) const {
  uint32_t begin = 0, end = rows_[table];
  while (begin < end) {
    const uint32_t middle = begin + (end - begin) / 2;
    const int order = key_asked.compare(key(table, middle));
    if (order == 0) return RecordsOf(table, middle);
    if (order < 0) {
      end = middle;
    } else {
      begin = middle + 1;
    }
  }
  return {0, 0};
}

StandardIndex::Record StandardIndex::record(uint32_t number) const {
  const size_t at = records_at_ + kRecord * number;
  return {Word(at), Word(at + 1), Text(at + 2), Text(at + 4)};
}

uint64_t CatalogHash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&](uint64_t word) { hash = (hash ^ word) * 0x100000001b3; };
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word = 0;
    for (int i = 7; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(text[at + i]);
    add(word);
    hash ^= hash >> 32;
  }
  for (; at < text.size(); ++at) add(static_cast<unsigned char>(text[at]));
  add(text.size());
  return hash;
}

}  // namespace pedigree
