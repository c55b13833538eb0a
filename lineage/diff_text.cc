#include <fmt/format.h>

#include <array>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "lineage/diff.h"
#include "lineage/diff_view.h"
#include "lineage/flows_print.h"
#include "lineage/names.h"

namespace pedigree {

namespace {

constexpr size_t kPiece = 1 << 20;  // of what is written at once

std::vector<const Hop*> StepsOf(const Lineage& lineage, const Lineage::Flow& flow) {
  std::vector<const Hop*> steps;
  for (const int edge : flow.chain) {
    for (const Hop& hop : lineage.edges()[static_cast<size_t>(edge)].path) steps.push_back(&hop);
  }
  return steps;
}

// As many as one reads; the JSON has all.
std::string Listed(std::vector<std::string> names) {
  constexpr size_t kMaxNames = 20;
  const size_t more = names.size() > kMaxNames ? names.size() - kMaxNames : 0;
  names.resize(names.size() - more);
  std::string text = Printable(Join(names, ", "));
  if (more > 0) text += fmt::format(" and {} more", more);
  return text;
}

char Sign(Change change) {
  return change == Change::kAdded ? '+' : change == Change::kRemoved ? '-' : '~';
}

Ink SignInk(Change change) {
  return change == Change::kAdded     ? Ink::kGreen
         : change == Change::kRemoved ? Ink::kRed
                                      : Ink::kYellow;
}

std::string Head(Change change, std::string_view what, const Style& style) {
  return Paint(style, SignInk(change), fmt::format("{} {:<7}", Sign(change), what));
}

std::string PropertiesText(const std::vector<PropertyChange>& changes, const Style& style) {
  std::string out;
  for (const PropertyChange& it : changes)
    out += fmt::format("    {}: {} {} {}\n", it.property, it.was, Arrow(style), it.is);
  return out;
}

// "    likewise DIRECT into bmi, bp; INDIRECT into age": the columns of the group but for the first
// one's.
std::string LikewiseText(const FlowGroup& group) {
  if (group.size() == 1) return "";
  std::map<std::string, std::vector<std::string>> columns;
  for (size_t i = 1; i < group.size(); ++i) {
    const std::string& column = group[i]->flow.to_column;
    columns[std::string(Influence(group[i]->flow.subtype))].push_back(column.empty() ? "the whole"
                                                                                     : column);
  }
  std::vector<std::string> parts;
  for (const auto& [influence, names] : columns)
    parts.push_back(influence + " into " + Join(names, ", "));
  return "    likewise " + Printable(Join(parts, "; ")) + "\n";
}

}  // namespace

std::string DiffText(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                     const Style& style, bool logs) {
  std::string all;
  WriteDiffText(base, head, diff, style, logs, [&](std::string_view text) {
    all += text;
    return absl::OkStatus();
  }).IgnoreError();
  return all;
}

absl::Status WriteDiffText(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                           const Style& style, bool logs, TextSink sink) {
  if (diff.empty()) return sink("no lineage change\n");

  std::string out = Paint(style, Ink::kBold, DiffTally(diff)) + "\n";
  const BlastRadius radius = BlastRadiusOf(base, head, diff);
  if (!radius.models.empty()) out += "into models: " + Listed(radius.models) + "\n";
  if (!radius.jobs.empty()) out += "jobs downstream: " + Listed(radius.jobs) + "\n";
  if (!diff.jobs.empty() || !diff.assets.empty()) out += "\n";

  for (const JobChange& job : diff.jobs) {
    out += Head(job.change, "job", style) + Printable(job.name);
    if (const std::string owner = OwnerOf(base, head, job); !owner.empty())
      out += Paint(style, Ink::kDim, "  owner " + Printable(owner));
    out += "\n";
  }
  const ChangePlaces places(base, head, diff);
  for (const AssetChange& asset : diff.assets) {
    out += Head(asset.change, asset.column.empty() ? "asset" : "column", style);
    out += Paint(style, Ink::kBold, AssetText(*asset.asset, asset.column));
    if (asset.change == Change::kChanged) {
      out += fmt::format("  {}: {} {} {}", asset.property, asset.was, Arrow(style), asset.is);
    } else if (asset.column.empty() && asset.asset->kind != ASSET_KIND_UNSPECIFIED) {
      out += "  " + Paint(style, Ink::kMagenta, Name(asset.asset->kind));
    }
    const std::string tags =
        asset.change == Change::kChanged ? "" : TagsOf(*asset.asset, asset.column);
    if (!tags.empty()) out += "  tags " + Printable(tags);
    if (!asset.asset->properties.owner().empty() && asset.property != "owner")
      out += Paint(style, Ink::kDim, "  owner " + Printable(asset.asset->properties.owner()));
    if (const Place place = places.Of(asset);
        asset.change != Change::kChanged && !place.file().empty())
      out += Paint(style, Ink::kDim, "  at " + Printable(PlaceText(place)));
    out += "\n";
  }

  absl::flat_hash_map<const FlowChange*, size_t> parts;
  for (const FlowChange& flow : diff.flows) {
    if (flow.part_of >= 0) ++parts[&diff.flows[static_cast<size_t>(flow.part_of)]];
  }
  std::array<std::string, 3> heads;
  for (const Change change : {Change::kAdded, Change::kRemoved, Change::kChanged})
    heads[static_cast<size_t>(change)] = Head(change, "flow", style);
  std::vector<std::string> properties;
  for (const std::vector<PropertyChange>& changes : diff.properties)
    properties.push_back(PropertiesText(changes, style));
  PathPrinter paths(style, "      ");
  size_t hidden = 0;
  for (const FlowGroup& group : GroupFlows(base, head, diff)) {
    const FlowChange& change = *group.front();
    const Lineage& lineage = GraphOf(base, head, change.change);
    const Lineage::Flow& flow = change.flow;
    if (!logs && ToAsset(lineage, flow).kind == LOG) {
      hidden += group.size();
      continue;
    }
    out += '\n';
    out += heads[static_cast<size_t>(change.change)];
    out += Paint(style, Ink::kBold, AssetText(FromAsset(lineage, flow), flow.from_column));
    out += ' ';
    out += Arrow(style);
    out += ' ';
    out += Paint(style, Ink::kBold, AssetText(ToAsset(lineage, flow), flow.to_column));
    out += '\n';
    if (change.change == Change::kChanged) {
      out += properties[static_cast<size_t>(change.properties)];
    } else {
      std::vector<std::string> names;
      for (const int job : lineage.Jobs(flow)) names.push_back(lineage.jobs()[job].name);
      out += "    " + FlowText(flow.subtype, lineage.Transforms(flow), flow.confidence) + ", by " +
             Printable(Join(names, ", ")) + "\n";
    }
    if (const std::vector<std::string> owners = OwnersOf(lineage, flow); !owners.empty()) {
      out += "    " +
             Paint(style, Ink::kDim,
                   fmt::format("{} {}", owners.size() > 1 ? "owners" : "owner",
                               Printable(Join(owners, ", ")))) +
             "\n";
    }
    paths.Append(StepsOf(lineage, flow), &out);
    out += LikewiseText(group);
    size_t shorter = 0;
    for (const FlowChange* of_group : group) {
      if (const auto found = parts.find(of_group); found != parts.end()) shorter += found->second;
    }
    if (shorter > 0) {
      out += "    " +
             Paint(style, Ink::kDim, "and " + Count(shorter, "shorter flow") + " on the way") +
             "\n";
    }
    if (out.size() < kPiece) continue;
    if (absl::Status status = sink(out); !status.ok()) return status;
    out.clear();
  }
  if (hidden > 0) {
    out += "\n" + Paint(style, Ink::kDim, Count(hidden, "flow") + " into logs not shown (--logs)") +
           "\n";
  }
  return sink(out);
}

}  // namespace pedigree
