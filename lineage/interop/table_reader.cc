#include "lineage/interop/table_reader.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "absl/strings/ascii.h"
#include "lineage/interop/json_reader.h"
#include "lineage/utf8.h"

namespace pedigree::interop {
namespace {

std::string Lower(std::string_view text) {
  return absl::AsciiStrToLower({text.data(), text.size()});
}

// The text of a `"quoted"` or bare SQL name, the last part of it: `public."T"` is T.
std::string LastName(std::string_view name) {
  std::string part;
  bool quoted = false;
  for (const char c : name) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      part.clear();
    } else {
      part += c;
    }
  }
  return part;
}

}  // namespace

std::string_view Row::operator[](std::string_view column) const {
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i] == column) return i < values_.size() ? values_[i] : std::string_view();
  }
  return {};
}

bool Row::Has(std::string_view column) const {
  return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

absl::Status Wrong(const std::string& path, const Row& row, std::string_view what) {
  if (row.of_database())
    return absl::InvalidArgumentError(
        fmt::format("{}: row {} of {}: {}", path, row.line(), row.table(), what));
  return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path, row.line(), what));
}

bool IsSqlite(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  std::ifstream file(path, std::ios::binary);
  char magic[16] = {};
  return file.read(magic, sizeof magic) && std::memcmp(magic, "SQLite format 3", 16) == 0;
}

bool LooksLikeJson(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return true;
  std::ifstream file(path, std::ios::binary);
  char c = 0;
  while (file.get(c) && (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\xef' ||
                         c == '\xbb' || c == '\xbf')) {
  }
  return c == '{' || c == '[';
}

class TableReader {
 public:
  TableReader(const std::string& path, const std::vector<std::string_view>& wanted,
              absl::FunctionRef<absl::Status(const Row&)> take)
      : path_(path), wanted_(wanted), take_(take) {}

  absl::Status Read() {
    if (IsSqlite(path_)) return Sqlite();
    if (path_ == "-") return Text(std::cin);
    std::error_code error;
    if (std::filesystem::is_directory(path_, error))
      return absl::FailedPreconditionError(fmt::format("{}: Is a directory", path_));
    std::ifstream file(path_, std::ios::binary);
    if (!file) return absl::NotFoundError(fmt::format("{}: {}", path_, std::strerror(errno)));
    return Text(file);
  }

