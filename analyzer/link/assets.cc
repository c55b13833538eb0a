#include "analyzer/link/assets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "analyzer/link/stores.h"

namespace pedigree::link {
namespace {

bool HasBraces(std::string_view text) { return text.find('{') != std::string_view::npos; }

// "s3://bucket/key" is asset "key" of namespace "s3://bucket", as OpenLineage names it
// (https://openlineage.io/docs/spec/naming).
void SplitUrl(std::string* ns, std::string* name) {
  if (name->starts_with("./")) name->erase(0, 2);
  const size_t colon = name->find("://");
  if (colon == std::string::npos || colon == 0) return;
  for (char c : name->substr(0, colon)) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '+' && c != '.' && c != '-') return;
  }
  size_t slash = name->find('/', colon + 3);
  if (slash == std::string::npos) return;
  if (name->starts_with("file:")) {
    *name = name->substr(slash);
    return;
  }
  *ns = name->substr(0, slash);
  *name = name->substr(slash + 1);
}

// A file that is named by a pattern (glob) is any that matches: `data/{*}.csv`.
std::string WithoutWildcards(const std::string& name) {
  std::string result;
  bool hole = false;
  for (size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    const bool wildcard = c == '*' && !hole;
    hole = (hole || c == '{') && c != '}';
    if (!wildcard) {
      result += c;
    } else if (!result.ends_with("{*}")) {
      result += "{*}";
    }
  }
  return result;
}

// By their descriptors (POSIX, unistd.h).
constexpr std::string_view kStandardStreams[] = {"stdin", "stdout", "stderr"};

// The file has no name, and surely so: it is never opened (`std::string validation;`, when the
// option is not given).
bool Nowhere(const Terms& terms, const Instance& instance) {
  const Instance* named = &instance;
  while (named->name == kNone && named->handle_kind == Instance::kOpened) {
    named = &terms.instances[named->handle];
  }
  return named->name != kNone && named->ns != kNone && terms.Show(named->ns) == "file" &&
         terms.Show(named->name).empty();
}

}  // namespace

void AssetNamer::Unresolved(const Instance& instance, std::string note) {
  unresolved_.try_emplace({instance.function, instance.site}, std::move(note));
}

AssetKind AssetNamer::KindOf(const Instance& instance) {
  const AssetKind kind = site(instance).asset();
  if (instance.handle_kind == Instance::kStandard) return STREAM;
  if (kind != ASSET_KIND_UNSPECIFIED || instance.handle_kind != Instance::kOpened) return kind;
  return KindOf(terms_.instances[instance.handle]);
}

AssetNamer::Named AssetNamer::NameOf(const Instance& instance) {
  Named named;
  named.ns = instance.ns == kNone ? "" : terms_.Show(instance.ns);
  if (instance.handle_kind == Instance::kStandard && instance.name == kNone) {
    named.ns = "process";
    named.name = kStandardStreams[instance.handle];
    return named;
  }
  if (instance.handle_kind == Instance::kOpened) {
    const Named handle = NameOf(terms_.instances[instance.handle]);
    if (instance.name == kNone) {
      named.name = handle.name;
      if (named.ns.empty()) named.ns = handle.ns;
    } else if (named.ns.empty()) {
      // Something in what the handle is of: a topic of a broker, a table of a database.
      const Named within = Within(handle, terms_.Show(instance.name));
      named.ns = within.ns;
      named.name = within.name;
    }
  }
  if (instance.name != kNone && named.name.empty()) named.name = terms_.Show(instance.name);
  if (named.ns == "postgres") {
    Database database = ReadConnectionText(named.name);
    named.ns = std::move(database.ns);
    named.name = std::move(database.name);
    named.job_local = HasBraces(named.ns) || HasBraces(named.name);
    return named;
  }
  if (named.ns.empty() && instance.handle_kind == Instance::kUnknownHandle &&
      instance.name != kNone) {
    named.ns = "{?}";
    Unresolved(instance, fmt::format("what {} touches '{}' of is not known",
                                     program_.body(instance.function).text(site(instance).api()),
                                     named.name));
  }
  if (named.ns.empty()) named.ns = "file";
  if (named.name.empty() || named.name == "{?}" || named.name == "{*}") {
    const FunctionInfo& info = program_.info(instance.function);
    if (named.name.empty() || instance.name != kNone) {
      Unresolved(instance,
                 fmt::format("the name of what {} touches is not known",
                             program_.body(instance.function).text(site(instance).api())));
    }
    // Its own asset, not that of another site whose name is not known.
    named.name = fmt::format("{{?:{}}}", info.name);
  }
  if (named.ns == "redis") {
    Database server = ReadRedisUrl(named.name);
    named.ns = std::move(server.ns);
    named.name = std::move(server.name);
  }
  if (named.ns == "file") {
    SplitUrl(&named.ns, &named.name);
    if (named.ns == "file") named.name = WithoutWildcards(FileOfUri(named.name));
    // By convention a program that is given this for a file takes its own stream.
    const Site::Kind kind = site(instance).kind();
    if (named.ns == "file" && named.name == "-" && (kind == Site::READ || kind == Site::WRITE)) {
      named.ns = "process";
      named.name = kStandardStreams[kind == Site::READ ? 0 : 1];
    }
  }
  named.job_local = HasBraces(named.ns) || HasBraces(named.name);
  return named;
}

