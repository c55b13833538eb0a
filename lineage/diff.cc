#include "lineage/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lineage/flows_print.h"
#include "lineage/json.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

// What an asset is called in both graphs.
using AssetKey = std::tuple<std::string, std::string, std::string>;
using End = std::pair<AssetKey, std::string>;  // with a column
using FlowKey = std::pair<End, End>;

AssetKey KeyOf(const Lineage::Asset& asset) { return {asset.name_space, asset.name, asset.job}; }

End FromOf(const Lineage& lineage, const Lineage::Flow& flow) {
  return {KeyOf(lineage.assets()[lineage.sites()[flow.from].asset]), flow.from_column};
}

End ToOf(const Lineage& lineage, const Lineage::Flow& flow) {
  return {KeyOf(lineage.assets()[lineage.sites()[flow.to].asset]), flow.to_column};
}

std::string TransformsText(const std::set<std::vector<TransformKind>>& ways) {
  std::vector<std::string> texts;
  for (const auto& way : ways) texts.push_back(way.empty() ? "none" : Names(way));
  return Join(texts, " or ");
}

std::string WitnessesText(const std::set<Witness>& witnesses) {
  std::vector<std::string> names;
  for (const Witness witness : witnesses) names.emplace_back(Name(witness));
  return names.empty() ? "none" : Join(names, ", ");
}

// All flows between two ends, as one.
struct Summary {
  Lineage::Flow best;
  std::set<std::vector<TransformKind>> transforms;  // each way's kinds, as a sorted set
  std::set<Witness> witnesses;
};

auto RankOf(const Lineage::Flow& flow) {
  return std::make_tuple(!IsDirect(flow.subtype), flow.confidence, Distance(flow.subtype),
                         flow.length);
}

std::map<FlowKey, Summary> Summaries(const Lineage& lineage) {
  std::map<FlowKey, Summary> summaries;
  for (Lineage::Flow& flow : lineage.Ways()) {
    auto [at, added] = summaries.try_emplace({FromOf(lineage, flow), ToOf(lineage, flow)});
    Summary& summary = at->second;
    std::vector<TransformKind> transforms = lineage.Transforms(flow);
    std::sort(transforms.begin(), transforms.end());
    transforms.erase(std::unique(transforms.begin(), transforms.end()), transforms.end());
    summary.transforms.insert(std::move(transforms));
    for (const Witness witness : lineage.Witnesses(flow)) summary.witnesses.insert(witness);
    if (added || RankOf(flow) < RankOf(summary.best)) {
      summary.best = std::move(flow);
    }
  }
  return summaries;
}

std::vector<PropertyChange> Compare(const Summary& was, const Summary& is) {
  std::vector<PropertyChange> changes;
  const auto compare = [&](std::string_view property, std::string before, std::string after) {
    if (before != after)
      changes.push_back({std::string(property), std::move(before), std::move(after)});
  };
  compare("influence", std::string(Influence(was.best.subtype)),
          std::string(Influence(is.best.subtype)));
  // Of several indirect ways a graph keeps one, and which one says little.
  if (IsDirect(was.best.subtype) || IsDirect(is.best.subtype)) {
    compare("subtype", std::string(Name(was.best.subtype)), std::string(Name(is.best.subtype)));
  }
  compare("transforms", TransformsText(was.transforms), TransformsText(is.transforms));
  compare("confidence", std::string(Name(was.best.confidence)),
          std::string(Name(is.best.confidence)));
  compare("witnesses", WitnessesText(was.witnesses), WitnessesText(is.witnesses));
  return changes;
}

// The assets and columns that a flow passes, one after the other.
std::vector<std::set<End>> Stations(const Lineage& lineage, const Lineage::Flow& flow) {
  std::vector<std::set<End>> stations(flow.chain.size() + 1);
  for (size_t i = 0; i < flow.chain.size(); ++i) {
    const Lineage::Edge& edge = lineage.edges()[flow.chain[i]];
    stations[i].emplace(KeyOf(lineage.assets()[lineage.FromAsset(edge)]), edge.from_column);
    stations[i + 1].emplace(KeyOf(lineage.assets()[lineage.ToAsset(edge)]), edge.to_column);
  }
  return stations;
}

