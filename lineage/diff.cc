#include "lineage/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

// A graph, and the ends of its edges by the numbers that both graphs share.
struct Side {
  const Lineage& lineage;
  const EdgeEnds& ends;
};

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
  const Lineage::Flow* best = nullptr;
  std::set<std::vector<TransformKind>> transforms;  // each way's kinds, as a sorted set
  std::set<Witness> witnesses;
};

auto RankOf(const Lineage::Flow& flow) {
  return std::make_tuple(!IsDirect(flow.subtype), flow.confidence, Distance(flow.subtype),
                         flow.length);
}

// What an edge is, wherever it stands: its job, its ends, and a number for the rest.
using EdgeKey = std::tuple<int, End, End, int>;
using Rests = absl::flat_hash_map<std::vector<int>, int>;

std::vector<EdgeKey> EdgeKeys(const Side& side, Rests& rests) {
  std::vector<EdgeKey> keys;
  keys.reserve(side.lineage.edges().size());
  std::vector<int> rest;
  for (const Lineage::Edge& edge : side.lineage.edges()) {
    rest.assign({edge.subtype, edge.confidence});
    rest.insert(rest.end(), edge.transforms.begin(), edge.transforms.end());
    rest.push_back(-1);
    rest.insert(rest.end(), edge.witnesses.begin(), edge.witnesses.end());
    const size_t at = keys.size();
    const int number = rests.try_emplace(rest, static_cast<int>(rests.size())).first->second;
    keys.emplace_back(side.ends.job[at], side.ends.from[at], side.ends.to[at], number);
  }
  return keys;
}

// Adds the ends from which something flows over an edge that `others` have not.
void AddAffected(const Side& side, const std::vector<EdgeKey>& keys,
                 const std::vector<EdgeKey>& other_keys, absl::flat_hash_set<End>& ends) {
  const absl::flat_hash_set<EdgeKey> others(other_keys.begin(), other_keys.end());
  std::vector<bool> met(keys.size());
  std::vector<int> work;
  for (size_t at = 0; at < met.size(); ++at) {
    if (others.contains(keys[at])) continue;
    met[at] = true;
    work.push_back(static_cast<int>(at));
  }
  while (!work.empty()) {
    const int at = work.back();
    work.pop_back();
    ends.insert(side.ends.from[static_cast<size_t>(at)]);
    for (const int before : side.lineage.Before(at)) {
      if (met[static_cast<size_t>(before)]) continue;
      met[static_cast<size_t>(before)] = true;
      work.push_back(before);
    }
  }
}

// A flow, by its two ends.
struct Between {
  End from, to;
  size_t number;  // as the graph has them
  Lineage::Flow flow;

  std::pair<End, End> ends() const { return {from, to}; }
};

// Flows from `ends` only, sorted by theirs: the others are the same in both graphs, for all of
// their edges are.
std::vector<Between> FlowsFrom(const Side& side, const absl::flat_hash_set<End>& ends) {
  std::vector<Between> flows;
  if (ends.empty()) return flows;
  std::vector<bool> first(side.ends.from.size());
  for (size_t at = 0; at < first.size(); ++at) first[at] = ends.contains(side.ends.from[at]);
  std::vector<Lineage::Flow> ways = side.lineage.WaysFrom(first);
  flows.reserve(ways.size());
  for (Lineage::Flow& way : ways) {
    const End from = side.ends.From(way), to = side.ends.To(way);
    flows.push_back({from, to, flows.size(), std::move(way)});
  }
  std::sort(flows.begin(), flows.end(), [](const Between& a, const Between& b) {
    return std::tie(a.from, a.to, a.number) < std::tie(b.from, b.to, b.number);
  });
  return flows;
}

using Position = std::vector<Between>::iterator;

// The end of those that have the ends of the one at `at`.
Position EndOfSame(Position at, Position end) {
  const std::pair<End, End> ends = at->ends();
  return std::find_if(at, end, [&](const Between& one) { return one.ends() != ends; });
}

