#include "lineage/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/container/flat_hash_set.h"
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

// What an edge is, wherever it stands.
std::string EdgeText(const Lineage& lineage, const Lineage::Edge& edge) {
  const auto end = [&](int index, const std::string& column) {
    const Lineage::Asset& asset = lineage.assets()[index];
    return fmt::format("{}\n{}\n{}\n{}\n", asset.name_space, asset.name, asset.job, column);
  };
  std::string text =
      lineage.jobs()[lineage.JobOf(edge)].name + "\n" +
      end(lineage.FromAsset(edge), edge.from_column) + end(lineage.ToAsset(edge), edge.to_column) +
      fmt::format("{} {}", static_cast<int>(edge.subtype), static_cast<int>(edge.confidence));
  for (const TransformKind kind : edge.transforms)
    text += fmt::format(" {}", static_cast<int>(kind));
  for (const Witness witness : edge.witnesses)
    text += fmt::format(" w{}", static_cast<int>(witness));
  return text;
}

// The texts of all edges, by number.
std::vector<std::string> EdgeTexts(const Lineage& lineage) {
  std::vector<std::string> texts;
  texts.reserve(lineage.edges().size());
  for (const Lineage::Edge& edge : lineage.edges()) texts.push_back(EdgeText(lineage, edge));
  return texts;
}

// Adds the ends from which something flows over an edge whose text `others` have not.
void AddAffected(const Lineage& lineage, const std::vector<std::string>& texts,
                 const std::vector<std::string>& other_texts, std::set<End>& ends) {
  const absl::flat_hash_set<std::string_view> others(other_texts.begin(), other_texts.end());
  std::vector<bool> met(lineage.edges().size());
  std::vector<int> work;
  for (size_t at = 0; at < met.size(); ++at) {
    if (others.contains(texts[at])) continue;
    met[at] = true;
    work.push_back(static_cast<int>(at));
  }
  while (!work.empty()) {
    const int at = work.back();
    work.pop_back();
    const Lineage::Edge& edge = lineage.edges()[at];
    ends.emplace(KeyOf(lineage.assets()[lineage.FromAsset(edge)]), edge.from_column);
    for (const int before : lineage.Before(at)) {
      if (met[before]) continue;
      met[before] = true;
      work.push_back(before);
    }
  }
}

// Of flows from `ends` only: the others are the same in both graphs, for all of their edges are.
std::map<FlowKey, Summary> Summaries(const Lineage& lineage, const std::set<End>& ends) {
  std::map<FlowKey, Summary> summaries;
  if (ends.empty()) return summaries;
  std::vector<bool> first(lineage.edges().size());
  for (size_t at = 0; at < first.size(); ++at) {
    const Lineage::Edge& edge = lineage.edges()[at];
    first[at] = ends.contains({KeyOf(lineage.assets()[lineage.FromAsset(edge)]), edge.from_column});
  }
  for (Lineage::Flow& flow : lineage.WaysFrom(first)) {
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

template <typename Texts>
std::string ListText(const Texts& texts) {
  return texts.empty() ? "none" : Join({texts.begin(), texts.end()}, ", ");
}

// What runs read and wrote of it, by digest; failing that as the program called it.
std::set<std::string> VersionsOf(const Lineage::Asset& asset) {
  std::set<std::string> versions;
  for (const ObservedVersion& version : asset.versions) {
    std::string text = !version.digest().empty() ? version.digest() : version.id();
    if (text.empty()) text = Count(version.size(), "byte");
    versions.insert(version.name().empty() ? text : version.name() + " " + text);
  }
  return versions;
}

// What people declare of an asset and of its columns, and which versions of it are known.
void ComparePropertiesOf(const Lineage::Asset& was, const Lineage::Asset& is, LineageDiff& diff) {
  const auto compare = [&](const std::string& column, std::string_view property, std::string before,
                           std::string after) {
    if (before == after) return;
    diff.assets.push_back({Change::kChanged, is, column, std::string(property),
                           before.empty() ? "none" : before, after.empty() ? "none" : after});
  };
  const Properties &a = was.properties, &b = is.properties;
  compare("", "owner", a.owner(), b.owner());
  compare("", "tags", ListText(a.tag()), ListText(b.tag()));
  compare("", "license", a.license(), b.license());
  compare("", "region", a.region(), b.region());
  compare("", "purpose", ListText(a.purpose()), ListText(b.purpose()));
  const auto days = [](uint32_t n) { return n == 0 ? std::string() : Count(n, "day"); };
  compare("", "retention", days(a.retention_days()), days(b.retention_days()));
  compare("", "version", a.digest(), b.digest());
  // Where only one of the graphs was observed, the witnesses say so.
  if (!was.versions.empty() && !is.versions.empty())
    compare("", "observed", ListText(VersionsOf(was)), ListText(VersionsOf(is)));
  std::map<std::string, std::pair<std::string, std::string>> tags;
  for (const auto& column : a.column()) tags[column.name()].first = ListText(column.tag());
  for (const auto& column : b.column()) tags[column.name()].second = ListText(column.tag());
  const auto has = [](const Lineage::Asset& asset, const std::string& column) {
    return std::binary_search(asset.columns.begin(), asset.columns.end(), column);
  };
  for (const auto& [column, pair] : tags) {
    if (!has(was, column) || !has(is, column)) continue;
    compare(column, "tags", pair.first.empty() ? "none" : pair.first,
            pair.second.empty() ? "none" : pair.second);
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
    ComparePropertiesOf(*was, *is, diff);
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

  std::set<End> affected;
  {
    const std::vector<std::string> base_texts = EdgeTexts(base), head_texts = EdgeTexts(head);
    AddAffected(base, base_texts, head_texts, affected);
    AddAffected(head, head_texts, base_texts, affected);
  }
  const std::map<FlowKey, Summary> was = Summaries(base, affected);
  const std::map<FlowKey, Summary> is = Summaries(head, affected);
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

}  // namespace pedigree