AssetNamer::Named AssetNamer::Within(const Named& handle, const std::string& name) {
  if (handle.ns.starts_with("postgres://")) {
    return {.ns = handle.ns, .name = TableOf({handle.ns, handle.name}, name)};
  }
  if (handle.ns.starts_with("cassandra://") || handle.ns.starts_with("clickhouse://")) {
    const bool qualified = handle.name.empty() || name.find('.') != std::string::npos;
    return {.ns = handle.ns, .name = qualified ? name : handle.name + "." + name};
  }
  return {.ns = handle.name.empty() ? handle.ns : handle.ns + ":" + handle.name, .name = name};
}

Touch AssetNamer::Whole(const Instance& instance, const Named& named) {
  Touch touch;
  touch.ns = named.ns;
  touch.name = named.name;
  touch.kind = KindOf(instance);
  if (touch.kind == ASSET_KIND_UNSPECIFIED && named.ns == "process") touch.kind = STREAM;
  touch.job_local = named.job_local;
  touch.column = ColumnName(instance);
  touch.tags = TagsOf(instance, touch.column);
  return touch;
}

std::vector<std::string> AssetNamer::TagsOf(const Instance& instance, const std::string& column) {
  std::vector<std::string> tags;
  if (column.empty()) return tags;
  const Body& body = program_.body(instance.function);
  for (const Site::Tagged& tagged : site(instance).tagged()) {
    if (body.text(tagged.column()) != column) continue;
    for (uint32_t tag : tagged.tag()) tags.emplace_back(body.text(tag));
    if (tagged.message() == 0) continue;
    for (std::string_view tag :
         program_.MessageTags(body.text(tagged.message()), body.text(tagged.field()))) {
      tags.emplace_back(tag);
    }
  }
  return tags;
}

AssetNamer::Statement AssetNamer::StatementOf(const Instance& instance) {
  Statement statement;
  const Instance* with_sql = nullptr;
  if (instance.sql != kNone) {
    with_sql = &instance;
  } else if (instance.handle_kind == Instance::kOpened) {
    const Instance& opened = terms_.instances[instance.handle];
    if (opened.sql != kNone) with_sql = &opened;
  }
  if (with_sql == nullptr) return statement;
  statement.is_sql = true;
  if (with_sql->handle_kind == Instance::kOpened) {
    statement.database = NameOf(terms_.instances[with_sql->handle]);
  } else {
    statement.database.ns = with_sql->ns == kNone ? "sql" : terms_.Show(with_sql->ns);
    statement.database.name = with_sql->name == kNone
                                  ? fmt::format("{{?:{}}}", program_.info(with_sql->function).name)
                                  : terms_.Show(with_sql->name);
    statement.database.job_local = HasBraces(statement.database.name);
    if (with_sql->name == kNone) {
      Unresolved(*with_sql, "the database of this statement is not known");
    }
  }
  const std::string text = terms_.Show(with_sql->sql);
  statement.local = statement.database.job_local;
  auto [it, inserted] = parsed_.try_emplace(text);
  if (inserted) it->second = ReadSql(text);
  if (it->second.has_value()) {
    statement.statements = &*it->second;
  } else {
    Unresolved(*with_sql, HasBraces(text) ? "the text of this SQL statement is not known as a whole"
                                          : "this SQL text is not understood");
  }
  return statement;
}

