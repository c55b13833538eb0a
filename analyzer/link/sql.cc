#include "analyzer/link/sql.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

namespace pedigree::link {
namespace {

struct Token {
  enum Kind { kWord, kQuoted, kString, kNumber, kPlaceholder, kSymbol };
  Kind kind = kSymbol;
  std::string text;
  std::string upper;    // of a kWord
  int placeholder = 0;  // from 0
};
using Tokens = std::vector<Token>;
struct Range {
  size_t begin = 0, end = 0;
  bool empty() const { return begin >= end; }
};

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

bool IsWordStart(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '{' || (c & 0x80);
}
bool IsWord(char c) {
  return IsWordStart(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '$';
}

std::optional<Tokens> Tokenize(std::string_view text) {
  Tokens tokens;
  std::map<std::string, int> named;
  int next = 0;
  size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (std::isspace(static_cast<unsigned char>(c))) {
      ++i;
    } else if (text.substr(i, 2) == "--") {
      while (i < text.size() && text[i] != '\n') ++i;
    } else if (text.substr(i, 2) == "/*") {
      const size_t end = text.find("*/", i + 2);
      if (end == std::string_view::npos) return std::nullopt;
      i = end + 2;
    } else if (c == '\'' || c == '"' || c == '`' || c == '[') {
      const char close = c == '[' ? ']' : c;
      Token token;
      token.kind = c == '\'' ? Token::kString : Token::kQuoted;
      for (++i;; ++i) {
        if (i >= text.size()) return std::nullopt;
        if (text[i] == close) {
          if (i + 1 < text.size() && text[i + 1] == close && close != ']') {
            ++i;
          } else {
            break;
          }
        }
        token.text += text[i];
      }
      ++i;
      tokens.push_back(std::move(token));
    } else if (IsWordStart(c)) {
      const size_t begin = i;
      while (i < text.size() && IsWord(text[i])) {
        if (text[i] == '{') {
          i = text.find('}', i);
          if (i == std::string_view::npos) return std::nullopt;
        }
        ++i;
      }
      Token token{Token::kWord, std::string(text.substr(begin, i - begin)), "", 0};
      token.upper = Upper(token.text);
      tokens.push_back(std::move(token));
    } else if (std::isdigit(static_cast<unsigned char>(c)) ||
               (c == '.' && i + 1 < text.size() &&
                std::isdigit(static_cast<unsigned char>(text[i + 1])))) {
      const size_t begin = i;
      while (i < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[i])) || text[i] == '.'))
        ++i;
      tokens.push_back({Token::kNumber, std::string(text.substr(begin, i - begin)), "", 0});
    } else if (c == '?' || c == '$' || c == '@' || (c == ':' && text.substr(i, 2) != "::") ||
               text.substr(i, 2) == "%s") {
      const size_t begin = i++;
      while (c != '%' && i < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[i])) || text[i] == '_'))
        ++i;
      if (c == '%') ++i;
      const std::string name(text.substr(begin, i - begin));
      Token token{Token::kPlaceholder, name, "", 0};
      const bool numbered =
          name.size() > 1 && std::all_of(name.begin() + 1, name.end(), [](char d) {
            return std::isdigit(static_cast<unsigned char>(d));
          });
      if (name == "?" || name == "%s") {
        token.placeholder = next++;
      } else if (numbered && name.size() < 7) {
        token.placeholder = std::max(0, std::stoi(name.substr(1)) - 1);
        next = std::max(next, token.placeholder + 1);
      } else {
        auto [it, inserted] = named.try_emplace(name, next);
        if (inserted) ++next;
        token.placeholder = it->second;
      }
      tokens.push_back(std::move(token));
    } else if (text.substr(i, 2) == "::") {
      tokens.push_back({Token::kSymbol, "::", "", 0});
      i += 2;
    } else {
      tokens.push_back({Token::kSymbol, std::string(1, c), "", 0});
      ++i;
    }
  }
  return tokens;
}