// Fills part_of: a flow is part of a longer one that passes its two ends in this order.
void FindParts(const Lineage& lineage, Change change, std::vector<FlowChange>& flows) {
  std::vector<int> by_length;
  for (size_t i = 0; i < flows.size(); ++i) {
    if (flows[i].change == change) by_length.push_back(static_cast<int>(i));
  }
  std::sort(by_length.begin(), by_length.end(), [&](int a, int b) {
    const size_t length_a = flows[a].flow.chain.size(), length_b = flows[b].flow.chain.size();
    return length_a != length_b ? length_a > length_b : a < b;
  });
  std::map<FlowKey, std::pair<int, size_t>> covered;  // by whom, and how long that one is
  for (const int i : by_length) {
    FlowChange& flow = flows[i];
    const auto found = covered.find({FromOf(lineage, flow.flow), ToOf(lineage, flow.flow)});
    if (found != covered.end() && found->second.second > flow.flow.chain.size()) {
      flow.part_of = found->second.first;
      continue;
    }
    const std::vector<std::set<End>> stations = Stations(lineage, flow.flow);
    for (size_t from = 0; from < stations.size(); ++from) {
      for (size_t to = from + 1; to < stations.size(); ++to) {
        for (const End& a : stations[from]) {
          for (const End& b : stations[to]) covered.try_emplace({a, b}, i, flow.flow.chain.size());
        }
      }
    }
  }
}

void DiffAssets(const Lineage& base, const Lineage& head, LineageDiff& diff) {
  std::map<AssetKey, std::pair<const Lineage::Asset*, const Lineage::Asset*>> assets;
  for (const Lineage::Asset& asset : base.assets()) assets[KeyOf(asset)].first = &asset;
  for (const Lineage::Asset& asset : head.assets()) assets[KeyOf(asset)].second = &asset;
  for (const auto& [key, pair] : assets) {
    const auto& [was, is] = pair;
    if (was == nullptr || is == nullptr) {
      diff.assets.push_back({was == nullptr ? Change::kAdded : Change::kRemoved,
                             was == nullptr ? *is : *was, "", "", "", ""});
      continue;
    }
    if (was->kind != is->kind) {
      diff.assets.push_back({Change::kChanged, *is, "", "kind", std::string(Name(was->kind)),
                             std::string(Name(is->kind))});
    }
    const std::string saw_then = WitnessesText({was->witnesses.begin(), was->witnesses.end()});
    const std::string sees_now = WitnessesText({is->witnesses.begin(), is->witnesses.end()});
    if (saw_then != sees_now) {
      diff.assets.push_back({Change::kChanged, *is, "", "witnesses", saw_then, sees_now});
    }
    std::vector<std::string> gone, come;
    std::set_difference(was->columns.begin(), was->columns.end(), is->columns.begin(),
                        is->columns.end(), std::back_inserter(gone));
    std::set_difference(is->columns.begin(), is->columns.end(), was->columns.begin(),
                        was->columns.end(), std::back_inserter(come));
    for (const std::string& column : come)
      diff.assets.push_back({Change::kAdded, *is, column, "", "", ""});
    for (const std::string& column : gone)
      diff.assets.push_back({Change::kRemoved, *was, column, "", "", ""});
  }
}

}  // namespace

LineageDiff Diff(const Lineage& base, const Lineage& head) {
  LineageDiff diff;
  std::set<std::string> base_jobs, head_jobs;
  for (const Lineage::Job& job : base.jobs()) base_jobs.insert(job.name);
  for (const Lineage::Job& job : head.jobs()) head_jobs.insert(job.name);
  for (const std::string& job : head_jobs) {
    if (!base_jobs.contains(job)) diff.jobs.push_back({Change::kAdded, job});
  }
  for (const std::string& job : base_jobs) {
    if (!head_jobs.contains(job)) diff.jobs.push_back({Change::kRemoved, job});
  }

  DiffAssets(base, head, diff);

  const std::map<FlowKey, Summary> was = Summaries(base);
  const std::map<FlowKey, Summary> is = Summaries(head);
  for (const auto& [key, summary] : is) {
    const auto before = was.find(key);
    if (before == was.end()) {
      diff.flows.push_back({Change::kAdded, summary.best, {}, -1});
    } else if (auto properties = Compare(before->second, summary); !properties.empty()) {
      diff.flows.push_back({Change::kChanged, summary.best, std::move(properties), -1});
    }
  }
  for (const auto& [key, summary] : was) {
    if (!is.contains(key)) diff.flows.push_back({Change::kRemoved, summary.best, {}, -1});
  }
  FindParts(head, Change::kAdded, diff.flows);
  FindParts(base, Change::kRemoved, diff.flows);
  return diff;
}

