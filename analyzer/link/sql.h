// Reads table and column names from SQL texts: which columns a statement's results and placeholders
// are.
//
// This is no SQL parser. It knows the shapes that programs embed: SELECT (expressions, aliases,
// joins, subqueries, WITH, UNION), INSERT ... VALUES or SELECT, UPDATE, DELETE, CREATE TABLE (AS
// SELECT), and the statements that move no data. What has another shape is not read, and the caller
// is told so; nothing is guessed. Names are as written. A hole of a text, "{argv:1}", may stand
// within a name. Grammar as in https://www.sqlite.org/lang.html, with the placeholders of other
// databases ($1, :name, %s).

#ifndef PEDIGREE_ANALYZER_LINK_SQL_H_
#define PEDIGREE_ANALYZER_LINK_SQL_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proto/catalog.pb.h"

namespace pedigree::link {

struct SqlColumn {
  std::string table;
  std::string column;  // empty: some or all of the table's
  Subtype subtype = IDENTITY;
  bool sure = true;  // false: one of several tables that could have it

  bool operator==(const SqlColumn&) const = default;
};

// One column of a result: what it is made of.
struct SqlOutput {
  std::string name;   // empty for an unnamed expression
  bool star = false;  // any number of columns: all of `columns`' tables
  std::vector<SqlColumn> columns;
};

struct SqlStatement {
  enum Kind { kSelect, kInsert, kUpdate, kDelete, kCreate, kOther };
  Kind kind = kOther;
  std::string target;                 // of all but SELECT
  std::vector<std::string> columns;   // INSERT, CREATE: the target's columns as listed
  std::vector<SqlOutput> outputs;     // of the SELECT, if there is one
  std::vector<SqlColumn> influences;  // by FILTER, JOIN, GROUP_BY, SORT: of all outputs
  // UPDATE: column = made of columns.
  std::vector<SqlOutput> assignments;
  // What the k-th placeholder (from 0) is written to. nullopt: to nothing (it filters, say). An
  // empty name: to a column that the text does not name.
  std::vector<std::optional<std::string>> placeholders;
  // The k-th placeholder as written: ":age"; "?".
  std::vector<std::string> placeholder_names;

  // The columns that output `k` (from 0) is made of; empty if there is no such output.
  std::vector<SqlColumn> Output(size_t k) const;
};

// The statements in `text`, or nullopt if one of them is not understood.
std::optional<std::vector<SqlStatement>> ReadSql(std::string_view text);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_SQL_H_