 private:
  absl::Status Wrong(uint32_t line, std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path_, line, what));
  }
  bool Wanted(std::string_view table) const {
    return wanted_.empty() || std::find(wanted_.begin(), wanted_.end(), table) != wanted_.end();
  }

  absl::Status Columns(std::vector<std::string> names, uint32_t line) {
    for (std::string& name : names) {
      name = Lower(name);
      if (!IsUtf8(name)) return Wrong(line, "a column's name is not UTF-8");
    }
    std::vector<std::string> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end())
      return Wrong(line, fmt::format("two columns are called '{}'", *twice));
    row_.columns_ = std::move(names);
    return absl::OkStatus();
  }

  absl::Status Give() {
    for (const std::string& value : row_.values_) {
      if (!IsUtf8(value)) return interop::Wrong(path_, row_, "a text is not UTF-8");
    }
    return take_(row_);
  }

  // What of the three kinds of text it is, its first bytes say.
  absl::Status Text(std::istream& in) {
    row_.table_ = Lower(std::filesystem::path(path_).stem().generic_string());
    if (in.peek() == 0xef) {
      char mark[3];
      in.read(mark, 3);
      if (std::memcmp(mark, "\xef\xbb\xbf", 3) != 0) return Wrong(1, "a text is not UTF-8");
    }
    while (in.peek() == ' ' || in.peek() == '\n' || in.peek() == '\r') {
      if (in.get() == '\n') ++line_;
    }
    const int first = in.peek();
    if (first == EOF) return absl::InvalidArgumentError(fmt::format("{}: it is empty", path_));
    if (first == '{' || first == '[') return JsonLines();
    if (first == '-' || first == '\\') return Dump(in);
    return Csv(in);
  }

  absl::Status JsonLines() {
    std::error_code error;
    // It was looked into already, and is opened anew.
    if (!std::filesystem::is_regular_file(path_, error))
      return Wrong(1, "JSON lines come in a file, not from a pipe");
    absl::StatusOr<std::unique_ptr<JsonStream>> stream = JsonStream::Open(path_, /*split=*/true);
    if (!stream.ok()) return stream.status();
    return (*stream)->ForEach("there is no row in it", [&](JsonNode root) {
      if (!root.IsObject()) return (*stream)->Wrong(root.Line(), "a row is an object");
      row_.columns_.clear();
      row_.values_.clear();
      row_.line_ = root.Line();
      for (const JsonNode member : root) {
        row_.columns_.push_back(Lower(member.Key()));
        row_.values_.emplace_back(member.Scalar());
      }
      return Give();
    });
  }

  // One record of RFC 4180; false at the end of the file.
  absl::StatusOr<bool> Record(std::istream& in, std::vector<std::string>* fields) {
    fields->clear();
    if (in.peek() == EOF) return false;
    const uint32_t begin = line_;
    std::string field;
    size_t size = 0;
    bool quoted = false, was_quoted = false;
    for (;;) {
      const int c = in.get();
      if (++size > kMaxRow)
        return Wrong(begin, fmt::format("one row is larger than {} MiB", kMaxRow >> 20));
      if (c == '\0') return Wrong(line_, "a byte 0 is in it: no CSV");
      if (c == EOF && quoted) return Wrong(begin, "a quote does not end");
      if (c == '\n') ++line_;
      if (quoted) {
        if (c != '"') {
          field += static_cast<char>(c);
        } else if (in.peek() == '"') {
          field += static_cast<char>(in.get());
        } else {
          quoted = false;
        }
        continue;
      }
      if (c == '"' && field.empty() && !was_quoted) {
        quoted = was_quoted = true;
        continue;
      }
      if (c == '\r' && (in.peek() == '\n' || in.peek() == EOF)) continue;
      if (c == ',' || c == '\n' || c == EOF) {
        if (fields->size() == kMaxColumns)
          return Wrong(begin, fmt::format("more than {} columns", kMaxColumns));
        fields->push_back(std::exchange(field, ""));
        was_quoted = false;
        if (c != ',') return true;
        continue;
      }
      if (was_quoted) return Wrong(line_, "text follows where a quote has ended");
      field += static_cast<char>(c);
    }
  }

  absl::Status Csv(std::istream& in) {
    std::vector<std::string> names;
    const uint32_t header = line_;
    absl::StatusOr<bool> more = Record(in, &names);
    if (!more.ok()) return more.status();
    if (absl::Status status = Columns(std::move(names), header); !status.ok()) return status;
    for (;;) {
      row_.line_ = line_;
      more = Record(in, &row_.values_);
      if (!more.ok()) return more.status();
      if (!*more) return absl::OkStatus();
      // An empty line between rows.
      if (row_.values_.size() == 1 && row_.values_[0].empty() && row_.columns_.size() > 1) continue;
      if (row_.values_.size() != row_.columns_.size())
        return Wrong(row_.line_, fmt::format("{} fields where the header has {}",
                                             row_.values_.size(), row_.columns_.size()));
      if (absl::Status status = Give(); !status.ok()) return status;
    }
  }

  absl::StatusOr<bool> Line(std::istream& in, std::string* line) {
    line->clear();
    if (in.peek() == EOF) return false;
    for (int c; (c = in.get()) != EOF && c != '\n';) {
      if (line->size() == kMaxRow)
        return Wrong(line_, fmt::format("one line is larger than {} MiB", kMaxRow >> 20));
      *line += static_cast<char>(c);
    }
    ++line_;
    if (line->ends_with('\r')) line->pop_back();
    return true;
  }

  // COPY's text format: https://www.postgresql.org/docs/current/sql-copy.html, "Text Format".
  static std::string Unescaped(std::string_view field) {
    if (field == "\\N") return "";
    std::string text;
    for (size_t i = 0; i < field.size(); ++i) {
      if (field[i] != '\\' || i + 1 == field.size()) {
        text += field[i];
        continue;
      }
      const char c = field[++i];
      constexpr std::string_view kLetters = "bfnrtv", kBytes = "\b\f\n\r\t\v";
      if (const size_t at = kLetters.find(c); at != std::string_view::npos) {
        text += kBytes[at];
      } else if (c == 'x' || (c >= '0' && c <= '7')) {
        const bool hex = c == 'x';
        const auto digit = [&](char d) {
          const std::string_view digits = hex ? "0123456789abcdef" : "01234567";
          return digits.find(hex ? static_cast<char>(d | 0x20) : d);
        };
        unsigned value = 0;
        size_t k = hex ? i + 1 : i, n = 0;
        for (; k < field.size() && n < (hex ? 2 : 3) && digit(field[k]) != std::string_view::npos;
             ++k, ++n)
          value = value * (hex ? 16 : 8) + static_cast<unsigned>(digit(field[k]));
        text += n == 0 ? c : static_cast<char>(value);
        if (n > 0) i = k - 1;
      } else {
        text += c;
      }
    }
    return text;
  }

  absl::Status CopyHeader(std::string_view line) {
    // COPY schema.table (a, b, "c") FROM stdin;
    const size_t open = line.find(" ("), close = line.rfind(") FROM stdin");
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
      return Wrong(line_ - 1, "a COPY that does not name its columns");
    row_.table_ = Lower(LastName(line.substr(5, open - 5)));
    std::vector<std::string> names;
    std::string_view rest = line.substr(open + 2, close - open - 2);
    while (!rest.empty()) {
      const size_t comma = rest.find(", ");
      if (names.size() == kMaxColumns)
        return Wrong(line_ - 1, fmt::format("more than {} columns", kMaxColumns));
      names.push_back(LastName(rest.substr(0, comma)));
      rest = comma == std::string_view::npos ? "" : rest.substr(comma + 2);
    }
    return Columns(std::move(names), line_ - 1);
  }

  absl::Status Dump(std::istream& in) {
    std::string line;
    bool any = false;
    for (;;) {
      absl::StatusOr<bool> more = Line(in, &line);
      if (!more.ok()) return more.status();
      if (!*more) break;
      if (!line.starts_with("COPY ") || line.find("FROM stdin") == std::string::npos) continue;
      if (absl::Status status = CopyHeader(line); !status.ok()) return status;
      any = true;
      const bool wanted = Wanted(row_.table_);
      for (;;) {
        row_.line_ = line_;
        more = Line(in, &line);
        if (!more.ok()) return more.status();
        if (!*more) return Wrong(row_.line_, "the COPY does not end");
        if (line == "\\.") break;
        if (!wanted) continue;
        row_.values_.clear();
        for (std::string_view rest = line;;) {
          const size_t tab = rest.find('\t');
          row_.values_.push_back(Unescaped(rest.substr(0, tab)));
          if (tab == std::string_view::npos || row_.values_.size() > kMaxColumns) break;
          rest.remove_prefix(tab + 1);
        }
        if (row_.values_.size() != row_.columns_.size())
          return Wrong(row_.line_, fmt::format("{} fields where the COPY has {} columns",
                                               row_.values_.size(), row_.columns_.size()));
        if (absl::Status status = Give(); !status.ok()) return status;
      }
    }
    if (!any)
      return absl::InvalidArgumentError(fmt::format("{}: no COPY ... FROM stdin is in it", path_));
    return absl::OkStatus();
  }

  absl::Status Sqlite() {
    row_.of_database_ = true;
    sqlite3* opened = nullptr;
    const int result = sqlite3_open_v2(path_.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(opened, sqlite3_close);
    const auto broken = [&](std::string_view table) {
      return absl::InvalidArgumentError(fmt::format(
          "{}: {}{}{}", path_, table, table.empty() ? "" : ": ", sqlite3_errmsg(database.get())));
    };
    if (result != SQLITE_OK) return broken("");
    sqlite3_limit(database.get(), SQLITE_LIMIT_LENGTH, static_cast<int>(kMaxRow));
    sqlite3_db_config(database.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    std::error_code error;
    const uint64_t bytes = std::filesystem::file_size(path_, error);

    std::vector<std::string> tables;
    const auto each = [&](const std::string& sql, std::string_view what,
                          absl::FunctionRef<absl::Status(sqlite3_stmt*)> row) -> absl::Status {
      sqlite3_stmt* prepared = nullptr;
      if (sqlite3_prepare_v2(database.get(), sql.c_str(), -1, &prepared, nullptr) != SQLITE_OK)
        return broken(what);
      const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(prepared,
                                                                            sqlite3_finalize);
      for (uint64_t n = 0;; ++n) {
        const int step = sqlite3_step(prepared);
        if (step == SQLITE_DONE) return absl::OkStatus();
        if (step != SQLITE_ROW) return broken(what);
        if (n > bytes)
          return absl::InvalidArgumentError(
              fmt::format("{}: {}: more rows than the file has bytes: it is damaged", path_, what));
        if (absl::Status status = row(prepared); !status.ok()) return status;
      }
    };
    const auto text = [](sqlite3_stmt* statement, int column) {
      const auto* at = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return at == nullptr ? std::string()
                           : std::string(at, sqlite3_column_bytes(statement, column));
    };
    absl::Status status = each(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' ORDER BY "
        "name",
        "", [&](sqlite3_stmt* statement) {
          tables.push_back(text(statement, 0));
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
    for (const std::string& table : tables) {
      row_.table_ = Lower(table);
      if (!Wanted(row_.table_)) continue;
      std::string quoted;
      for (const char c : table) quoted += c == '"' ? "\"\"" : std::string(1, c);
      bool first = true;
      row_.line_ = 0;
      status = each(fmt::format("SELECT * FROM \"{}\"", quoted), table,
                    [&](sqlite3_stmt* statement) -> absl::Status {
                      const int n = sqlite3_column_count(statement);
                      if (std::exchange(first, false)) {
                        std::vector<std::string> names;
                        for (int i = 0; i < n; ++i)
                          names.emplace_back(sqlite3_column_name(statement, i));
                        if (absl::Status status = Columns(std::move(names), 0); !status.ok())
                          return status;
                      }
                      row_.values_.clear();
                      ++row_.line_;
                      for (int i = 0; i < n; ++i) {
                        // Bytes are no text; whoever wants them says so by reading them as such.
                        row_.values_.push_back(sqlite3_column_type(statement, i) == SQLITE_BLOB
                                                   ? ""
                                                   : text(statement, i));
                      }
                      return Give();
                    });
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  const std::string& path_;
  const std::vector<std::string_view>& wanted_;
  absl::FunctionRef<absl::Status(const Row&)> take_;
  Row row_;
  uint32_t line_ = 1;
};

absl::Status ReadRows(const std::string& path, const std::vector<std::string_view>& wanted,
                      absl::FunctionRef<absl::Status(const Row&)> take) {
  return TableReader(path, wanted, take).Read();
}

}  // namespace pedigree::interop
