#include "lineage/diff_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

// What a reader wants to know first stands first: models, then the rest, then logs; of these what
// is direct; and so on. Of two flows that changed alike, ends differ.
using Importance = std::tuple<int, bool, Change, long, End, End>;

Importance ImportanceOf(const Lineage& lineage, const FlowChange& change) {
  const AssetKind kind = ToAsset(lineage, change.flow).kind;
  const int rank = kind == MODEL ? 0 : kind == LOG ? 2 : 1;
  return {rank,          !IsDirect(change.flow.subtype),
          change.change, -static_cast<long>(change.flow.chain.size()),
          change.from,   change.to};
}

std::string Tally(std::string_view noun, const std::vector<Change>& changes) {
  std::vector<std::string> parts;
  for (const Change change : {Change::kAdded, Change::kRemoved, Change::kChanged}) {
    const size_t n = static_cast<size_t>(std::count(changes.begin(), changes.end(), change));
    if (n == 0) continue;
    const std::string_view word = change == Change::kAdded     ? "added"
                                  : change == Change::kRemoved ? "removed"
                                                               : "changed";
    parts.push_back(parts.empty() ? fmt::format("{} {}", Count(n, noun), word)
                                  : fmt::format("{} {}", n, word));
  }
  return Join(parts, ", ");
}

}  // namespace

const Lineage::Asset& FromAsset(const Lineage& lineage, const Lineage::Flow& flow) {
  return lineage.assets()[lineage.sites()[flow.from].asset];
}

const Lineage::Asset& ToAsset(const Lineage& lineage, const Lineage::Flow& flow) {
  return lineage.assets()[lineage.sites()[flow.to].asset];
}

const Lineage& GraphOf(const Lineage& base, const Lineage& head, Change change) {
  return change == Change::kRemoved ? base : head;
}

std::string_view Word(Change change) {
  return change == Change::kAdded ? "ADDED" : change == Change::kRemoved ? "REMOVED" : "CHANGED";
}

std::vector<FlowGroup> GroupFlows(const Lineage& base, const Lineage& head,
                                  const LineageDiff& diff) {
  struct Ranked {
    std::tuple<Change, End, int, int> key;  // of its group
    Importance importance;
    const FlowChange* change;
  };
  std::vector<Ranked> ranked;
  ranked.reserve(diff.flows.size());
  for (const FlowChange& change : diff.flows) {
    if (change.part_of >= 0) continue;
    ranked.push_back({{change.change, change.from, change.to.asset, change.properties},
                      ImportanceOf(GraphOf(base, head, change.change), change),
                      &change});
  }
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    return std::tie(a.key, a.importance) < std::tie(b.key, b.importance);
  });
  // A group, by where it begins: where the next one does, it ends.
  std::vector<size_t> begins;
  for (size_t i = 0; i < ranked.size(); ++i) {
    if (i == 0 || ranked[i].key != ranked[i - 1].key) begins.push_back(i);
  }
  std::sort(begins.begin(), begins.end(),
            [&](size_t a, size_t b) { return ranked[a].importance < ranked[b].importance; });
  std::vector<FlowGroup> groups;
  groups.reserve(begins.size());
  for (const size_t begin : begins) {
    FlowGroup& group = groups.emplace_back();
    for (size_t i = begin; i < ranked.size() && ranked[i].key == ranked[begin].key; ++i)
      group.push_back(ranked[i].change);
  }
  return groups;
}

std::string DiffTally(const LineageDiff& diff) {
  std::vector<std::string> tallies;
  const auto tally = [&](std::string_view noun, const std::vector<Change>& changes) {
    if (!changes.empty()) tallies.push_back(Tally(noun, changes));
  };
  std::vector<Change> jobs, assets, columns, flows;
  for (const JobChange& job : diff.jobs) jobs.push_back(job.change);
  for (const AssetChange& asset : diff.assets)
    (asset.column.empty() ? assets : columns).push_back(asset.change);
  for (const FlowChange& flow : diff.flows) flows.push_back(flow.change);
  tally("job", jobs);
  tally("asset", assets);
  tally("column", columns);
  tally("flow", flows);
  return Join(tallies, "; ");
}