// Words that are no column names where an expression stands.
bool IsKeyword(const std::string& upper) {
  static const std::set<std::string> kWords = {"ALL",
                                               "AND",
                                               "AS",
                                               "ASC",
                                               "BETWEEN",
                                               "BY",
                                               "CASE",
                                               "CAST",
                                               "COLLATE",
                                               "CROSS",
                                               "CURRENT_DATE",
                                               "CURRENT_TIME",
                                               "CURRENT_TIMESTAMP",
                                               "DESC",
                                               "DISTINCT",
                                               "ELSE",
                                               "END",
                                               "ESCAPE",
                                               "EXCEPT",
                                               "EXISTS",
                                               "FALSE",
                                               "FILTER",
                                               "FOLLOWING",
                                               "FROM",
                                               "FULL",
                                               "GLOB",
                                               "GROUP",
                                               "HAVING",
                                               "IN",
                                               "INNER",
                                               "INTERSECT",
                                               "IS",
                                               "ISNULL",
                                               "JOIN",
                                               "LEFT",
                                               "LIKE",
                                               "LIMIT",
                                               "MATCH",
                                               "NATURAL",
                                               "NOT",
                                               "NOTNULL",
                                               "NULL",
                                               "NULLS",
                                               "OFFSET",
                                               "ON",
                                               "OR",
                                               "ORDER",
                                               "OUTER",
                                               "OVER",
                                               "PARTITION",
                                               "PRECEDING",
                                               "RANGE",
                                               "REGEXP",
                                               "RIGHT",
                                               "ROWS",
                                               "SELECT",
                                               "SET",
                                               "THEN",
                                               "TRUE",
                                               "UNBOUNDED",
                                               "UNION",
                                               "USING",
                                               "VALUES",
                                               "WHEN",
                                               "WHERE",
                                               "WINDOW",
                                               "WITH",
                                               "FIRST",
                                               "LAST",
                                               "ROW",
                                               "CURRENT",
                                               "INTERVAL",
                                               "ILIKE",
                                               "SIMILAR",
                                               "RETURNING"};
  return kWords.contains(upper);
}

bool IsAggregate(const std::string& upper) {
  static const std::set<std::string> kNames = {"AVG",
                                               "COUNT",
                                               "SUM",
                                               "TOTAL",
                                               "MIN",
                                               "MAX",
                                               "GROUP_CONCAT",
                                               "STRING_AGG",
                                               "ARRAY_AGG",
                                               "JSON_GROUP_ARRAY",
                                               "JSON_GROUP_OBJECT",
                                               "STDDEV",
                                               "VARIANCE",
                                               "MEDIAN",
                                               "PERCENTILE_CONT"};
  return kNames.contains(upper);
}

// What stands in a FROM clause.
struct Source {
  std::string name;   // how columns name it
  std::string table;  // a table, or
  bool derived = false;
  std::vector<SqlOutput> outputs;  // a subquery's
};

class Reader {
 public:
  explicit Reader(Tokens tokens) : tokens_(std::move(tokens)) {}

  std::optional<std::vector<SqlStatement>> Read() {
    std::vector<SqlStatement> all;
    size_t begin = 0;
    for (size_t i = 0; i <= tokens_.size(); ++i) {
      if (i < tokens_.size() && !Is(i, ";")) continue;
      if (i > begin) {
        SqlStatement statement;
        ctes_.clear();
        if (!Statement({begin, i}, &statement)) return std::nullopt;
        all.push_back(std::move(statement));
      }
      begin = i + 1;
    }
    if (all.empty()) return std::nullopt;
    return all;
  }

 private:
  struct Selected {
    std::vector<SqlOutput> outputs;
    std::vector<SqlColumn> influences;
  };

