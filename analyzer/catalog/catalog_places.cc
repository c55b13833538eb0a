#include "analyzer/catalog/catalog_places.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

namespace pedigree {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Tree = google::protobuf::TextFormat::ParseInfoTree;

// Where the `index`-th value of a field of `message` stands; a list in brackets has but the place
// of its first value. Nothing when the text does not have the field.
std::optional<CatalogPlace> Find(const Tree* tree, const Descriptor* message,
                                 const std::string& field_name, int index) {
  const FieldDescriptor* field = message->FindFieldByName(field_name);
  if (tree == nullptr || field == nullptr) return std::nullopt;
  for (; index >= 0; --index) {
    const auto location = tree->GetLocation(field, field->is_repeated() ? index : -1);
    if (location.line >= 0) return CatalogPlace{location.line + 1, location.column + 1};
  }
  return std::nullopt;
}

const Tree* Inside(const Tree* tree, const Descriptor* message, const std::string& field_name,
                   int index) {
  return tree->GetTreeForNested(message->FindFieldByName(field_name), index);
}

}  // namespace

CatalogPlace CatalogPlaces::OfSchemaVersion() const {
  return Find(&tree_, Catalog::descriptor(), "schema_version", 0).value_or(CatalogPlace());
}

CatalogPlace CatalogPlaces::OfApi(int api) const {
  return Find(&tree_, Catalog::descriptor(), "api", api).value_or(CatalogPlace());
}

CatalogPlace CatalogPlaces::OfGlobal(int global) const {
  return Find(&tree_, Catalog::descriptor(), "global", global).value_or(CatalogPlace());
}

CatalogPlace CatalogPlaces::OfGlobalName(int global) const {
  return Find(Inside(&tree_, Catalog::descriptor(), "global", global), GlobalHandle::descriptor(),
              "name", 0)
      .value_or(OfGlobal(global));
}

CatalogPlace CatalogPlaces::OfFunction(int api, int index) const {
  return Find(Inside(&tree_, Catalog::descriptor(), "api", api), Api::descriptor(), "function",
              index)
      .value_or(OfApi(api));
}

CatalogPlace CatalogPlaces::Of(const ModelPart& part, int api) const {
  const FieldDescriptor* effect = Api::descriptor()->FindFieldByName(part.effect);
  if (effect == nullptr) return OfApi(api);
  const Tree* inside = Inside(&tree_, Catalog::descriptor(), "api", api);
  std::optional<CatalogPlace> place;
  if (effect->message_type() != nullptr) {
    place = Find(Inside(inside, Api::descriptor(), part.effect, part.index), effect->message_type(),
                 part.field, 0);
  }
  if (!place.has_value()) place = Find(inside, Api::descriptor(), part.effect, part.index);
  return place.value_or(OfApi(api));
}

CatalogPlace PlaceOfQuoted(std::string_view text, CatalogPlace from, std::string_view value) {
  size_t begin = 0;
  for (int line = 1; line < from.line; ++line) begin = text.find('\n', begin) + 1;
  begin += from.column - 1;
  for (size_t at = begin; (at = text.find(value, at)) != std::string_view::npos; ++at) {
    const size_t end = at + value.size();
    if (at == 0 || end >= text.size()) continue;
    const char quote = text[at - 1];
    if ((quote != '"' && quote != '\'') || text[end] != quote) continue;
    const size_t line_begin = text.rfind('\n', at) + 1;  // npos + 1 is 0
    return {static_cast<int>(std::count(text.begin(), text.begin() + at, '\n')) + 1,
            static_cast<int>(at - line_begin)};
  }
  return from;
}

}  // namespace pedigree
