// The tables that Fivetran's platform connector keeps of what it copies from where to where:
// docs/interop/fivetran.md. They come as CSV or JSON lines (a file a table), as a SQLite database,
// or as pg_dump writes them; in any order, since they are put together when all were read.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "lineage/interop/systems.h"
#include "lineage/interop/table_reader.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

struct Table {
  std::string name, schema, connection;
};
struct Column {
  std::string name, table, type;
};
struct Pair {
  std::string from, to, file;
  uint32_t line;
};

class Tables : public GraphBuilder::Memory {
 public:
  absl::Status Add(const std::string& path, const Options& options, const Row& row) {
    space_ = options.asset_namespace;
    std::string_view table = row.table();
    if (row["_fivetran_deleted"] == "true" || row["_fivetran_deleted"] == "t" ||
        row["_fivetran_deleted"] == "1")
      return absl::OkStatus();
    if (table == "table_lineage" || table == "column_lineage") {
      const std::string kind = table == "table_lineage" ? "table" : "column";
      const std::string_view from = row[fmt::format("source_{}_id", kind)],
                             to = row[fmt::format("destination_{}_id", kind)];
      if (from.empty() || to.empty())
        return Wrong(path, row, fmt::format("a {} without both its ids", table));
      (kind == "table" ? tables_ : columns_)
          .push_back(
              {std::string(from), std::string(to), path, row.of_database() ? 0 : row.line()});
      return absl::OkStatus();
    }
    // Since 2025 the names go without "_metadata".
    if (table.ends_with("_metadata")) table.remove_suffix(9);
    if (table == "connector" || table == "connection") {
      const std::string_view id = Either(row, "connection_id", "connector_id");
      if (id.empty()) return Wrong(path, row, "a connection without its id");
      connections_[std::string(id)] = {
          std::string(Either(row, "connection_name", "connector_name")),
          std::string(Either(row, "connector_type_id", "connector_type"))};
      return absl::OkStatus();
    }
    const bool source = table.starts_with("source_");
    if (!source && !table.starts_with("destination_"))
      return Wrong(path, row, fmt::format("'{}' is no table of the lineage", row.table()));
    const std::string id(row["id"]), name(row["name"]);
    if (id.empty() || name.empty())
      return Wrong(path, row, fmt::format("{} without id or name", row.table()));
    Side& side = source ? source_ : destination_;
    if (table.ends_with("_schema")) {
      side.schemas[id] = name;
    } else if (table.ends_with("_table")) {
      side.tables[id] = {name, std::string(Either(row, "schema_id", "schema_metadata_id")),
                         std::string(Either(row, "connection_id", "connector_id"))};
    } else {
      side.columns[id] = {name, std::string(Either(row, "table_id", "table_metadata_id")),
                          std::string(row["type"])};
    }
    return absl::OkStatus();
  }

  void Finish(GraphBuilder* graph) override {
    graph_ = graph;
    for (const Pair& pair : tables_) Flow(pair.from, pair.to, "", "", "table_lineage", pair);
    for (const Pair& pair : columns_) {
      const Column* from = Find(source_.columns, pair.from);
      const Column* to = Find(destination_.columns, pair.to);
      if (from == nullptr || to == nullptr) {
        // Named by nothing but its number: the tables of the columns were not given.
        const std::string one = from == nullptr ? "of column " + pair.from : from->table;
        const std::string other = to == nullptr ? "of column " + pair.to : to->table;
        Flow(one, other, from == nullptr ? "" : from->name, to == nullptr ? "" : to->name,
             "column_lineage", pair);
        continue;
      }
      Flow(from->table, to->table, from->name, to->name, "column_lineage", pair);
      Type(SourceOf(from->table), *from);
      Type(DestinationOf(to->table), *to);
    }
  }

 private:
  struct Side {
    std::map<std::string, std::string> schemas;
    std::map<std::string, Table> tables;
    std::map<std::string, Column> columns;
  };

