#include "lineage/diff_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lineage/names.h"

namespace pedigree {
namespace {

using AssetKey = std::tuple<std::string, std::string, std::string>;
using End = std::pair<AssetKey, std::string>;

AssetKey KeyOf(const Lineage::Asset& asset) { return {asset.name_space, asset.name, asset.job}; }

End FromOf(const Lineage& lineage, const Lineage::Flow& flow) {
  return {KeyOf(FromAsset(lineage, flow)), flow.from_column};
}

End ToOf(const Lineage& lineage, const Lineage::Flow& flow) {
  return {KeyOf(ToAsset(lineage, flow)), flow.to_column};
}

// What a reader wants to know first stands first.
auto Importance(const Lineage& lineage, const FlowChange& change) {
  const AssetKind kind = ToAsset(lineage, change.flow).kind;
  return std::make_tuple(kind == MODEL ? 0
                         : kind == LOG ? 2
                                       : 1,
                         !IsDirect(change.flow.subtype), change.change,
                         -static_cast<long>(change.flow.chain.size()), FromOf(lineage, change.flow),
                         ToOf(lineage, change.flow));
}

std::string PropertiesKey(const FlowChange& change) {
  std::string out;
  for (const PropertyChange& property : change.properties)
    out += property.property + "\n" + property.was + "\n" + property.is + "\n";
  return out;
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
  const auto of = [&](const FlowChange& change) -> const Lineage& {
    return GraphOf(base, head, change.change);
  };
  std::map<std::tuple<Change, End, AssetKey, std::string>, FlowGroup> by_key;
  for (const FlowChange& change : diff.flows) {
    if (change.part_of >= 0) continue;
    by_key[{change.change, FromOf(of(change), change.flow), KeyOf(ToAsset(of(change), change.flow)),
            PropertiesKey(change)}]
        .push_back(&change);
  }
  const auto before = [&](const FlowChange* a, const FlowChange* b) {
    return Importance(of(*a), *a) < Importance(of(*b), *b);
  };
  std::vector<FlowGroup> groups;
  for (auto& [_, group] : by_key) {
    std::sort(group.begin(), group.end(), before);
    groups.push_back(std::move(group));
  }
  std::sort(groups.begin(), groups.end(),
            [&](const FlowGroup& a, const FlowGroup& b) { return before(a[0], b[0]); });
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
  std::set<std::pair<const Lineage*, int>> reached;
  for (const FlowChange& change : diff.flows) {
    const Lineage& lineage = GraphOf(base, head, change.change);
    reached.emplace(&lineage, lineage.sites()[change.flow.to].asset);
  }
  for (const auto& [lineage, index] : reached) {
    const Lineage::Asset& asset = lineage->assets()[index];
    if (asset.kind == MODEL || asset.kind == EMBEDDING || asset.kind == INDEX)
      models.insert(AssetText(asset));
    for (const int edge : lineage->Downstream(index))
      jobs.insert(lineage->jobs()[lineage->JobOf(lineage->edges()[edge])].name);
  }
  return {{models.begin(), models.end()}, {jobs.begin(), jobs.end()}};
}

ChangePlaces::ChangePlaces(const Lineage& base, const Lineage& head, const LineageDiff& diff) {
  std::set<AssetKey> assets;
  for (const AssetChange& change : diff.assets) assets.insert(KeyOf(change.asset));
  if (assets.empty()) return;
  for (const auto& [lineage, places] : {std::pair(&base, &base_), std::pair(&head, &head_)}) {
    std::vector<const Lineage::Asset*> wanted(lineage->assets().size());
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (assets.contains(KeyOf(lineage->assets()[i]))) wanted[i] = &lineage->assets()[i];
    }
    const auto note = [&, places = places](int at, const std::string& column) {
      const Lineage::Site& site = lineage->sites()[static_cast<size_t>(at)];
      const Lineage::Asset* asset = wanted[static_cast<size_t>(site.asset)];
      if (asset != nullptr && !site.place.file().empty())
        places->try_emplace({KeyOf(*asset), column}, site.place);
    };
    for (size_t i = 0; i < lineage->sites().size(); ++i) note(static_cast<int>(i), "");
    for (const Lineage::Edge& edge : lineage->edges()) {
      if (!edge.from_column.empty()) note(edge.from, edge.from_column);
      if (!edge.to_column.empty()) note(edge.to, edge.to_column);
    }
  }
}

Place ChangePlaces::Of(const AssetChange& change) const {
  const std::map<Key, Place>& places = change.change == Change::kRemoved ? base_ : head_;
  for (const std::string& column : {change.column, std::string()}) {
    if (const auto at = places.find({KeyOf(change.asset), column}); at != places.end())
      return at->second;
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

std::string HowText(const Lineage& lineage, const FlowChange& change, std::string_view arrow) {
  if (change.change != Change::kChanged)
    return FlowText(change.flow.subtype, lineage.Transforms(change.flow), change.flow.confidence);
  std::vector<std::string> parts;
  for (const PropertyChange& property : change.properties)
    parts.push_back(
        fmt::format("{}: {} {} {}", property.property, property.was, arrow, property.is));
  return Join(parts, "; ");
}

}  // namespace pedigree
