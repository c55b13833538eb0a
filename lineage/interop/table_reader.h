// Rows of other people's tables, in whichever file they were handed over: CSV with a header
// (RFC 4180), JSON lines, a SQLite database, or what pg_dump writes (COPY's text).
//
// A row is valid until the next; nothing else is kept in memory, and what one row may need is
// bounded. The reader trusts nothing: a database is opened for reading alone, only its plain tables
// are read (a view or a virtual table could compute for ever), and a table that claims more rows
// than its file has bytes ends the reading. What is wrong is an error with file and line, in a
// database with table and row.
#ifndef PEDIGREE_LINEAGE_INTEROP_TABLE_READER_H_
#define PEDIGREE_LINEAGE_INTEROP_TABLE_READER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace pedigree::interop {

inline constexpr size_t kMaxRow = size_t{64} << 20;
inline constexpr size_t kMaxColumns = 4096;

class Row {
 public:
  // Without its schema; a CSV or JSON file is the table of its name: "column_lineage.csv". In lower
  // case, as the columns are: databases fold names one way or the other.
  std::string_view table() const { return table_; }
  // The line that it begins on; of a database the number of the row.
  uint32_t line() const { return line_; }
  bool of_database() const { return of_database_; }
  // The value, empty where it is NULL or there is no such column.
  std::string_view operator[](std::string_view column) const;
  bool Has(std::string_view column) const;

 private:
  friend class TableReader;
  std::string table_;
  uint32_t line_ = 0;
  bool of_database_ = false;
  std::vector<std::string> columns_, values_;
};

// Gives `take` every row of the file's tables; of a database or a dump only of those that are
// `wanted`. An error if it has no table at all.
absl::Status ReadRows(const std::string& path, const std::vector<std::string_view>& wanted,
                      absl::FunctionRef<absl::Status(const Row&)> take);

// "lineage.csv:12: what"
absl::Status Wrong(const std::string& path, const Row& row, std::string_view what);

bool IsSqlite(const std::string& path);
// Whether the file begins with an object or an array.
bool LooksLikeJson(const std::string& path);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_TABLE_READER_H_
