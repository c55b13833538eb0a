#include "analyzer/catalog/template.h"

#include <fmt/format.h>

#include <utility>

#include "absl/status/status.h"

namespace pedigree {

absl::StatusOr<Template> ParseTemplate(std::string_view text) {
  const auto error = [text](std::string_view why, std::string_view rest) {
    return absl::InvalidArgumentError(fmt::format("bad template '{}': {} at character {}", text,
                                                  why, text.size() - rest.size() + 1));
  };
  Template result;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) result.parts.push_back({std::exchange(literal, {}), std::nullopt});
  };
  std::string_view rest = text;
  while (!rest.empty()) {
    const char c = rest.front();
    if ((c == '{' || c == '}') && rest.size() > 1 && rest[1] == c) {
      literal += c;
      rest.remove_prefix(2);
    } else if (c == '}') {
      return error("lone '}' (write }} for a brace)", rest);
    } else if (c == '{') {
      rest.remove_prefix(1);
      absl::StatusOr<Port> port = ConsumePort(&rest);
      if (!port.ok()) return error("expected a port", rest);
      if (rest.empty() || rest.front() != '}') return error("expected '}'", rest);
      rest.remove_prefix(1);
      flush();
      result.parts.push_back({"", *std::move(port)});
    } else {
      literal += c;
      rest.remove_prefix(1);
    }
  }
  flush();
  return result;
}

std::string ToString(const Template& value) {
  std::string text;
  for (const Template::Part& part : value.parts) {
    if (part.port.has_value()) {
      text += "{" + ToString(*part.port) + "}";
      continue;
    }
    for (char c : part.literal) {
      if (c == '{' || c == '}') text += c;
      text += c;
    }
  }
  return text;
}

}  // namespace pedigree