Touch AssetNamer::Table(const Statement& statement, const std::string& table,
                        const std::string& column) {
  Touch touch;
  const Named within = Within(statement.database, table);
  touch.ns = within.ns;
  touch.name = within.name;
  touch.column = column;
  touch.kind = TABLE;
  touch.job_local = statement.local || HasBraces(table);
  return touch;
}

std::string AssetNamer::ColumnName(const Instance& instance) {
  if (instance.column != kNone) return terms_.Show(instance.column);
  std::string name;
  for (const Step& step : program_.paths().steps(instance.key)) {
    if (step.kind == Step::kAny) continue;
    const auto label = static_cast<SymbolId>(step.value);
    if (!name.empty()) name += '.';
    name += step.kind == Step::kField ? program_.FieldName(label) : program_.symbol_text(label);
  }
  return name;
}

std::string AssetNamer::KeyName(const Instance& instance) {
  if (instance.column != kNone) return terms_.Show(instance.column);
  std::string name;
  for (const Step& step : program_.paths().steps(instance.key)) {
    if (step.kind == Step::kKey) name = program_.symbol_text(static_cast<SymbolId>(step.value));
  }
  return name;
}

std::vector<Touch> AssetNamer::Commanded(Touch touch, bool reads) {
  if (!touch.ns.starts_with("redis")) return {std::move(touch)};
  const auto command = ReadRedisCommand(touch.name);
  if (!command) return {std::move(touch)};
  if (!(reads ? command->reads : command->writes)) return {};
  touch.name = command->key;
  if (touch.column.empty() && !HasBraces(command->field)) touch.column = command->field;
  touch.job_local = HasBraces(touch.ns) || HasBraces(touch.name);
  return {std::move(touch)};
}

bool AssetNamer::ColumnNumber(const Instance& instance, size_t* number) {
  if (instance.column == kNone) return false;
  const std::string text = terms_.Show(instance.column);
  if (text.empty() || text.size() > 6 || !std::all_of(text.begin(), text.end(), [](char c) {
        return std::isdigit(static_cast<unsigned char>(c));
      })) {
    return false;
  }
  const size_t value = std::stoul(text), base = site(instance).column_base();
  if (value < base) return false;
  *number = value - base;
  return true;
}

bool AssetNamer::ReadColumns(const SqlStatement& statement, const Instance& instance,
                             std::vector<SqlColumn>* columns) {
  size_t number = 0;
  if (ColumnNumber(instance, &number)) {
    *columns = statement.Output(number);
    return true;
  }
  const std::string name = KeyName(instance);
  for (const SqlOutput& output : statement.outputs) {
    if (name.empty() || HasBraces(name) || output.star || output.name == name) {
      columns->insert(columns->end(), output.columns.begin(), output.columns.end());
    }
  }
  return false;
}

std::vector<Touch> AssetNamer::Reads(InstanceId id) {
  const Instance& instance = terms_.instances[id];
  const Statement statement = StatementOf(instance);
  if (!statement.is_sql) {
    if (Nowhere(terms_, instance)) return {};
    return Commanded(Whole(instance, NameOf(instance)), /*reads=*/true);
  }
  if (statement.statements == nullptr) {
    Touch touch = Whole(instance, statement.database);
    touch.column = "";
    return {touch};
  }
  std::vector<Touch> touches;
  for (const SqlStatement& sql : *statement.statements) {
    std::vector<SqlColumn> columns;
    ReadColumns(sql, instance, &columns);
    columns.insert(columns.end(), sql.influences.begin(), sql.influences.end());
    for (const SqlColumn& column : columns) {
      Touch touch = Table(statement, column.table, column.column);
      touch.quality = {static_cast<uint8_t>(column.subtype),
                       static_cast<uint8_t>(column.sure ? EXACT : ASSUMED)};
      touches.push_back(std::move(touch));
    }
  }
  return touches;
}