  bool Is(size_t i, std::string_view symbol) const {
    return tokens_[i].kind == Token::kSymbol && tokens_[i].text == symbol;
  }
  bool Word(size_t i, size_t end, std::string_view upper) const {
    return i < end && tokens_[i].kind == Token::kWord && tokens_[i].upper == upper;
  }
  bool Name(size_t i, size_t end) const {
    return i < end && (tokens_[i].kind == Token::kQuoted ||
                       (tokens_[i].kind == Token::kWord && !IsKeyword(tokens_[i].upper)));
  }
  // After the parenthesis that closes the one at `open`; `end` if none does.
  size_t Close(size_t open, size_t end) const {
    int depth = 0;
    for (size_t i = open; i < end; ++i) {
      if (Is(i, "(")) ++depth;
      if (Is(i, ")") && --depth == 0) return i + 1;
    }
    return end;
  }
  // The first place at depth 0 where one of `words` stands.
  size_t Find(Range in, std::initializer_list<std::string_view> words) const {
    for (size_t i = in.begin; i < in.end; ++i) {
      if (Is(i, "(")) {
        i = Close(i, in.end) - 1;
        continue;
      }
      for (std::string_view word : words) {
        if (Word(i, in.end, word)) return i;
      }
    }
    return in.end;
  }
  std::vector<Range> SplitCommas(Range in) const {
    std::vector<Range> parts;
    size_t begin = in.begin;
    for (size_t i = in.begin; i < in.end; ++i) {
      if (Is(i, "(")) {
        i = Close(i, in.end) - 1;
      } else if (Is(i, ",")) {
        parts.push_back({begin, i});
        begin = i + 1;
      }
    }
    if (!in.empty()) parts.push_back({begin, in.end});
    return parts;
  }
  // A possibly qualified name at *i: "db.table". Goes past it.
  bool QualifiedName(size_t* i, size_t end, std::string* name) const {
    if (!Name(*i, end)) return false;
    *name = tokens_[(*i)++].text;
    while (*i + 1 < end && Is(*i, ".") && Name(*i + 1, end)) {
      *name += "." + tokens_[*i + 1].text;
      *i += 2;
    }
    return true;
  }

  void Place(int placeholder, std::optional<std::string> column, SqlStatement* out) {
    if (placeholder < 0 || placeholder > 4096) return;
    if (out->placeholders.size() <= static_cast<size_t>(placeholder)) {
      out->placeholders.resize(placeholder + 1);
    }
    if (column) out->placeholders[placeholder] = std::move(column);
  }
  void PlaceAll(Range in, const std::optional<std::string>& column, SqlStatement* out) {
    for (size_t i = in.begin; i < in.end; ++i) {
      const Token& token = tokens_[i];
      if (token.kind != Token::kPlaceholder) continue;
      Place(token.placeholder, column, out);
      out->placeholder_names.resize(out->placeholders.size());
      if (static_cast<size_t>(token.placeholder) < out->placeholder_names.size()) {
        out->placeholder_names[token.placeholder] = token.text;
      }
    }
  }

  bool Statement(Range r, SqlStatement* out) {
    PlaceAll(r, std::nullopt, out);
    size_t i = r.begin;
    if (Word(i, r.end, "EXPLAIN")) return true;
    if (Word(i, r.end, "WITH") && !With(&i, r.end, &out->influences)) return false;
    const Range rest{i, r.end};
    if (Word(i, r.end, "SELECT") || Word(i, r.end, "VALUES") || Is(i, "(")) {
      out->kind = SqlStatement::kSelect;
      return Into(rest, out);
    }
    if (Word(i, r.end, "INSERT") || Word(i, r.end, "REPLACE")) return Insert(rest, out);
    if (Word(i, r.end, "UPDATE")) return Update(rest, out);
    if (Word(i, r.end, "DELETE")) {
      out->kind = SqlStatement::kDelete;
      ++i;
      if (!Word(i, r.end, "FROM")) return false;
      ++i;
      return QualifiedName(&i, r.end, &out->target);
    }
    if (Word(i, r.end, "CREATE")) return Create(rest, out);
    for (std::string_view word :
         {"BEGIN",    "COMMIT", "ROLLBACK", "END",    "SAVEPOINT", "RELEASE", "PRAGMA", "DROP",
          "ALTER",    "VACUUM", "ANALYZE",  "ATTACH", "DETACH",    "REINDEX", "SET",    "USE",
          "TRUNCATE", "START",  "GRANT",    "LOCK",   "UNLOCK",    "SHOW"}) {
      if (Word(i, r.end, word)) return true;
    }
    return false;
  }

  // The SELECT in `r` makes the outputs of `out`.
  bool Into(Range r, SqlStatement* out) {
    Selected selected;
    if (!Select(r, &selected)) return false;
    out->outputs = std::move(selected.outputs);
    out->influences.insert(out->influences.end(), selected.influences.begin(),
                           selected.influences.end());
    return true;
  }