// ---- Text
// ------------------------------------------------------------------------------------------------------

namespace {

char Sign(Change change) {
  return change == Change::kAdded ? '+' : change == Change::kRemoved ? '-' : '~';
}

Ink SignInk(Change change) {
  return change == Change::kAdded     ? Ink::kGreen
         : change == Change::kRemoved ? Ink::kRed
                                      : Ink::kYellow;
}

std::string_view Word(Change change) {
  return change == Change::kAdded ? "ADDED" : change == Change::kRemoved ? "REMOVED" : "CHANGED";
}

// "2 flows added, 1 removed".
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

std::string Head(Change change, std::string_view what, const Style& style) {
  return Paint(style, SignInk(change), fmt::format("{} {:<7}", Sign(change), what));
}

const Lineage::Asset& FromAsset(const Lineage& lineage, const Lineage::Flow& flow) {
  return lineage.assets()[lineage.sites()[flow.from].asset];
}

const Lineage::Asset& ToAsset(const Lineage& lineage, const Lineage::Flow& flow) {
  return lineage.assets()[lineage.sites()[flow.to].asset];
}

std::string PropertiesText(const FlowChange& change, const Style& style) {
  std::string out;
  for (const PropertyChange& property : change.properties) {
    out += fmt::format("    {}: {} {} {}\n", property.property, property.was, Arrow(style),
                       property.is);
  }
  return out;
}

// Flow changes that are told together: of one column into one asset, changed alike.
using Group = std::vector<const FlowChange*>;

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

std::vector<Group> Groups(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                          const Style& style) {
  const auto of = [&](const FlowChange& change) -> const Lineage& {
    return change.change == Change::kRemoved ? base : head;
  };
  std::map<std::tuple<Change, End, AssetKey, std::string>, Group> by_key;
  for (const FlowChange& change : diff.flows) {
    if (change.part_of >= 0) continue;
    by_key[{change.change, FromOf(of(change), change.flow), KeyOf(ToAsset(of(change), change.flow)),
            PropertiesText(change, style)}]
        .push_back(&change);
  }
  const auto before = [&](const FlowChange* a, const FlowChange* b) {
    return Importance(of(*a), *a) < Importance(of(*b), *b);
  };
  std::vector<Group> groups;
  for (auto& [_, group] : by_key) {
    std::sort(group.begin(), group.end(), before);
    groups.push_back(std::move(group));
  }
  std::sort(groups.begin(), groups.end(),
            [&](const Group& a, const Group& b) { return before(a[0], b[0]); });
  return groups;
}

// "    likewise DIRECT into bmi, bp; INDIRECT into age": the columns of the group but for the first
// one's.
std::string LikewiseText(const Group& group) {
  std::map<std::string, std::vector<std::string>> columns;
  for (size_t i = 1; i < group.size(); ++i) {
    const std::string& column = group[i]->flow.to_column;
    columns[std::string(Influence(group[i]->flow.subtype))].push_back(column.empty() ? "the whole"
                                                                                     : column);
  }
  std::vector<std::string> parts;
  for (const auto& [influence, names] : columns)
    parts.push_back(influence + " into " + Join(names, ", "));
  return parts.empty() ? "" : "    likewise " + Printable(Join(parts, "; ")) + "\n";
}

}  // namespace

