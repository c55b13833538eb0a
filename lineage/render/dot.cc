// Graphviz: https://graphviz.org/doc/info/lang.html.
#include <fmt/format.h>

#include "lineage/names.h"
#include "lineage/noise.h"
#include "lineage/render/show.h"

namespace pedigree {
namespace {

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : Printable(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string_view Shape(AssetKind kind) {
  switch (kind) {
    case TABLE:
    case INDEX:
      return "cylinder";
    case MODEL:
    case EMBEDDING:
      return "box3d";
    case STREAM:
      return "cds";
    case METRIC:
      return "ellipse";
    default:
      return "note";
  }
}

}  // namespace

std::string ShowDot(const Lineage& lineage, const ShowOptions& options) {
  std::string out =
      "digraph lineage {\n"
      "  rankdir=LR;\n"
      "  node [fontname=\"sans-serif\" fontsize=11];\n"
      "  edge [fontname=\"sans-serif\" fontsize=9];\n";
  const auto hidden = [&](int asset) { return !options.all && IsNoise(lineage, asset); };
  for (size_t i = 0; i < lineage.assets().size(); ++i) {
    const Lineage::Asset& asset = lineage.assets()[i];
    if (hidden(static_cast<int>(i))) continue;
    // \n is a line break of dot's own, so it goes between two parts already quoted.
    std::string label = Quoted(AssetText(asset));
    label.pop_back();
    if (asset.kind != ASSET_KIND_UNSPECIFIED) label += fmt::format("\\n{}", Name(asset.kind));
    out += fmt::format("  a{} [shape={} label={}\"];\n", i, Shape(asset.kind), label);
  }
  for (const Lineage::Link& link : lineage.Links()) {
    if (hidden(link.from) || hidden(link.to)) continue;
    std::string label = Quoted(lineage.jobs()[link.job].name);
    label.pop_back();
    if (!link.transforms.empty()) label += "\\n" + Names(link.transforms);
    if (!link.columns.empty()) label += "\\n" + Count(link.columns.size(), "column");
    std::string style;
    if (!IsDirect(link.subtype)) style += " style=dashed";
    if (link.confidence == ASSUMED || link.confidence == WIDENED)
      style += " color=gray50 fontcolor=gray50";
    out += fmt::format("  a{} -> a{} [label={}\"{}];\n", link.from, link.to, label, style);
  }
  return out + "}\n";
}

}  // namespace pedigree