  bool With(size_t* i, size_t end, std::vector<SqlColumn>* influences) {
    ++*i;
    if (Word(*i, end, "RECURSIVE")) ++*i;
    while (true) {
      if (!Name(*i, end)) return false;
      const std::string name = tokens_[(*i)++].text;
      std::vector<std::string> names;
      if (*i < end && Is(*i, "(")) {
        const size_t close = Close(*i, end);
        for (const Range& part : SplitCommas({*i + 1, close - 1})) {
          if (!Name(part.begin, part.end)) return false;
          names.push_back(tokens_[part.begin].text);
        }
        *i = close;
      }
      if (!Word(*i, end, "AS")) return false;
      ++*i;
      if (Word(*i, end, "NOT")) ++*i;
      if (Word(*i, end, "MATERIALIZED")) ++*i;
      if (*i >= end || !Is(*i, "(")) return false;
      const size_t close = Close(*i, end);
      Selected selected;
      if (!Select({*i + 1, close - 1}, &selected)) return false;
      for (size_t k = 0; k < names.size() && k < selected.outputs.size(); ++k) {
        selected.outputs[k].name = names[k];
      }
      influences->insert(influences->end(), selected.influences.begin(), selected.influences.end());
      ctes_[name] = std::move(selected.outputs);
      *i = close;
      if (*i < end && Is(*i, ",")) {
        ++*i;
        continue;
      }
      return true;
    }
  }

  bool Select(Range r, Selected* out) {
    if (r.empty() || depth_ > 32) return false;
    ++depth_;
    const bool good = SelectInner(r, out);
    --depth_;
    return good;
  }

  bool SelectInner(Range r, Selected* out) {
    if (Is(r.begin, "(") && Close(r.begin, r.end) == r.end) {
      return Select({r.begin + 1, r.end - 1}, out);
    }
    if (Word(r.begin, r.end, "WITH")) {
      size_t i = r.begin;
      if (!With(&i, r.end, &out->influences)) return false;
      return Select({i, r.end}, out);
    }
    // A compound is the union of its parts, output by output.
    const size_t set = Find(r, {"UNION", "EXCEPT", "INTERSECT"});
    if (set != r.end) {
      size_t next = set + 1;
      if (Word(next, r.end, "ALL")) ++next;
      Selected left, right;
      if (!Select({r.begin, set}, &left) || !Select({next, r.end}, &right)) return false;
      *out = std::move(left);
      for (size_t k = 0; k < right.outputs.size() && k < out->outputs.size(); ++k) {
        SqlOutput& output = out->outputs[k];
        output.columns.insert(output.columns.end(), right.outputs[k].columns.begin(),
                              right.outputs[k].columns.end());
        output.star |= right.outputs[k].star;
      }
      out->influences.insert(out->influences.end(), right.influences.begin(),
                             right.influences.end());
      return true;
    }
    if (Word(r.begin, r.end, "VALUES")) return true;
    if (!Word(r.begin, r.end, "SELECT")) return false;
    Range body{r.begin + 1, r.end};
    if (body.empty()) return false;
    if (Word(body.begin, body.end, "DISTINCT") || Word(body.begin, body.end, "ALL")) ++body.begin;

    // The clauses, in the order in which they may follow.
    constexpr std::array<std::string_view, 8> kClauses = {"FROM",   "WHERE", "GROUP", "HAVING",
                                                          "WINDOW", "ORDER", "LIMIT", "OFFSET"};
    std::map<std::string_view, Range> clauses;
    size_t at = body.end;
    Range columns = body;
    std::string_view open;
    for (size_t i = body.begin; i < body.end; ++i) {
      if (Is(i, "(")) {
        i = Close(i, body.end) - 1;
        continue;
      }
      for (std::string_view clause : kClauses) {
        if (!Word(i, body.end, clause)) continue;
        if (open.empty()) {
          columns.end = i;
        } else {
          clauses[open] = {at, i};
        }
        open = clause;
        at = i + 1;
        if (Word(at, body.end, "BY")) ++at;
      }
    }
    if (!open.empty()) clauses[open] = {at, body.end};

    std::vector<Source> sources;
    if (!From(clauses["FROM"], &sources, out)) return false;
    struct ClauseInfluence {
      std::string_view clause;
      Subtype subtype;
    };
    for (const auto& [clause, subtype] :
         {ClauseInfluence{"WHERE", FILTER}, ClauseInfluence{"GROUP", GROUP_BY},
          ClauseInfluence{"HAVING", FILTER}, ClauseInfluence{"ORDER", SORT}}) {
      auto it = clauses.find(clause);
      if (it != clauses.end() && !Influence(it->second, subtype, sources, out)) return false;
    }
    for (const Range& column : SplitCommas(columns)) {
      if (!Output(column, sources, out)) return false;
    }
    return true;
  }