BlastRadius BlastRadiusOf(const Lineage& base, const Lineage& head, const LineageDiff& diff) {
  std::set<std::string> models, jobs;
  std::map<const Lineage*, std::set<int>> reached;
  for (const FlowChange& change : diff.flows) {
    const Lineage& lineage = GraphOf(base, head, change.change);
    reached[&lineage].insert(lineage.sites()[change.flow.to].asset);
  }
  for (const auto& [lineage, assets] : reached) {
    for (const int index : assets) {
      const Lineage::Asset& asset = lineage->assets()[index];
      if (asset.kind == MODEL || asset.kind == EMBEDDING || asset.kind == INDEX)
        models.insert(AssetText(asset));
    }
    std::set<int> downstream;
    for (const int edge : lineage->DownstreamOf({assets.begin(), assets.end()}))
      downstream.insert(lineage->JobOf(lineage->edges()[edge]));
    for (const int job : downstream) jobs.insert(lineage->jobs()[job].name);
  }
  return {{models.begin(), models.end()}, {jobs.begin(), jobs.end()}};
}

ChangePlaces::ChangePlaces(const Lineage& base, const Lineage& head, const LineageDiff& diff) {
  absl::flat_hash_set<const Lineage::Asset*> wanted;
  for (const AssetChange& change : diff.assets) wanted.insert(change.asset);
  if (wanted.empty()) return;
  for (const Lineage* lineage : {&base, &head}) {
    const auto note = [&](int at, std::string_view column) {
      const Lineage::Site& site = lineage->sites()[static_cast<size_t>(at)];
      const Lineage::Asset* asset = &lineage->assets()[static_cast<size_t>(site.asset)];
      if (!site.place.file().empty() && wanted.contains(asset))
        places_.try_emplace({asset, column}, &site.place);
    };
    for (size_t i = 0; i < lineage->sites().size(); ++i) note(static_cast<int>(i), "");
    for (const Lineage::Edge& edge : lineage->edges()) {
      if (!edge.from_column.empty()) note(edge.from, edge.from_column);
      if (!edge.to_column.empty()) note(edge.to, edge.to_column);
    }
  }
}

Place ChangePlaces::Of(const AssetChange& change) const {
  for (const std::string_view column : {std::string_view(change.column), std::string_view()}) {
    if (const auto at = places_.find({change.asset, column}); at != places_.end())
      return *at->second;
  }
  return {};
}

std::string TagsOf(const Lineage::Asset& asset, std::string_view column) {
  const Properties& said = asset.properties;
  if (column.empty()) return Join({said.tag().begin(), said.tag().end()}, ", ");
  for (const Properties::Column& one : said.column()) {
    if (one.name() == column) return Join({one.tag().begin(), one.tag().end()}, ", ");
  }
  return "";
}

std::vector<std::string> OwnersOf(const Lineage& lineage, const Lineage::Flow& flow) {
  std::vector<std::string> owners;
  for (const Lineage::Asset* asset : {&FromAsset(lineage, flow), &ToAsset(lineage, flow)}) {
    const std::string& owner = asset->properties.owner();
    if (!owner.empty() && (owners.empty() || owners[0] != owner)) owners.push_back(owner);
  }
  return owners;
}

std::string OwnerOf(const Lineage& base, const Lineage& head, const JobChange& change) {
  for (const Lineage::Job& job : GraphOf(base, head, change.change).jobs()) {
    if (job.name == change.name) return job.declaration.owner();
  }
  return "";
}

std::string HowText(const Lineage& lineage, const LineageDiff& diff, const FlowChange& change,
                    std::string_view arrow) {
  if (change.change != Change::kChanged)
    return FlowText(change.flow.subtype, lineage.Transforms(change.flow), change.flow.confidence);
  std::vector<std::string> parts;
  for (const PropertyChange& property : diff.PropertiesOf(change))
    parts.push_back(
        fmt::format("{}: {} {} {}", property.property, property.was, arrow, property.is));
  return Join(parts, "; ");
}

}  // namespace pedigree
