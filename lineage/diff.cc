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

template <typename Enum>
uint32_t Bit(Enum member) {
  return 1u << std::clamp<int>(member, 0, 31);
}

uint32_t Bits(const std::vector<Witness>& witnesses) {
  uint32_t bits = 0;
  for (const Witness witness : witnesses) bits |= Bit(witness);
  return bits;
}

// What a set of bits has.
template <typename Enum>
std::vector<Enum> Members(uint32_t bits) {
  std::vector<Enum> members;
  for (int i = 0; i < 32; ++i) {
    if ((bits >> i & 1) != 0) members.push_back(static_cast<Enum>(i));
  }
  return members;
}

// A graph, and the ends of its edges by the numbers that both graphs share.
struct Side {
  const Lineage& lineage;
  const EdgeEnds& ends;
  std::vector<uint32_t> witnesses;  // of each edge, as bits

  Side(const Lineage& of, const EdgeEnds& by) : lineage(of), ends(by) {
    witnesses.reserve(of.edges().size());
    for (const Lineage::Edge& edge : of.edges()) witnesses.push_back(Bits(edge.witnesses));
  }
};

// `ways` are sets of kinds, each as bits.
std::string TransformsText(const std::vector<uint32_t>& ways) {
  std::set<std::vector<TransformKind>> in_order;
  for (const uint32_t way : ways) in_order.insert(Members<TransformKind>(way));
  std::vector<std::string> texts;
  for (const auto& way : in_order) texts.push_back(way.empty() ? "none" : Names(way));
  return Join(texts, " or ");
}

std::string WitnessesText(uint32_t witnesses) {
  std::vector<std::string> names;
  for (const Witness witness : Members<Witness>(witnesses)) names.emplace_back(Name(witness));
  return names.empty() ? "none" : Join(names, ", ");
}

// All flows between two ends, as one.
struct Summary {
  Lineage::Flow* best = nullptr;
  std::vector<uint32_t> transforms;  // each way's kinds as bits, sorted, each once
  uint32_t witnesses = 0;            // as bits
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

// Flows, in the order of their ends.
struct Flows {
  struct Between {
    End from, to;
    uint32_t number;  // into `flows`

    std::pair<End, End> ends() const { return {from, to}; }
  };
  using Position = std::vector<Between>::const_iterator;

  std::vector<Lineage::Flow> flows;
  std::vector<Between> in_order;

  // The end of those that have the ends of the one at `at`.
  Position EndOfSame(Position at) const {
    const std::pair<End, End> ends = at->ends();
    return std::find_if(at, in_order.end(), [&](const Between& one) { return one.ends() != ends; });
  }

  // The first of the best.
  Lineage::Flow& Best(Position begin, Position end) {
    Lineage::Flow* best = &flows[begin->number];
    for (Position at = begin + 1; at != end; ++at) {
      if (RankOf(flows[at->number]) < RankOf(*best)) best = &flows[at->number];
    }
    return *best;
  }

  Summary Summarize(const Side& side, Position begin, Position end) {
    Summary summary{&Best(begin, end), {}, 0};
    for (Position at = begin; at != end; ++at) {
      const Lineage::Flow& flow = flows[at->number];
      summary.transforms.push_back(flow.kinds);
      uint32_t saw_all = ~0u;
      for (const int edge : flow.chain) saw_all &= side.witnesses[static_cast<size_t>(edge)];
      summary.witnesses |= saw_all;
    }
    std::sort(summary.transforms.begin(), summary.transforms.end());
    summary.transforms.erase(std::unique(summary.transforms.begin(), summary.transforms.end()),
                             summary.transforms.end());
    return summary;
  }
};

// Flows from `ends` only: the others are the same in both graphs, for all of their edges are.
Flows FlowsFrom(const Side& side, const absl::flat_hash_set<End>& ends) {
  Flows found;
  if (ends.empty()) return found;
  std::vector<bool> first(side.ends.from.size());
  for (size_t at = 0; at < first.size(); ++at) first[at] = ends.contains(side.ends.from[at]);
  found.flows = side.lineage.WaysFrom(first);
  found.in_order.reserve(found.flows.size());
  for (const Lineage::Flow& flow : found.flows) {
    found.in_order.push_back(
        {side.ends.From(flow), side.ends.To(flow), static_cast<uint32_t>(found.in_order.size())});
  }
  std::sort(found.in_order.begin(), found.in_order.end(),
            [](const Flows::Between& a, const Flows::Between& b) {
              return std::tie(a.from, a.to, a.number) < std::tie(b.from, b.to, b.number);
            });
  return found;
}

// Numbers the ways in which properties changed, in a diff's list of them.
class PropertyChanges {
 public:
  explicit PropertyChanges(std::vector<std::vector<PropertyChange>>& all) : all_(all) {}

