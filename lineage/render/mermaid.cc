// Mermaid's flowchart, which GitHub and GitLab draw in Markdown:
// https://mermaid.js.org/syntax/flowchart.html.
#include <fmt/format.h>

#include "lineage/names.h"
#include "lineage/noise.h"
#include "lineage/render/show.h"

namespace pedigree {
namespace {

// In quotes everything may stand but quotes and what reads as HTML; Mermaid's escape is #code;.
std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    switch (c) {
      case '"':
      case '#':
      case '&':
      case '<':
      case '>':
      case '`':
      case '|':
      case ';':
        out += fmt::format("#{};", static_cast<int>(c));
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::pair<std::string_view, std::string_view> Shape(AssetKind kind) {
  switch (kind) {
    case TABLE:
    case INDEX:
      return {"[(", ")]"};
    case MODEL:
    case EMBEDDING:
      return {"[[", "]]"};
    case STREAM:
      return {">", "]"};
    case METRIC:
      return {"([", "])"};
    default:
      return {"[", "]"};
  }
}

}  // namespace

std::string ShowMermaid(const Lineage& lineage, const ShowOptions& options) {
  std::string out = "flowchart LR\n";
  const auto hidden = [&](int asset) { return !options.all && IsNoise(lineage, asset); };
  for (size_t i = 0; i < lineage.assets().size(); ++i) {
    const Lineage::Asset& asset = lineage.assets()[i];
    if (hidden(static_cast<int>(i))) continue;
    const auto [open, close] = Shape(asset.kind);
    std::string label = Escaped(AssetText(asset));
    if (asset.kind != ASSET_KIND_UNSPECIFIED)
      label += fmt::format("<br/><small>{}</small>", Name(asset.kind));
    out += fmt::format("  a{}{}\"{}\"{}\n", i, open, label, close);
  }
  for (const Lineage::Link& link : lineage.Links()) {
    if (hidden(link.from) || hidden(link.to)) continue;
    std::string label = Escaped(lineage.jobs()[link.job].name);
    if (!link.transforms.empty()) label += "<br/>" + Names(link.transforms);
    const std::string_view arrow = IsDirect(link.subtype) ? "-->" : "-.->";
    out += fmt::format("  a{} {}|\"{}\"| a{}\n", link.from, arrow, label, link.to);
  }
  return out;
}

}  // namespace pedigree