  bool Influence(Range r, Subtype subtype, const std::vector<Source>& sources, Selected* out) {
    SqlOutput made;
    if (!Expression(r, sources, &made, out)) return false;
    for (SqlColumn column : made.columns) {
      column.subtype = subtype;
      out->influences.push_back(std::move(column));
    }
    return true;
  }

  bool From(Range r, std::vector<Source>* sources, Selected* out) {
    struct On {
      Range range;
      bool columns = false;
    };
    std::vector<On> conditions;
    size_t i = r.begin;
    while (i < r.end) {
      if (Is(i, ",")) {
        ++i;
      }
      while (Word(i, r.end, "NATURAL") || Word(i, r.end, "LEFT") || Word(i, r.end, "RIGHT") ||
             Word(i, r.end, "FULL") || Word(i, r.end, "INNER") || Word(i, r.end, "OUTER") ||
             Word(i, r.end, "CROSS") || Word(i, r.end, "JOIN")) {
        ++i;
      }
      if (i >= r.end) return false;
      Source source;
      if (Is(i, "(")) {
        const size_t close = Close(i, r.end);
        if (!Word(i + 1, close, "SELECT") && !Word(i + 1, close, "WITH") &&
            !Word(i + 1, close, "VALUES")) {
          if (!From({i + 1, close - 1}, sources, out)) return false;
          i = close;
          source.name = "";
          goto joined;
        }
        Selected inner;
        if (!Select({i + 1, close - 1}, &inner)) return false;
        source.derived = true;
        source.outputs = std::move(inner.outputs);
        out->influences.insert(out->influences.end(), inner.influences.begin(),
                               inner.influences.end());
        i = close;
      } else {
        if (!QualifiedName(&i, r.end, &source.table)) return false;
        if (i < r.end && Is(i, "(")) return false;  // a table-valued function
        auto cte = ctes_.find(source.table);
        if (cte != ctes_.end()) {
          source.derived = true;
          source.outputs = cte->second;
        }
        const size_t dot = source.table.rfind('.');
        source.name = dot == std::string::npos ? source.table : source.table.substr(dot + 1);
      }
      if (Word(i, r.end, "AS")) ++i;
      if (Name(i, r.end)) source.name = tokens_[i++].text;
      sources->push_back(std::move(source));
    joined:
      if (Word(i, r.end, "ON")) {
        Range on{i + 1, r.end};
        on.end = std::min(Find(on, {"JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL"}),
                          r.end);
        const std::vector<Range> parts = SplitCommas(on);
        if (!parts.empty()) on.end = parts[0].end;
        conditions.push_back({on, false});
        i = on.end;
      } else if (Word(i, r.end, "USING")) {
        if (i + 1 >= r.end || !Is(i + 1, "(")) return false;
        const size_t close = Close(i + 1, r.end);
        conditions.push_back({{i + 2, close - 1}, true});
        i = close;
      }
      if (i < r.end && !Is(i, ",") &&
          Find({i, i + 1},
               {"JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER"}) != i) {
        return false;
      }
    }
    for (const On& on : conditions) {
      if (!on.columns) {
        if (!Influence(on.range, JOIN, *sources, out)) return false;
        continue;
      }
      for (const Range& part : SplitCommas(on.range)) {
        // Both sides have it.
        for (const Source& source : *sources) {
          for (SqlColumn column : Resolve("", tokens_[part.begin].text, {source})) {
            column.subtype = JOIN;
            out->influences.push_back(std::move(column));
          }
        }
      }
    }
    return true;
  }

