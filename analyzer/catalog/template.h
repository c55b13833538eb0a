// A template names an asset or builds text: literal text with {port} holes, "topics/{this.topic}".
// A doubled brace, {{ or }}, is a literal brace. See proto/catalog.proto.
#ifndef PEDIGREE_ANALYZER_CATALOG_TEMPLATE_H_
#define PEDIGREE_ANALYZER_CATALOG_TEMPLATE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/port.h"

namespace pedigree {

struct Template {
  // Either a hole, when `port` is set, or a literal, which is never empty.
  struct Part {
    std::string literal;
    std::optional<Port> port;

    friend bool operator==(const Part&, const Part&) = default;
  };
  std::vector<Part> parts;  // no two literals stand side by side; none: the empty text

  friend bool operator==(const Template&, const Template&) = default;
};

// The template that `text` spells. InvalidArgument for a lone brace or a bad port in a hole.
absl::StatusOr<Template> ParseTemplate(std::string_view text);

// The spelling of `value`: ParseTemplate(ToString(value)) == value.
std::string ToString(const Template& value);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_TEMPLATE_H_
