#include "lineage/names.h"

#include <fmt/format.h>

namespace pedigree {

std::string AssetText(const Lineage::Asset& asset) { return AssetText(asset, ""); }

std::string AssetText(const Lineage::Asset& asset, std::string_view column) {
  std::string text;
  if (!asset.name_space.empty() && asset.name_space != "file") text = asset.name_space + "/";
  text += asset.name;
  if (!column.empty()) {
    text += ':';
    text += column;
  }
  if (text.empty()) text = "(no name)";
  if (asset.job_local) text += " of " + asset.job;
  return text;
}

std::string PlaceText(const Place& place) {
  if (place.file().empty()) return "(no place)";
  return fmt::format("{}:{}:{}", place.file(), place.line(), place.column());
}

namespace {
std::string_view OrUnspecified(const std::string& name) {
  if (name.empty() || name.ends_with("_UNSPECIFIED")) return "UNSPECIFIED";
  return name;
}
}  // namespace

std::string_view Name(AssetKind kind) { return OrUnspecified(AssetKind_Name(kind)); }
std::string_view Name(TransformKind kind) { return OrUnspecified(TransformKind_Name(kind)); }
std::string_view Name(Subtype subtype) { return OrUnspecified(Subtype_Name(subtype)); }
std::string_view Name(Confidence confidence) { return OrUnspecified(Confidence_Name(confidence)); }
std::string_view Name(Witness witness) { return OrUnspecified(Witness_Name(witness)); }
std::string_view Influence(Subtype subtype) { return IsDirect(subtype) ? "DIRECT" : "INDIRECT"; }

std::string Names(const std::vector<TransformKind>& kinds) {
  std::vector<std::string> names;
  for (const TransformKind kind : kinds) names.emplace_back(Name(kind));
  return Join(names, ", ");
}

std::string FlowText(Subtype subtype, const std::vector<TransformKind>& transforms,
                     Confidence confidence) {
  std::string text(Influence(subtype));
  if (!IsDirect(subtype)) text += fmt::format(" {}", Name(subtype));
  if (!transforms.empty()) text += ", " + Names(transforms);
  text += fmt::format(", {}", Name(confidence));
  return text;
}

std::string Count(size_t n, std::string_view noun, std::string_view plural) {
  if (n == 1) return fmt::format("1 {}", noun);
  if (!plural.empty()) return fmt::format("{} {}", n, plural);
  return fmt::format("{} {}s", n, noun);
}

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string XmlText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return out;
}

}  // namespace pedigree