std::string DiffText(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                     const Style& style, bool logs) {
  if (diff.empty()) return "no lineage change\n";

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
  std::string out = Paint(style, Ink::kBold, Join(tallies, "; ")) + "\n";
  if (!diff.jobs.empty() || !diff.assets.empty()) out += "\n";

  for (const JobChange& job : diff.jobs)
    out += Head(job.change, "job", style) + Printable(job.name) + "\n";
  for (const AssetChange& asset : diff.assets) {
    out += Head(asset.change, asset.column.empty() ? "asset" : "column", style);
    out += Paint(style, Ink::kBold, AssetText(asset.asset, asset.column));
    if (asset.change == Change::kChanged) {
      out += fmt::format("  {}: {} {} {}", asset.property, asset.was, Arrow(style), asset.is);
    } else if (asset.column.empty() && asset.asset.kind != ASSET_KIND_UNSPECIFIED) {
      out += "  " + Paint(style, Ink::kMagenta, Name(asset.asset.kind));
    }
    out += "\n";
  }

  std::map<const FlowChange*, size_t> parts;
  for (const FlowChange& flow : diff.flows) {
    if (flow.part_of >= 0) ++parts[&diff.flows[static_cast<size_t>(flow.part_of)]];
  }
  size_t hidden = 0;
  for (const Group& group : Groups(base, head, diff, style)) {
    const FlowChange& change = *group.front();
    const Lineage& lineage = change.change == Change::kRemoved ? base : head;
    const Lineage::Flow& flow = change.flow;
    if (!logs && ToAsset(lineage, flow).kind == LOG) {
      hidden += group.size();
      continue;
    }
    out += fmt::format(
        "\n{}{} {} {}\n", Head(change.change, "flow", style),
        Paint(style, Ink::kBold, AssetText(FromAsset(lineage, flow), flow.from_column)),
        Arrow(style), Paint(style, Ink::kBold, AssetText(ToAsset(lineage, flow), flow.to_column)));
    if (change.change == Change::kChanged) {
      out += PropertiesText(change, style);
    } else {
      std::vector<std::string> names;
      for (const int job : lineage.Jobs(flow)) names.push_back(lineage.jobs()[job].name);
      out += "    " + FlowText(flow.subtype, lineage.Transforms(flow), flow.confidence) + ", by " +
             Printable(Join(names, ", ")) + "\n";
    }
    out += PathText(lineage.Path(flow), style, "      ");
    out += LikewiseText(group);
    size_t shorter = 0;
    for (const FlowChange* of_group : group) shorter += parts[of_group];
    if (shorter > 0) {
      out += "    " +
             Paint(style, Ink::kDim, "and " + Count(shorter, "shorter flow") + " on the way") +
             "\n";
    }
  }
  if (hidden > 0) {
    out += "\n" + Paint(style, Ink::kDim, Count(hidden, "flow") + " into logs not shown (--logs)") +
           "\n";
  }
  return out;
}

std::string DiffJson(const Lineage& base, const Lineage& head, const LineageDiff& diff) {
  Json json;
  json["schema_version"] = 1;
  json["jobs"] = Json::array();
  for (const JobChange& job : diff.jobs)
    json["jobs"].push_back({{"change", Word(job.change)}, {"name", job.name}});
  json["assets"] = Json::array();
  json["columns"] = Json::array();
  for (const AssetChange& asset : diff.assets) {
    Json entry{{"change", Word(asset.change)}, {"asset", AssetJson(asset.asset)}};
    if (!asset.column.empty()) entry["column"] = asset.column;
    if (asset.change == Change::kChanged) {
      entry["property"] = asset.property;
      entry["was"] = asset.was;
      entry["is"] = asset.is;
    }
    json[asset.column.empty() ? "assets" : "columns"].push_back(std::move(entry));
  }
  json["flows"] = Json::array();
  for (const FlowChange& change : diff.flows) {
    Json entry{{"change", Word(change.change)}};
    if (change.change == Change::kChanged) {
      entry["properties"] = Json::array();
      for (const PropertyChange& property : change.properties) {
        entry["properties"].push_back(
            {{"property", property.property}, {"was", property.was}, {"is", property.is}});
      }
    }
    if (change.part_of >= 0) entry["part_of"] = change.part_of;
    entry["flow"] = FlowJson(change.change == Change::kRemoved ? base : head, change.flow);
    json["flows"].push_back(std::move(entry));
  }
  return Dump(json, 1) + "\n";
}

}  // namespace pedigree
