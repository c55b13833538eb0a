#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "lineage/allowances.h"
#include "lineage/names.h"
#include "lineage/noise.h"
#include "lineage/render/show.h"
#include "lineage/render/tree.h"

namespace pedigree {
namespace {

// Assets that sites with `access` touch, and that no edge leaves (arrives at). Where noise is not
// shown, what goes into it counts as no edge and is said.
std::vector<std::string> LooseEnds(const Lineage& lineage, SiteUse::Access access,
                                   const Style& style, const ShowOptions& options) {
  const bool reads = access == SiteUse::READS;
  std::vector<bool> flows(lineage.assets().size());
  std::vector<bool> logged(lineage.assets().size());
  for (const Lineage::Edge& edge : lineage.edges()) {
    (reads && !options.all && IsNoise(lineage, lineage.ToAsset(edge))
         ? logged
         : flows)[reads ? lineage.FromAsset(edge) : lineage.ToAsset(edge)] = true;
  }
  std::vector<const Lineage::Site*> first(lineage.assets().size());
  for (const Lineage::Site& site : lineage.sites()) {
    if (site.access == access && first[site.asset] == nullptr) first[site.asset] = &site;
  }
  std::vector<std::string> lines;
  for (size_t i = 0; i < first.size(); ++i) {
    const Lineage::Asset& asset = lineage.assets()[i];
    if (first[i] == nullptr || flows[i] ||
        (!options.all && IsNoise(lineage, static_cast<int>(i)))) {
      continue;
    }
    lines.push_back(fmt::format("{}  by {}{}  {}", AssetLine(asset, style),
                                Paint(style, Ink::kYellow, lineage.jobs()[first[i]->job].name),
                                logged[i] ? ", only logged" : "",
                                Paint(style, Ink::kCyan, PlaceText(first[i]->place))));
  }
  return lines;
}

void AddSection(std::string_view title, const std::vector<std::string>& lines, const Style& style,
                std::string& out) {
  if (lines.empty()) return;
  out += "\n" + Paint(style, Ink::kBold, title) + "\n";
  for (const std::string& line : lines) out += "  " + line + "\n";
}

std::vector<std::string> CoverageLines(const Lineage& lineage) {
  size_t unknown = 0, incomplete = 0, widened = 0, unresolved = 0, gaps = 0, duplicates = 0;
  for (const Lineage::Job& job : lineage.jobs()) {
    unknown += static_cast<size_t>(job.coverage.unknown_size());
    incomplete += static_cast<size_t>(job.coverage.incomplete_size());
    widened += static_cast<size_t>(job.coverage.widened_size());
    unresolved += static_cast<size_t>(job.coverage.unresolved_size());
    for (const Hop& gap : job.coverage.gap()) gaps += IsAllowance(gap) ? 0 : 1;
    duplicates += static_cast<size_t>(job.coverage.duplicate_size());
  }
  std::vector<std::string> lines;
  if (incomplete > 0) lines.push_back(Count(incomplete, "source") + " did not compile as a whole");
  if (unknown > 0)
    lines.push_back(Count(unknown, "function") + " outside the program that no catalog knows");
  if (widened > 0) lines.push_back(Count(widened, "function") + " in which a bound was hit");
  if (unresolved > 0) lines.push_back(Count(unresolved, "place") + " not resolved");
  if (gaps > 0) lines.push_back(Count(gaps, "place") + " not understood");
  if (duplicates > 0) lines.push_back(Count(duplicates, "function") + " defined in several ways");
  if (!lines.empty()) lines.push_back("'pedigree doctor' lists them");
  return lines;
}

}  // namespace

std::string ShowText(const Lineage& lineage, const Style& style, const ShowOptions& options) {
  std::string out = Paint(style, Ink::kDim,
                          fmt::format("{}, {}, {}", Count(lineage.jobs().size(), "job"),
                                      Count(lineage.assets().size(), "asset"),
                                      Count(lineage.Links().size(), "link"))) +
                    "\n";

  // Trees begin at what nothing is known to make. What then is left goes round in circles, or
  // begins again in the job that it came from, and gets trees of its own.
  LineageTree tree(lineage, style, {.all = options.all});
  std::vector<std::vector<int>> leaving(lineage.assets().size());
  std::vector<bool> made(lineage.assets().size());
  for (size_t i = 0; i < lineage.edges().size(); ++i) {
    const Lineage::Edge& edge = lineage.edges()[i];
    leaving[lineage.FromAsset(edge)].push_back(static_cast<int>(i));
    if (lineage.FromAsset(edge) != lineage.ToAsset(edge)) made[lineage.ToAsset(edge)] = true;
  }
  for (const bool roots : {true, false}) {
    for (size_t i = 0; i < leaving.size(); ++i) {
      if (roots == made[i]) continue;
      std::vector<int> edges;
      for (const int edge : leaving[i]) {
        if (!tree.drawn().contains(edge)) edges.push_back(edge);
      }
      if (edges.empty()) continue;
      const TreeNode root = tree.Of(static_cast<int>(i), edges);
      if (!root.children.empty()) out += "\n" + DrawTree(style, root);
    }
  }

  AddSection("Read, and nothing is made of it", LooseEnds(lineage, SiteUse::READS, style, options),
             style, out);
  AddSection("Written, and made of nothing that is read",
             LooseEnds(lineage, SiteUse::WRITES, style, options), style, out);
  AddSection("Not fully known", CoverageLines(lineage), style, out);
  if (tree.hidden() > 0) {
    out += "\n" +
           Paint(style, Ink::kDim,
                 fmt::format("{} with logs and the like not shown (--all)",
                             Count(tree.hidden(), "link"))) +
           "\n";
  }
  return out;
}

}  // namespace pedigree
