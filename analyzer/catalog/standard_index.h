// The standard catalogs, as an index that is made when this program is built
// (write_standard_index.cc) and is part of it: nothing is read or parsed before a name is asked
// for, and then only what is said of that name.
//
// The bytes are words of 32 bits, in the byte order of the machine, and then texts:
//
//   number of catalogs, of rows of each table, of records, of sizes; whether globs have parameters
//   the hashes of the catalogs' texts, two words each
//   the rows of each table, sorted by their keys: key, its size, first record, end of the records
//   the records: catalog, number in it, signature, its size, contents, their size
//   the sizes of the keys of globs, the largest first
//
// where texts are given by where they begin among the texts.
#ifndef PEDIGREE_ANALYZER_CATALOG_STANDARD_INDEX_H_
#define PEDIGREE_ANALYZER_CATALOG_STANDARD_INDEX_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace pedigree {

class StandardIndex {
 public:
  // What is looked up, and by which key.
  enum Table {
    kNames,    // entries whose signature's name has no globs, by that name
    kGlobs,    // the others, by the text that their names begin with
    kGlobals,  // by name
    kScopes,   // the namespaces and classes that names are in; of a record the catalog is all
    kTables,
  };

  struct Record {
    uint32_t catalog = 0;
    uint32_t number = 0;  // in the order of the catalog
    // As it is written; empty: it is the key, and that is a name without anything to be parsed.
    std::string_view signature;
    // A serialized Api, or GlobalHandle, without what only people read. Those of names that are
    // listed together are in one place.
    std::string_view contents;
  };

  // That of this program.
  static const StandardIndex& Get();
  // Views into `bytes`, which are right.
  explicit StandardIndex(std::string_view bytes);

  uint32_t catalogs() const { return catalogs_; }
  // Which catalog it is that has a text with this hash.
  std::optional<uint32_t> CatalogOf(uint64_t hash) const;

  // The numbers of the records under a key: from the first to before the second.
  std::pair<uint32_t, uint32_t> Find(Table table, std::string_view key) const;
  uint32_t records() const { return records_; }
  Record record(uint32_t number) const;

  uint32_t rows(Table table) const { return rows_[table]; }
  std::string_view key(Table table, uint32_t row) const;
  std::pair<uint32_t, uint32_t> RecordsOf(Table table, uint32_t row) const;

  // The sizes of the keys of globs, the largest first.
  uint32_t glob_sizes() const { return glob_sizes_; }
  uint32_t glob_size(uint32_t number) const { return Word(glob_sizes_at_ + number); }
  bool globs_with_parameters() const { return globs_with_parameters_; }

 private:
  uint32_t Word(size_t number) const;
  std::string_view Text(size_t word) const;  // two words: where it begins, and its size

  std::string_view bytes_;
  uint32_t catalogs_, rows_[kTables], records_, glob_sizes_;
  bool globs_with_parameters_;
  // The numbers of words that something begins at; of texts, of a byte.
  size_t table_at_[kTables], records_at_, glob_sizes_at_, texts_at_;
};

// FNV-1a with 64 bits (http://www.isthe.com/chongo/tech/comp/fnv), eight bytes at a time.
uint64_t CatalogHash(std::string_view text);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_STANDARD_INDEX_H_