  static std::string_view Either(const Row& row, std::string_view one, std::string_view other) {
    return row[one].empty() ? row[other] : row[one];
  }
  template <typename T>
  static const T* Find(const std::map<std::string, T>& in, const std::string& id) {
    const auto it = in.find(id);
    return it == in.end() ? nullptr : &it->second;
  }

  std::string NameOf(const Side& side, const std::string& id) const {
    const Table* table = Find(side.tables, id);
    if (table == nullptr) return "table " + id;
    const std::string* schema = Find(side.schemas, table->schema);
    return schema == nullptr ? table->name : *schema + "." + table->name;
  }

  int SourceOf(const std::string& id) {
    const Table* table = Find(source_.tables, id);
    const int at = graph_->Asset(table == nullptr || table->connection.empty()
                                     ? "fivetran"
                                     : "fivetran://" + table->connection,
                                 NameOf(source_, id));
    graph_->SetKind(at, TABLE, /*inferred=*/true);
    return at;
  }

  // "postgres://host:5432/shop": the tables are called shop.schema.table there.
  int DestinationOf(const std::string& id) {
    std::string space = space_.empty() ? "fivetran" : space_, database;
    const size_t authority = space.find("://");
    const size_t slash = space.find('/', authority == std::string::npos ? 0 : authority + 3);
    if (slash != std::string::npos) {
      database = space.substr(slash + 1) + ".";
      space.resize(slash);
    }
    const int at = graph_->Asset(space, database + NameOf(destination_, id));
    graph_->SetKind(at, TABLE, /*inferred=*/false);
    return at;
  }

  void Type(int asset, const Column& column) {
    if (!column.type.empty()) graph_->ColumnOf(asset, column.name)->set_type(column.type);
  }

  void Flow(const std::string& from, const std::string& to, std::string_view from_column,
            std::string_view to_column, std::string_view note, const Pair& pair) {
    const Table* table = Find(source_.tables, from);
    const std::string connection =
        table == nullptr || table->connection.empty() ? "connection" : table->connection;
    const int job = graph_->Job("fivetran/" + connection);
    if (const auto* known = Find(connections_, connection); known != nullptr) {
      graph_->job(job).mutable_declaration()->set_description(
          fmt::format("Fivetran connection {} ({})", known->first, known->second));
    }
    graph_->AddFlow(job,
                    {.from = SourceOf(from),
                     .to = DestinationOf(to),
                     .from_column = from_column,
                     .to_column = to_column,
                     .subtype = IDENTITY,
                     .note = note},
                    {pair.file, pair.line});
  }

  GraphBuilder* graph_ = nullptr;
  std::string space_;
  Side source_, destination_;
  std::map<std::string, std::pair<std::string, std::string>> connections_;  // name, type
  std::vector<Pair> tables_, columns_;
};

}  // namespace

absl::Status ImportFivetran(const std::string& path, const Options& options, GraphBuilder* graph) {
  std::vector<std::string> names = {"table_lineage", "column_lineage", "connector", "connection"};
  for (const std::string_view side : {"source", "destination"}) {
    for (const std::string_view what : {"schema", "table", "column"}) {
      for (const std::string_view suffix : {"", "_metadata"})
        names.push_back(fmt::format("{}_{}{}", side, what, suffix));
    }
  }
  bool any = false;
  Tables* tables = graph->Remember<Tables>();
  const absl::Status status =
      ReadRows(path, {names.begin(), names.end()}, [&](const Row& row) -> absl::Status {
        any = true;
        return tables->Add(path, options, row);
      });
  if (!status.ok()) return status;
  // A table by itself may be empty.
  const std::string stem = std::filesystem::path(path).stem().generic_string();
  const bool table = std::find(names.begin(), names.end(), stem) != names.end();
  if (!any && !table)
    return absl::InvalidArgumentError(
        fmt::format("{}: no row of a table of Fivetran's lineage is in it", path));
  return absl::OkStatus();
}

}  // namespace pedigree::interop
