#include "lineage/render/tree.h"

#include <fmt/format.h>

#include <algorithm>

#include "lineage/flows_print.h"
#include "lineage/names.h"
#include "lineage/noise.h"

namespace pedigree {
namespace {

// How many columns are named before "and 9 more".
constexpr size_t kColumnsNamed = 6;

std::string ColumnsText(const Lineage::Link& link, bool up) {
  std::vector<std::string> names;
  for (const auto& [from, to] : link.columns) {
    const std::string& name = up ? from : to;
    const std::string& other = up ? to : from;
    names.push_back(name.empty() ? other : name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (names.empty()) return "";
  const size_t more = names.size() > kColumnsNamed ? names.size() - kColumnsNamed : 0;
  const size_t count = names.size();
  names.resize(count - more);
  std::string text = Count(count, "column") + ": " + Join(names, ", ");
  if (more > 0) text += fmt::format(" and {} more", more);
  if (link.whole) text += ", and the whole";
  return text;
}

}  // namespace

std::string AssetLine(const Lineage::Asset& asset, const Style& style) {
  std::string line = Paint(style, Ink::kBold, AssetText(asset));
  std::vector<std::string> facts;
  if (asset.kind != ASSET_KIND_UNSPECIFIED) facts.emplace_back(Name(asset.kind));
  if (!asset.columns.empty()) facts.push_back(Count(asset.columns.size(), "column"));
  if (!facts.empty()) line += "  " + Paint(style, Ink::kMagenta, Join(facts, ", "));
  return line;
}

int LineageTree::Far(const Lineage::Edge& edge) const {
  return options_.up ? lineage_.FromAsset(edge) : lineage_.ToAsset(edge);
}

std::vector<int> LineageTree::Next(const std::vector<int>& edges) const {
  std::vector<int> next;
  for (const int edge : edges) {
    const std::vector<int> after = options_.up ? lineage_.Before(edge) : lineage_.After(edge);
    next.insert(next.end(), after.begin(), after.end());
  }
  std::sort(next.begin(), next.end());
  next.erase(std::unique(next.begin(), next.end()), next.end());
  return next;
}

std::vector<std::string> LineageTree::Details(const Lineage::Link& link) const {
  const Lineage::Edge& best = lineage_.edges()[link.edges.front()];
  std::vector<std::string> details;
  std::string summary =
      Paint(style_, IsDirect(link.subtype) ? Ink::kGreen : Ink::kBlue, Influence(link.subtype));
  if (!IsDirect(link.subtype)) summary += fmt::format(" {}", Name(link.subtype));
  if (!link.transforms.empty())
    summary += ", " + Paint(style_, Ink::kMagenta, Names(link.transforms));
  const bool sure = link.confidence == EXACT || link.confidence == MODELED;
  summary += ", " + Paint(style_, sure ? Ink::kDim : Ink::kYellow, Name(link.confidence));
  const std::string columns = options_.columns ? "" : ColumnsText(link, options_.up);
  if (!columns.empty()) summary += "; " + Printable(columns);
  details.push_back(summary);
  if (options_.columns) {
    // The first edge of a pair of columns is its best.
    std::set<std::pair<std::string, std::string>> seen;
    std::vector<std::pair<std::string, std::string>> lines;
    size_t width = 0;
    for (const int at : link.edges) {
      const Lineage::Edge& edge = lineage_.edges()[at];
      if (!seen.emplace(edge.from_column, edge.to_column).second) continue;
      const auto shown = [](const std::string& column) {
        return column.empty() ? std::string("(all)") : Printable(column);
      };
      std::string pair =
          fmt::format("{} {} {}", shown(edge.from_column), Arrow(style_), shown(edge.to_column));
      if (edge.from_column.empty() && edge.to_column.empty()) continue;
      width = std::max(width, pair.size());
      lines.emplace_back(pair, FlowText(edge.subtype, edge.transforms, edge.confidence));
    }
    std::sort(lines.begin(), lines.end());
    for (const auto& [pair, what] : lines) {
      details.push_back("  " + pair + std::string(width - pair.size() + 2, ' ') +
                        Paint(style_, Ink::kDim, what));
    }
  }
  if (options_.paths && !best.path.empty()) {
    const std::string path = PathText(best.path, style_, "  ");
    for (size_t begin = 0; begin < path.size();) {
      const size_t end = path.find('\n', begin);
      details.push_back(path.substr(begin, end - begin));
      begin = end + 1;
    }
  } else {
    details.push_back(Paint(style_, Ink::kCyan,
                            fmt::format("{} .. {}", PlaceText(lineage_.sites()[best.from].place),
                                        PlaceText(lineage_.sites()[best.to].place))));
  }
  return details;
}

std::vector<TreeNode> LineageTree::Children(const std::vector<int>& edges) {
  std::vector<TreeNode> children;
  for (const Lineage::Link& link : lineage_.Links(edges)) {
    const int far = options_.up ? link.from : link.to;
    const int near = options_.up ? link.to : link.from;
    const Lineage::Asset& asset = lineage_.assets()[far];
    if (!options_.all && (IsNoise(lineage_, far) || IsNoise(lineage_, near))) {
      hidden_.insert({link.from, link.to});
      drawn_.insert(link.edges.begin(), link.edges.end());
      continue;
    }
    const bool again = std::all_of(link.edges.begin(), link.edges.end(),
                                   [&](int edge) { return drawn_.contains(edge); });
    drawn_.insert(link.edges.begin(), link.edges.end());
    TreeNode& node = children.emplace_back();
    node.line =
        fmt::format("{} {} {}", Paint(style_, Ink::kYellow, lineage_.jobs()[link.job].name),
                    options_.up ? BackArrow(style_) : Arrow(style_), AssetLine(asset, style_));
    if (again) {
      node.line += Paint(style_, Ink::kDim, "  (above)");
      continue;
    }
    node.details = Details(link);
    node.children = Children(Next(link.edges));
  }
  return children;
}

TreeNode LineageTree::Of(int asset, const std::vector<int>& edges) {
  TreeNode root;
  root.line = AssetLine(lineage_.assets()[asset], style_);
  root.children = Children(edges);
  return root;
}

std::string TraceText(const Lineage& lineage, int asset, bool up, bool down, bool columns,
                      const Style& style, bool all) {
  size_t hidden = 0;
  const auto tree_of = [&](bool upwards) {
    std::vector<int> edges;
    for (size_t i = 0; i < lineage.edges().size(); ++i) {
      const Lineage::Edge& edge = lineage.edges()[i];
      if ((upwards ? lineage.ToAsset(edge) : lineage.FromAsset(edge)) == asset)
        edges.push_back(static_cast<int>(i));
    }
    LineageTree tree(lineage, style,
                     {.up = upwards, .columns = columns, .paths = true, .all = all});
    TreeNode node = tree.Of(asset, edges);
    hidden += tree.hidden();
    if (edges.empty()) {
      node.details.push_back(
          Paint(style, Ink::kDim,
                upwards ? "made of nothing that a job reads" : "nothing is made of it"));
    }
    return DrawTree(style, node);
  };
  std::string text;
  if (up != down) {
    text = tree_of(up);
  } else {
    text = Paint(style, Ink::kDim, "What it is made of:") + "\n" + tree_of(true) + "\n";
    text += Paint(style, Ink::kDim, "What is made of it:") + "\n" + tree_of(false);
  }
  if (hidden > 0) {
    text += "\n" +
            Paint(style, Ink::kDim,
                  Count(hidden, "link") + " with logs and the like not shown (--all)") +
            "\n";
  }
  return text;
}

}  // namespace pedigree