  bool Output(Range r, const std::vector<Source>& sources, Selected* out) {
    SqlOutput output;
    if (r.empty()) return false;
    // "*" or "t.*"
    if (Is(r.end - 1, "*") && (r.end - r.begin == 1 || Is(r.end - 2, "."))) {
      const std::string of = r.end - r.begin >= 3 ? tokens_[r.end - 3].text : "";
      for (const Source& source : sources) {
        if (!of.empty() && source.name != of) continue;
        if (source.derived) {
          for (const SqlOutput& inner : source.outputs) out->outputs.push_back(inner);
          continue;
        }
        SqlOutput star;
        star.star = true;
        star.columns.push_back({source.table, "", IDENTITY, true});
        out->outputs.push_back(std::move(star));
      }
      return true;
    }
    // A name at the end: "AS name", or a name after what ends an expression.
    if (r.end - r.begin >= 3 && Word(r.end - 2, r.end, "AS")) {
      output.name = tokens_[r.end - 1].text;
      r.end -= 2;
    } else if (r.end - r.begin >= 2 && Name(r.end - 1, r.end) && !Is(r.end - 2, ".") &&
               (tokens_[r.end - 2].kind != Token::kSymbol || Is(r.end - 2, ")")) &&
               (tokens_[r.end - 2].kind != Token::kWord || !IsKeyword(tokens_[r.end - 2].upper) ||
                tokens_[r.end - 2].upper == "END")) {
      output.name = tokens_[r.end - 1].text;
      r.end -= 1;
    } else if (Name(r.end - 1, r.end)) {
      output.name = tokens_[r.end - 1].text;
    }
    if (!Expression(r, sources, &output, out)) return false;
    out->outputs.push_back(std::move(output));
    return true;
  }

  // What the expression in `r` is made of.
  bool Expression(Range r, const std::vector<Source>& sources, SqlOutput* output, Selected* out) {
    bool aggregate = false;
    std::vector<SqlColumn> columns;
    size_t operands = 0, others = 0;
    for (size_t i = r.begin; i < r.end; ++i) {
      const Token& token = tokens_[i];
      if (Is(i, "(") && (Word(i + 1, r.end, "SELECT") || Word(i + 1, r.end, "WITH"))) {
        const size_t close = Close(i, r.end);
        Selected inner;
        outer_.push_back(&sources);
        const bool good = Select({i + 1, close - 1}, &inner);
        outer_.pop_back();
        if (!good) return false;
        for (const SqlOutput& o : inner.outputs) {
          columns.insert(columns.end(), o.columns.begin(), o.columns.end());
        }
        out->influences.insert(out->influences.end(), inner.influences.begin(),
                               inner.influences.end());
        ++others;
        i = close - 1;
        continue;
      }
      if (token.kind == Token::kWord && i + 1 < r.end && Is(i + 1, "(")) {
        aggregate |= IsAggregate(token.upper);
        ++others;
        continue;  // a function; its arguments follow
      }
      if (Word(i, r.end, "AS") || Is(i, "::")) {
        ++i;  // a type, in CAST
        ++others;
        continue;
      }
      if (Word(i, r.end, "COLLATE")) {
        ++i;
        continue;
      }
      if (!Name(i, r.end)) {
        if (!Is(i, "(") && !Is(i, ")")) ++others;
        continue;
      }
      std::string qualifier, column = token.text;
      while (i + 2 < r.end && Is(i + 1, ".") && Name(i + 2, r.end)) {
        qualifier = qualifier.empty() ? column : qualifier + "." + column;
        column = tokens_[i + 2].text;
        i += 2;
      }
      ++operands;
      for (SqlColumn& c : Resolve(qualifier, column, sources)) columns.push_back(std::move(c));
    }
    const Subtype subtype = aggregate                      ? AGGREGATION
                            : operands == 1 && others == 0 ? IDENTITY
                                                           : TRANSFORMATION;
    for (SqlColumn& column : columns) {
      if (column.subtype < CONDITIONAL) column.subtype = std::max(column.subtype, subtype);
      if (std::find(output->columns.begin(), output->columns.end(), column) ==
          output->columns.end()) {
        output->columns.push_back(column);
      }
    }
    return true;
  }