// The first of the best.
Lineage::Flow& Best(Position begin, Position end) {
  return std::min_element(
             begin, end,
             [](const Between& a, const Between& b) { return RankOf(a.flow) < RankOf(b.flow); })
      ->flow;
}

Summary Summarize(const Lineage& lineage, Position begin, Position end) {
  Summary summary;
  summary.best = &Best(begin, end);
  for (Position at = begin; at != end; ++at) {
    std::vector<TransformKind> transforms = lineage.Transforms(at->flow);
    std::sort(transforms.begin(), transforms.end());
    transforms.erase(std::unique(transforms.begin(), transforms.end()), transforms.end());
    summary.transforms.insert(std::move(transforms));
    for (const Witness witness : lineage.Witnesses(at->flow)) summary.witnesses.insert(witness);
  }
  return summary;
}

std::vector<PropertyChange> Compare(const Summary& was, const Summary& is) {
  std::vector<PropertyChange> changes;
  const auto compare = [&](std::string_view property, std::string before, std::string after) {
    if (before != after)
      changes.push_back({std::string(property), std::move(before), std::move(after)});
  };
  compare("influence", std::string(Influence(was.best->subtype)),
          std::string(Influence(is.best->subtype)));
  // Of several indirect ways a graph keeps one, and which one says little.
  if (IsDirect(was.best->subtype) || IsDirect(is.best->subtype)) {
    compare("subtype", std::string(Name(was.best->subtype)), std::string(Name(is.best->subtype)));
  }
  compare("transforms", TransformsText(was.transforms), TransformsText(is.transforms));
  compare("confidence", std::string(Name(was.best->confidence)),
          std::string(Name(is.best->confidence)));
  compare("witnesses", WitnessesText(was.witnesses), WitnessesText(is.witnesses));
  return changes;
}

// The ends that a flow passes, one after the other: where it arrives and where it goes on from,
// which may be the whole of an asset and a column of it.
std::vector<std::vector<End>> Stations(const EdgeEnds& ends, const Lineage::Flow& flow) {
  std::vector<std::vector<End>> stations(flow.chain.size() + 1);
  for (size_t i = 0; i < flow.chain.size(); ++i) {
    const size_t edge = static_cast<size_t>(flow.chain[i]);
    const End from = ends.from[edge];
    if (stations[i].empty() || stations[i].back() != from) stations[i].push_back(from);
    stations[i + 1].push_back(ends.to[edge]);
  }
  return stations;
}