  // -1: they did not.
  int Of(const Summary& was, const Summary& is) {
    const auto key = [](const Summary& summary) {
      return std::tuple(summary.best->subtype, summary.best->confidence, summary.transforms,
                        summary.witnesses);
    };
    Key both{key(was), key(is)};
    if (both.first == both.second) return -1;
    const auto [at, is_new] = numbers_.try_emplace(std::move(both), -1);
    if (is_new) at->second = Number(Compare(was, is));
    return at->second;
  }

 private:
  using Half = std::tuple<Subtype, Confidence, std::vector<uint32_t>, uint32_t>;
  using Key = std::pair<Half, Half>;

  static std::vector<PropertyChange> Compare(const Summary& was, const Summary& is) {
    std::vector<PropertyChange> changes;
    const auto compare = [&](std::string_view property, std::string_view before,
                             std::string_view after) {
      if (before != after)
        changes.push_back({std::string(property), std::string(before), std::string(after)});
    };
    compare("influence", Influence(was.best->subtype), Influence(is.best->subtype));
    // Of several indirect ways a graph keeps one, and which one says little.
    if (IsDirect(was.best->subtype) || IsDirect(is.best->subtype))
      compare("subtype", Name(was.best->subtype), Name(is.best->subtype));
    compare("transforms", TransformsText(was.transforms), TransformsText(is.transforms));
    compare("confidence", Name(was.best->confidence), Name(is.best->confidence));
    compare("witnesses", WitnessesText(was.witnesses), WitnessesText(is.witnesses));
    return changes;
  }

  int Number(std::vector<PropertyChange> changes) {
    if (changes.empty()) return -1;
    const auto at = std::find(all_.begin(), all_.end(), changes);
    if (at != all_.end()) return static_cast<int>(at - all_.begin());
    all_.push_back(std::move(changes));
    return static_cast<int>(all_.size()) - 1;
  }

  std::vector<std::vector<PropertyChange>>& all_;
  absl::flat_hash_map<Key, int> numbers_;
};

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
    const std::string saw_then = WitnessesText(Bits(was->witnesses));
    const std::string sees_now = WitnessesText(Bits(is->witnesses));
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
  Flows was = FlowsFrom(base, affected), is = FlowsFrom(head, affected);
  PropertyChanges properties(diff.properties);
  const Flows::Position w_last = was.in_order.end(), i_last = is.in_order.end();
  diff.flows.reserve(std::max(was.flows.size(), is.flows.size()));
  std::vector<FlowChange> removed;  // come last
  for (Flows::Position w = was.in_order.begin(), i = is.in_order.begin();
       w != w_last || i != i_last;) {
    const bool of_base = i == i_last || (w != w_last && w->ends() <= i->ends());
    const bool of_head = w == w_last || (i != i_last && i->ends() <= w->ends());
    const Flows::Position w_end = of_base ? was.EndOfSame(w) : w;
    const Flows::Position i_end = of_head ? is.EndOfSame(i) : i;
    if (!of_base) {
      diff.flows.push_back({Change::kAdded, std::move(is.Best(i, i_end)), -1, -1, i->from, i->to});
    } else if (!of_head) {
      removed.push_back({Change::kRemoved, std::move(was.Best(w, w_end)), -1, -1, w->from, w->to});
    } else {
      const Summary now = is.Summarize(head, i, i_end);
      const int how = properties.Of(was.Summarize(base, w, w_end), now);
      if (how >= 0) {
        diff.flows.push_back({Change::kChanged, std::move(*now.best), how, -1, i->from, i->to});
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
  DiffFlows(Side(base, base_ends), Side(head, head_ends), diff);
  FindParts(head_ends, Change::kAdded, diff.flows);
  FindParts(base_ends, Change::kRemoved, diff.flows);
  diff.base_edges_kept = Kept(base_ends, head_ends);
  diff.head_edges_kept = Kept(head_ends, base_ends);
  return diff;
}

}  // namespace pedigree