  // The table columns that a column name means; several if it is not clear which.
  std::vector<SqlColumn> Resolve(const std::string& qualifier, const std::string& column,
                                 const std::vector<Source>& sources) const {
    std::vector<SqlColumn> found;
    std::vector<std::string> tables;
    const std::string wanted = Upper(qualifier), upper = Upper(column);
    for (const Source& source : sources) {
      if (!qualifier.empty() && Upper(source.name) != wanted && Upper(source.table) != wanted) {
        continue;
      }
      if (!source.derived) {
        tables.push_back(source.table);
        continue;
      }
      for (const SqlOutput& output : source.outputs) {
        if (output.star) {
          for (const SqlColumn& c : output.columns) tables.push_back(c.table);
        } else if (Upper(output.name) == upper) {
          found.insert(found.end(), output.columns.begin(), output.columns.end());
          return found;
        }
      }
    }
    for (const std::string& table : tables) {
      found.push_back({table, tables.size() == 1 ? column : "", IDENTITY, tables.size() == 1});
    }
    if (found.empty() && !outer_.empty()) {
      // A correlated subquery.
      const std::vector<Source>& around = *outer_.back();
      if (&around != &sources) return ResolveOuter(qualifier, column, outer_.size());
    }
    return found;
  }
  std::vector<SqlColumn> ResolveOuter(const std::string& qualifier, const std::string& column,
                                      size_t level) const {
    while (level-- > 0) {
      std::vector<SqlColumn> found;
      for (const Source& source : *outer_[level]) {
        if (!source.derived && (qualifier.empty() || Upper(source.name) == Upper(qualifier))) {
          found.push_back({source.table, column, IDENTITY, true});
        }
      }
      if (!found.empty()) return found;
    }
    return {};
  }

  bool Insert(Range r, SqlStatement* out) {
    out->kind = SqlStatement::kInsert;
    size_t i = Find(r, {"INTO"});
    if (i == r.end) return false;
    ++i;
    if (!QualifiedName(&i, r.end, &out->target)) return false;
    if (Word(i, r.end, "AS")) i += 2;
    if (i < r.end && Is(i, "(") && !Word(i + 1, r.end, "SELECT")) {
      const size_t close = Close(i, r.end);
      for (const Range& part : SplitCommas({i + 1, close - 1})) {
        if (!Name(part.begin, part.end) && tokens_[part.begin].kind != Token::kWord) return false;
        out->columns.push_back(tokens_[part.begin].text);
      }
      i = close;
    }
    if (Word(i, r.end, "DEFAULT")) return true;
    const size_t conflict = Find({i, r.end}, {"ON", "RETURNING"});
    if (Word(i, r.end, "VALUES")) {
      for (const Range& row : SplitCommas({i + 1, conflict})) {
        if (row.empty() || !Is(row.begin, "(")) return false;
        size_t k = 0;
        for (const Range& value : SplitCommas({row.begin + 1, row.end - 1})) {
          PlaceAll(value, k < out->columns.size() ? out->columns[k] : std::string(), out);
          ++k;
        }
      }
    } else {
      // Placeholders in it filter, or are values of its outputs; which, is not read.
      if (!Into({i, ConflictOf(i, r.end)}, out)) return false;
    }
    const size_t update = Find({conflict, r.end}, {"SET"});
    if (update != r.end) return Assignments({update + 1, r.end}, {}, out);
    return true;
  }
  // "ON CONFLICT", not a join's ON.
  size_t ConflictOf(size_t i, size_t end) const {
    for (; i < end; ++i) {
      if (Is(i, "(")) i = Close(i, end) - 1;
      if (Word(i, end, "ON") && (Word(i + 1, end, "CONFLICT") || Word(i + 1, end, "DUPLICATE"))) {
        return i;
      }
    }
    return end;
  }

