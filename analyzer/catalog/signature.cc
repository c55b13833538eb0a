#include "analyzer/catalog/signature.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/status/status.h"

namespace pedigree {
namespace {

constexpr std::string_view kOperator = "operator";

bool IsName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Where the name of an operator begins in `name`, which may be its last component only; else the
// end.
size_t OperatorBegin(std::string_view name) {
  for (size_t at = name.find(kOperator); at != std::string_view::npos;
       at = name.find(kOperator, at + 1)) {
    const size_t end = at + kOperator.size();
    const bool starts = at == 0 || !IsName(name[at - 1]);
    if (starts && (end == name.size() || !IsName(name[end]))) return at;
  }
  return name.size();
}

// Where the parameter list begins in `text`; else the end. operator() has parentheses of its own.
size_t ParametersBegin(std::string_view text) {
  const size_t name_end = std::min(OperatorBegin(text) + kOperator.size(), text.size());
  size_t from = 0;
  if (name_end < text.size() && text.substr(name_end).starts_with("()")) from = name_end + 2;
  return std::min(text.find('(', from), text.size());
}

// Leaves blanks between words only.
std::string Squeeze(std::string_view text) {
  std::string squeezed;
  bool space = false;
  for (char c : text) {
    if (IsSpace(c)) {
      space = true;
      continue;
    }
    if (space && !squeezed.empty() && IsName(squeezed.back()) && IsName(c)) squeezed += ' ';
    space = false;
    squeezed += c;
  }
  return squeezed;
}

// Is the `*` that follows `before`, within a squeezed type, a glob? See the header.
bool IsTypeGlob(std::string_view before) {
  if (before.ends_with(':')) return true;
  const size_t begin = before.find_last_of("<,(");
  const std::string_view type = begin == std::string_view::npos ? before : before.substr(begin + 1);
  return type.empty() || type == "const" || type == "volatile" || type == "const volatile";
}

Glob TypeGlob(std::string_view text) {
  const std::string type = Squeeze(text);
  std::vector<std::string> pieces(1);
  for (size_t i = 0; i < type.size(); ++i) {
    if (type[i] == '*' && IsTypeGlob(std::string_view(type).substr(0, i))) {
      // "const *" matches "const char": the blank went with the squeeze.
      if (i > 0 && IsName(type[i - 1])) pieces.back() += ' ';
      pieces.emplace_back();
    } else {
      pieces.back() += type[i];
    }
  }
  return Glob(std::move(pieces));
}

Glob NameGlob(std::string_view name) {
  const size_t end = OperatorBegin(name);
  std::vector<std::string> pieces(1);
  for (char c : name.substr(0, end)) {
    if (c == '*') {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  const std::string_view operator_name = name.substr(end);
  if (operator_name == "operator *") {
    pieces.back() += "operator ";
    pieces.emplace_back();
  } else {
    pieces.back() += operator_name;
  }
  return Glob(std::move(pieces));
}

// The parts of a parameter list, split at its own commas.
std::vector<std::string_view> SplitParameters(std::string_view list) {
  std::vector<std::string_view> parameters;
  if (Squeeze(list).empty()) return parameters;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    const char c = list[i];
    if (c == '<' || c == '(' || c == '[') ++depth;
    if (c == '>' || c == ')' || c == ']') --depth;
    if (c == ',' && depth == 0) {
      parameters.push_back(list.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parameters.push_back(list.substr(begin));
  return parameters;
}

// As `const T&` of other types is written, where T is a pointer: compilers say `int *const &`. Of a
// normalized type.
std::string ConstFirst(std::string_view type) {
  constexpr std::string_view kConstPointer = "*const&";
  if (!type.ends_with(kConstPointer)) return std::string(type);
  type.remove_suffix(kConstPointer.size());
  return fmt::format("const {}*&", type);
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

Glob::Glob(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {
  for (const std::string& piece : pieces_) literal_size_ += piece.size();
}

bool Glob::Matches(std::string_view text) const {
  if (is_literal()) return text == prefix();
  const std::string& last = pieces_.back();
  if (!text.starts_with(prefix())) return false;
  text.remove_prefix(prefix().size());
  // The leftmost place for each piece in between leaves the most for the rest.
  for (size_t i = 1; i + 1 < pieces_.size(); ++i) {
    const size_t at = text.find(pieces_[i]);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + pieces_[i].size());
  }
  return text.ends_with(last);
}

std::string Glob::ToString() const { return fmt::format("{}", fmt::join(pieces_, "*")); }

bool Signature::Matches(std::string_view qualified_name,
                        const std::vector<std::string>& parameter_types) const {
  return name.Matches(qualified_name) && MatchesParameters(parameter_types);
}

bool Signature::MatchesParameters(const std::vector<std::string>& parameter_types) const {
  if (!parameters.has_value()) return true;
  if (parameter_types.size() < parameters->size()) return false;
  if (parameter_types.size() > parameters->size() && !more_parameters) return false;
  return std::equal(parameters->begin(), parameters->end(), parameter_types.begin(),
                    [](const Glob& glob, const std::string& type) {
                      return glob.Matches(type) || glob.Matches(ConstFirst(type));
                    });
}

std::string Signature::ToString() const {
  std::string text = name.ToString();
  if (!parameters.has_value()) return text;
  std::vector<std::string> types;
  for (const Glob& parameter : *parameters) types.push_back(parameter.ToString());
  if (more_parameters) types.push_back("...");
  return fmt::format("{}({})", text, fmt::join(types, ","));
}

absl::StatusOr<Signature> ParseSignature(std::string_view text) {
  const auto error = [text](std::string_view why) {
    return absl::InvalidArgumentError(fmt::format("bad function '{}': {}", text, why));
  };
  Signature signature;
  const size_t begin = ParametersBegin(text);
  const std::string_view name = Trim(text.substr(0, begin));
  if (name.empty()) return error("a name is missing");
  if (name.starts_with("::")) return error("names are qualified without a leading ::");
  if (name.find('<') < OperatorBegin(name)) return error("names have no template arguments");
  if (name.substr(0, OperatorBegin(name)).find_first_of(" \t") != std::string_view::npos) {
    return error("white space in a name");
  }
  signature.name = NameGlob(name);
  if (begin == text.size()) return signature;

  const std::string_view list = Trim(text.substr(begin));
  if (!list.ends_with(')')) return error("the parameter list has no end");
  signature.parameters.emplace();
  for (std::string_view type : SplitParameters(list.substr(1, list.size() - 2))) {
    if (signature.more_parameters) return error("a parameter after \"...\"");
    if (Trim(type).empty()) return error("a parameter's type is missing");
    if (Trim(type) == "...") {
      signature.more_parameters = true;
      continue;
    }
    signature.parameters->push_back(TypeGlob(type));
  }
  return signature;
}

std::weak_ordering CompareSpecificity(const Signature& a, const Signature& b) {
  const auto rank = [](const Signature& s) {
    size_t globs = s.more_parameters;
    size_t length = 0;
    for (const Glob& parameter : s.parameters.value_or(std::vector<Glob>())) {
      globs += !parameter.is_literal();
      length += parameter.literal_size();
    }
    return std::tuple(s.parameters.has_value(), s.name.is_literal(), globs == 0,
                      s.name.literal_size(), length, !s.more_parameters);
  };
  return rank(a) <=> rank(b);
}

std::vector<std::string_view> ScopesOf(std::string_view name) {
  std::vector<std::string_view> scopes;
  // The :: in the name of a conversion operator divides nothing of ours.
  const std::string_view scoped = name.substr(0, name.find("::operator "));
  for (size_t at = scoped.find("::"); at != std::string_view::npos; at = scoped.find("::", at + 2))
    scopes.push_back(scoped.substr(0, at));
  if (scoped.size() != name.size()) scopes.push_back(scoped);
  return scopes;
}

std::string NormalizeType(std::string_view type) { return Squeeze(type); }

}  // namespace pedigree