// Fills part_of: a flow is part of a longer one that passes its two ends in this order.
void FindParts(const EdgeEnds& ends, Change change, std::vector<FlowChange>& flows) {
  std::vector<int> by_length;
  for (size_t i = 0; i < flows.size(); ++i) {
    if (flows[i].change == change) by_length.push_back(static_cast<int>(i));
  }
  std::sort(by_length.begin(), by_length.end(), [&](int a, int b) {
    const size_t length_a = flows[a].flow.chain.size(), length_b = flows[b].flow.chain.size();
    return length_a != length_b ? length_a > length_b : a < b;
  });
  // By whom, and how long that one is.
  absl::flat_hash_map<std::pair<End, End>, std::pair<int, size_t>> covered;
  for (const int i : by_length) {
    FlowChange& flow = flows[i];
    const size_t length = flow.flow.chain.size();
    const auto found = covered.find({flow.from, flow.to});
    if (found != covered.end() && found->second.second > length) {
      flow.part_of = found->second.first;
      continue;
    }
    if (length == 1) continue;  // has no parts
    const std::vector<std::vector<End>> stations = Stations(ends, flow.flow);
    for (size_t from = 0; from < stations.size(); ++from) {
      for (size_t to = from + 1; to < stations.size(); ++to) {
        for (const End a : stations[from]) {
          for (const End b : stations[to]) covered.try_emplace({a, b}, i, length);
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
    diff.assets.push_back({Change::kChanged, &is, column, std::string(property),
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
                             was == nullptr ? is : was, "", "", "", ""});
      continue;
    }
    if (was->kind != is->kind) {
      diff.assets.push_back({Change::kChanged, is, "", "kind", std::string(Name(was->kind)),
                             std::string(Name(is->kind))});
    }
    const std::string saw_then = WitnessesText({was->witnesses.begin(), was->witnesses.end()});
    const std::string sees_now = WitnessesText({is->witnesses.begin(), is->witnesses.end()});
    if (saw_then != sees_now) {
      diff.assets.push_back({Change::kChanged, is, "", "witnesses", saw_then, sees_now});
    }
    ComparePropertiesOf(*was, *is, diff);
    std::vector<std::string> gone, come;
    std::set_difference(was->columns.begin(), was->columns.end(), is->columns.begin(),
                        is->columns.end(), std::back_inserter(gone));
    std::set_difference(is->columns.begin(), is->columns.end(), was->columns.begin(),
                        was->columns.end(), std::back_inserter(come));
    for (const std::string& column : come)
      diff.assets.push_back({Change::kAdded, is, column, "", "", ""});
    for (const std::string& column : gone)
      diff.assets.push_back({Change::kRemoved, was, column, "", "", ""});
  }
}

void DiffFlows(const Side& base, const Side& head, LineageDiff& diff) {
  absl::flat_hash_set<End> affected;
  {
    Rests rests;
    const std::vector<EdgeKey> base_keys = EdgeKeys(base, rests);
    const std::vector<EdgeKey> head_keys = EdgeKeys(head, rests);
    AddAffected(base, base_keys, head_keys, affected);
    AddAffected(head, head_keys, base_keys, affected);
  }
  std::vector<Between> was = FlowsFrom(base, affected), is = FlowsFrom(head, affected);
  std::vector<FlowChange> removed;  // come last
  for (Position w = was.begin(), i = is.begin(); w != was.end() || i != is.end();) {
    const bool of_base = i == is.end() || (w != was.end() && w->ends() <= i->ends());
    const bool of_head = w == was.end() || (i != is.end() && i->ends() <= w->ends());
    const Position w_end = of_base ? EndOfSame(w, was.end()) : w;
    const Position i_end = of_head ? EndOfSame(i, is.end()) : i;
    if (!of_base) {
      diff.flows.push_back({Change::kAdded, std::move(Best(i, i_end)), {}, -1, i->from, i->to});
    } else if (!of_head) {
      removed.push_back({Change::kRemoved, std::move(Best(w, w_end)), {}, -1, w->from, w->to});
    } else {
      const Summary now = Summarize(head.lineage, i, i_end);
      auto properties = Compare(Summarize(base.lineage, w, w_end), now);
      if (!properties.empty()) {
        diff.flows.push_back(
            {Change::kChanged, *now.best, std::move(properties), -1, i->from, i->to});
      }
    }
    w = w_end;
    i = i_end;
  }
  std::move(removed.begin(), removed.end(), std::back_inserter(diff.flows));
}

// Of the edges, which the others have as well.
std::vector<bool> Kept(const EdgeEnds& edges, const EdgeEnds& others) {
  using Key = std::tuple<int, End, End>;
  absl::flat_hash_set<Key> known;
  for (size_t i = 0; i < others.job.size(); ++i)
    known.insert(Key(others.job[i], others.from[i], others.to[i]));
  std::vector<bool> kept;
  for (size_t i = 0; i < edges.job.size(); ++i)
    kept.push_back(known.contains(Key(edges.job[i], edges.from[i], edges.to[i])));
  return kept;
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

  const auto [base_ends, head_ends] = NumberEnds(base, head);
  DiffFlows({base, base_ends}, {head, head_ends}, diff);
  FindParts(head_ends, Change::kAdded, diff.flows);
  FindParts(base_ends, Change::kRemoved, diff.flows);
  diff.base_edges_kept = Kept(base_ends, head_ends);
  diff.head_edges_kept = Kept(head_ends, base_ends);
  return diff;
}

}  // namespace pedigree