  bool Assignments(Range r, const std::vector<Source>& sources, SqlStatement* out) {
    const size_t where = Find(r, {"WHERE", "FROM", "RETURNING", "ORDER", "LIMIT"});
    for (const Range& part : SplitCommas({r.begin, where})) {
      size_t i = part.begin;
      std::string column;
      if (!QualifiedName(&i, part.end, &column) || i >= part.end || !Is(i, "=")) return false;
      PlaceAll({i + 1, part.end}, column, out);
      SqlOutput made;
      made.name = column;
      Selected ignored;
      if (!Expression({i + 1, part.end}, sources, &made, &ignored)) return false;
      out->assignments.push_back(std::move(made));
    }
    return true;
  }

  bool Update(Range r, SqlStatement* out) {
    out->kind = SqlStatement::kUpdate;
    size_t i = r.begin + 1;
    if (Word(i, r.end, "OR")) i += 2;
    Source source;
    if (!QualifiedName(&i, r.end, &out->target)) return false;
    source.table = source.name = out->target;
    if (Word(i, r.end, "AS")) ++i;
    if (Name(i, r.end) && !Word(i, r.end, "SET")) source.name = tokens_[i++].text;
    if (!Word(i, r.end, "SET")) return false;
    std::vector<Source> sources = {source};
    Selected selected;
    const size_t where = Find({i, r.end}, {"WHERE"});
    const size_t from = Find({i, where}, {"FROM"});
    if (from != where && !From({from + 1, where}, &sources, &selected)) return false;
    if (where != r.end) {
      const size_t end = Find({where + 1, r.end}, {"RETURNING", "ORDER", "LIMIT"});
      if (!Influence({where + 1, end}, FILTER, sources, &selected)) return false;
    }
    out->influences = std::move(selected.influences);
    return Assignments({i + 1, r.end}, sources, out);
  }

  bool Create(Range r, SqlStatement* out) {
    size_t i = r.begin + 1;
    if (Word(i, r.end, "OR")) i += 2;
    while (Word(i, r.end, "TEMP") || Word(i, r.end, "TEMPORARY") || Word(i, r.end, "UNLOGGED") ||
           Word(i, r.end, "MATERIALIZED") || Word(i, r.end, "VIRTUAL")) {
      ++i;
    }
    if (!Word(i, r.end, "TABLE") && !Word(i, r.end, "VIEW")) return true;  // an index, a trigger
    out->kind = SqlStatement::kCreate;
    ++i;
    if (Word(i, r.end, "IF")) i += 3;
    if (!QualifiedName(&i, r.end, &out->target)) return false;
    if (i < r.end && Is(i, "(")) {
      const size_t close = Close(i, r.end);
      for (const Range& part : SplitCommas({i + 1, close - 1})) {
        static const std::set<std::string> kConstraints = {
            "PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT", "KEY", "INDEX"};
        if (part.empty() || (tokens_[part.begin].kind == Token::kWord &&
                             kConstraints.contains(tokens_[part.begin].upper))) {
          continue;
        }
        out->columns.push_back(tokens_[part.begin].text);
      }
      i = close;
    }
    const size_t as = Find({i, r.end}, {"AS"});
    if (as != r.end) return Into({as + 1, r.end}, out);
    return true;
  }

  const Tokens tokens_;
  std::map<std::string, std::vector<SqlOutput>> ctes_;
  std::vector<const std::vector<Source>*> outer_;
  int depth_ = 0;
};

}  // namespace

std::vector<SqlColumn> SqlStatement::Output(size_t k) const {
  for (size_t i = 0; i < outputs.size(); ++i) {
    // After a star nobody knows which is which.
    if (outputs[i].star) {
      std::vector<SqlColumn> rest;
      for (size_t j = i; j < outputs.size(); ++j) {
        rest.insert(rest.end(), outputs[j].columns.begin(), outputs[j].columns.end());
      }
      return rest;
    }
    if (i == k) return outputs[i].columns;
  }
  return {};
}

std::optional<std::vector<SqlStatement>> ReadSql(std::string_view text) {
  std::optional<Tokens> tokens = Tokenize(text);
  if (!tokens) return std::nullopt;
  // A text of which only the run knows what it does.
  return Reader(*std::move(tokens)).Read();
}

}  // namespace pedigree::link