std::vector<Touch> AssetNamer::Writes(InstanceId id) {
  const Instance& instance = terms_.instances[id];
  const Statement statement = StatementOf(instance);
  if (!statement.is_sql) {
    if (Nowhere(terms_, instance)) return {};
    return Commanded(Whole(instance, NameOf(instance)), /*reads=*/false);
  }
  if (statement.statements == nullptr) {
    Touch touch = Whole(instance, statement.database);
    touch.column = "";
    return {touch};
  }
  std::vector<Touch> touches;
  for (const SqlStatement& sql : *statement.statements) {
    if (sql.kind != SqlStatement::kInsert && sql.kind != SqlStatement::kUpdate) continue;
    size_t number = 0;
    bool numbered = ColumnNumber(instance, &number);
    if (const std::string name = KeyName(instance); !numbered && !name.empty()) {
      // By its name, as the text has it; or by the column's, where the text has none.
      const auto named =
          std::find(sql.placeholder_names.begin(), sql.placeholder_names.end(), name);
      const auto column = std::find(sql.placeholders.begin(), sql.placeholders.end(), name);
      numbered = named != sql.placeholder_names.end() || column != sql.placeholders.end();
      number = named != sql.placeholder_names.end() ? named - sql.placeholder_names.begin()
                                                    : column - sql.placeholders.begin();
    }
    if (numbered) {
      if (number < sql.placeholders.size() && sql.placeholders[number].has_value()) {
        touches.push_back(Table(statement, sql.target, *sql.placeholders[number]));
      }
    } else if (std::any_of(sql.placeholders.begin(), sql.placeholders.end(),
                           [](const auto& p) { return p.has_value(); })) {
      touches.push_back(Table(statement, sql.target, ""));
    }
  }
  return touches;
}

std::vector<SqlFlow> AssetNamer::Executes(InstanceId id, std::vector<Touch>* writes) {
  const Instance& instance = terms_.instances[id];
  const Statement statement = StatementOf(instance);
  std::vector<SqlFlow> flows;
  if (statement.statements == nullptr) return flows;
  for (const SqlStatement& sql : *statement.statements) {
    auto flow = [&](const SqlColumn& from, const std::string& to) {
      SqlFlow f;
      f.from = Table(statement, from.table, from.column);
      f.from.quality = {static_cast<uint8_t>(from.subtype),
                        static_cast<uint8_t>(from.sure ? EXACT : ASSUMED)};
      f.to = Table(statement, sql.target, to);
      flows.push_back(std::move(f));
    };
    const bool creates = sql.kind == SqlStatement::kCreate;
    if (creates && sql.outputs.empty()) continue;
    if (sql.kind == SqlStatement::kInsert || sql.kind == SqlStatement::kUpdate || creates) {
      writes->push_back(Table(statement, sql.target, ""));
      bool star = false;
      for (size_t k = 0; k < sql.outputs.size(); ++k) {
        star |= sql.outputs[k].star;
        std::string to;
        if (!star) {
          if (k < sql.columns.size()) {
            to = sql.columns[k];
          } else if (creates) {
            to = sql.outputs[k].name;
          }
        }
        for (const SqlColumn& from : sql.outputs[k].columns) flow(from, to);
      }
      for (const SqlOutput& assignment : sql.assignments) {
        for (const SqlColumn& from : assignment.columns) flow(from, assignment.name);
      }
      for (const SqlColumn& from : sql.influences) flow(from, "");
    }
  }
  return flows;
}

}  // namespace pedigree::link
