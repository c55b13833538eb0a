#include "lineage/query.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <queue>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "lineage/aliases.h"
#include "lineage/edge_rank.h"
#include "lineage/sort_unique.h"

namespace pedigree {
namespace {

// Whether it is of whole assets that are the same data by two names: what has a column goes on
// through that column's own edge.
bool OfAllColumns(const Lineage& lineage, const Lineage::Edge& edge) {
  return edge.from_column.empty() && edge.to_column.empty() &&
         lineage.jobs()[lineage.JobOf(edge)].name == kAliasJob;
}

}  // namespace

int Distance(Subtype subtype) { return subtype == SUBTYPE_UNSPECIFIED ? TRANSFORMATION : subtype; }

Subtype Compose(Subtype first, Subtype second) {
  if (!IsDirect(first)) return first;
  if (!IsDirect(second)) return second;
  return std::max(first, second);
}

template <typename F>
void Lineage::ForMatching(const ByColumn& index, int asset, int column, F f) const {
  const auto of = [&](size_t first, size_t last, bool all) {
    for (uint32_t at = index.begin[first]; at < index.begin[last]; ++at) {
      const int edge = index.edges[at];
      if (all || !OfAllColumns(*this, edges_[edge])) f(edge);
    }
  };
  const size_t whole = slots_[asset], met = whole + static_cast<size_t>(column);
  if (column == 0) return of(whole, slots_[asset + 1], /*all=*/true);
  of(whole, whole + 1, /*all=*/false);
  of(met, met + 1, /*all=*/false);
}

// ---- Flows
// -----------------------------------------------------------------------------------------------------

// Follows everything that leaves one read site with one column: Dijkstra's algorithm over (where it
// has arrived, how good it still is), by length of the witness path, so that the first way to get
// somewhere is the shortest.
class Lineage::Composer {
 public:
  explicit Composer(const Lineage& lineage) : lineage_(lineage) {}

  // The ways from the read site and column that `first` share, all edges that leave from there.
  std::vector<Flow> From(const std::vector<int>& first) {
    states_.clear();
    queue_ = {};
    done_.clear();
    expanded_.clear();
    for (const int edge : first) Reach(-1, edge);
    std::vector<Flow> ways;
    while (!queue_.empty()) {
      const int at = queue_.top().second;
      queue_.pop();
      const State state = states_[at];
      const Edge& edge = lineage_.edges_[state.edge];
      const int column = lineage_.to_columns_[state.edge];
      if (!IsNews(done_[{edge.to, column}], state)) continue;
      ways.push_back(FlowOf(at));
      // What goes on does so from the asset, whichever of a job's sites wrote it.
      const int asset = lineage_.ToAsset(edge);
      const int job = lineage_.JobOf(edge);
      if (!IsNews(expanded_[{asset, column, job}], state)) continue;
      lineage_.ForMatching(lineage_.leaving_, asset, column, [&](int next) {
        if (lineage_.JobOf(lineage_.edges_[next]) != job) Reach(at, next);
      });
    }
    return ways;
  }

 private:
  struct State {
    int before = -1;  // state
    int edge = 0;     // the last one
    Subtype subtype = IDENTITY;
    Confidence confidence = EXACT;
    uint32_t mask = 0;
    size_t length = 0;
  };
  struct Quality {
    Subtype subtype;
    Confidence confidence;
    uint32_t mask;
  };

  void Reach(int before, int next) {
    const Edge& edge = lineage_.edges_[next];
    State state{before, next, edge.subtype, edge.confidence, Mask(edge.transforms), Length(edge)};
    if (before >= 0) {
      const State& from = states_[before];
      state.subtype = Compose(from.subtype, state.subtype);
      state.confidence = std::max(from.confidence, state.confidence);
      state.mask |= from.mask;
      state.length += from.length;
    }
    queue_.emplace(std::make_pair(state.length, static_cast<int>(states_.size())));
    states_.push_back(state);
  }

  // Whether nothing as short was as good in every way; notes it if so.
  static bool IsNews(std::vector<Quality>& known, const State& state) {
    for (const Quality& quality : known) {
      if (quality.mask == state.mask && quality.confidence <= state.confidence &&
          Distance(quality.subtype) <= Distance(state.subtype) &&
          (IsDirect(state.subtype) || IsDirect(quality.subtype) ||
           quality.subtype == state.subtype)) {
        return false;
      }
    }
    known.push_back({state.subtype, state.confidence, state.mask});
    return true;
  }

  Flow FlowOf(int at) const {
    Flow flow;
    flow.subtype = states_[at].subtype;
    flow.confidence = states_[at].confidence;
    flow.kinds = states_[at].mask;
    flow.length = states_[at].length;
    size_t edges = 0;
    for (int i = at; i >= 0; i = states_[i].before) ++edges;
    flow.chain.resize(edges);
    for (int i = at; i >= 0; i = states_[i].before) flow.chain[--edges] = states_[i].edge;
    const Edge& first = lineage_.edges_[flow.chain.front()];
    const Edge& last = lineage_.edges_[flow.chain.back()];
    flow.from = first.from;
    flow.from_column = first.from_column;
    flow.to = last.to;
    flow.to_column = last.to_column;
    return flow;
  }

  const Lineage& lineage_;
  std::vector<State> states_;
  // By length, then by age.
  std::priority_queue<std::pair<size_t, int>, std::vector<std::pair<size_t, int>>, std::greater<>>
      queue_;
  absl::flat_hash_map<std::pair<int, int>, std::vector<Quality>> done_;  // by site and column
  absl::flat_hash_map<std::tuple<int, int, int>, std::vector<Quality>>
      expanded_;  // asset, column, job
};

std::vector<Lineage::Flow> Lineage::Ways() const {
  return WaysFrom(std::vector<bool>(edges_.size(), true));
}

std::vector<Lineage::Flow> Lineage::WaysFrom(const std::vector<bool>& from) const {
  std::vector<Flow> ways;
  ways.reserve(edges_.size());
  Composer composer(*this);
  // Edges are sorted by job, site and column: those of one beginning stand together.
  for (size_t begin = 0; begin < edges_.size();) {
    std::vector<int> first;
    bool wanted = false;
    size_t end = begin;
    for (; end < edges_.size() && edges_[end].from == edges_[begin].from &&
           edges_[end].from_column == edges_[begin].from_column;
         ++end) {
      first.push_back(static_cast<int>(end));
      wanted = wanted || from[end];
    }
    if (!wanted) {
      begin = end;
      continue;
    }
    std::vector<Flow> from_here = composer.From(first);
    std::sort(from_here.begin(), from_here.end(), [](const Flow& a, const Flow& b) {
      const auto key = [](const Flow& flow) {
        return std::make_tuple(flow.to, std::string_view(flow.to_column),
                               Rank(flow.subtype, flow.confidence, flow.kinds), flow.length);
      };
      const auto ka = key(a), kb = key(b);
      return ka != kb ? ka < kb : a.chain < b.chain;
    });
    std::move(from_here.begin(), from_here.end(), std::back_inserter(ways));
    begin = end;
  }
  return ways;
}

std::vector<Lineage::Flow> Lineage::Flows() const {
  std::vector<Flow> flows = Ways();
  const auto same_ends = [](const Flow& a, const Flow& b) {
    return std::tie(a.from, a.to, a.from_column, a.to_column) ==
           std::tie(b.from, b.to, b.from_column, b.to_column);
  };
  flows.erase(std::unique(flows.begin(), flows.end(), same_ends), flows.end());
  return flows;
}

std::vector<TransformKind> Lineage::Transforms(const Flow& flow) const {
  std::vector<TransformKind> all;
  for (const int edge : flow.chain) {
    all.insert(all.end(), edges_[edge].transforms.begin(), edges_[edge].transforms.end());
  }
  return all;
}

std::vector<Witness> Lineage::Witnesses(const Flow& flow) const {
  std::vector<Witness> common = edges_[flow.chain.front()].witnesses;
  for (const int edge : flow.chain) {
    std::erase_if(common, [&](Witness witness) {
      const auto& seen = edges_[edge].witnesses;
      return std::find(seen.begin(), seen.end(), witness) == seen.end();
    });
  }
  return common;
}

std::vector<int> Lineage::Jobs(const Flow& flow) const {
  std::vector<int> jobs;
  for (const int edge : flow.chain) jobs.push_back(JobOf(edges_[edge]));
  return jobs;
}

std::vector<Hop> Lineage::Path(const Flow& flow) const {
  std::vector<Hop> path;
  for (const int edge : flow.chain)
    path.insert(path.end(), edges_[edge].path.begin(), edges_[edge].path.end());
  return path;
}

// ---- Links, and what lies up and down
// ------------------------------------------------------------------------------

std::vector<Lineage::Link> Lineage::Links(const std::vector<int>& among) const {
  std::map<std::tuple<int, int, int>, std::vector<int>> groups;
  for (const int edge : among) {
    groups[{FromAsset(edges_[edge]), JobOf(edges_[edge]), ToAsset(edges_[edge])}].push_back(edge);
  }
  std::vector<Link> links;
  for (auto& [key, edges] : groups) {
    Link& link = links.emplace_back();
    std::tie(link.from, link.job, link.to) = key;
    const auto rank = [this](int e) {
      const Edge& edge = edges_[e];
      return std::make_tuple(Rank(edge.subtype, edge.confidence, Mask(edge.transforms)),
                             Length(edge), e);
    };
    std::sort(edges.begin(), edges.end(), [&](int a, int b) { return rank(a) < rank(b); });
    link.subtype = edges_[edges.front()].subtype;
    link.confidence = edges_[edges.front()].confidence;
    for (const int e : edges) {
      const Edge& edge = edges_[e];
      if (!edge.from_column.empty() || !edge.to_column.empty()) {
        link.columns.emplace_back(edge.from_column, edge.to_column);
      } else {
        link.whole = true;
      }
      for (const TransformKind kind : edge.transforms) {
        if (std::find(link.transforms.begin(), link.transforms.end(), kind) ==
            link.transforms.end()) {
          link.transforms.push_back(kind);
        }
      }
    }
    SortUnique(link.columns);
    link.edges = std::move(edges);
  }
  return links;
}

std::vector<Lineage::Link> Lineage::Links() const {
  std::vector<int> all(edges_.size());
  std::iota(all.begin(), all.end(), 0);
  return Links(all);
}

std::vector<int> Lineage::After(int edge) const {
  std::vector<int> after;
  const Edge& from = edges_[edge];
  ForMatching(leaving_, ToAsset(from), to_columns_[edge], [&](int next) {
    if (JobOf(edges_[next]) != JobOf(from)) after.push_back(next);
  });
  std::sort(after.begin(), after.end());
  return after;
}

std::vector<int> Lineage::Before(int edge) const {
  std::vector<int> before;
  const Edge& to = edges_[edge];
  ForMatching(arriving_, FromAsset(to), from_columns_[edge], [&](int last) {
    if (JobOf(edges_[last]) != JobOf(to)) before.push_back(last);
  });
  std::sort(before.begin(), before.end());
  return before;
}

std::vector<int> Lineage::Upstream(int asset) const { return Reach({asset}, true); }
std::vector<int> Lineage::Downstream(int asset) const { return Reach({asset}, false); }
std::vector<int> Lineage::DownstreamOf(const std::vector<int>& assets) const {
  return Reach(assets, false);
}

std::vector<int> Lineage::Reach(const std::vector<int>& assets, bool up) const {
  absl::flat_hash_set<int> met;
  // The asset, column and job to leave out from which all edges were taken already.
  absl::flat_hash_set<std::tuple<int, int, int>> taken;
  std::vector<int> work;
  const auto take = [&](int at, int column, int but_job) {
    if (!taken.emplace(at, column, but_job).second) return;
    ForMatching(up ? arriving_ : leaving_, at, column, [&](int edge) {
      if (JobOf(edges_[edge]) != but_job && met.insert(edge).second) work.push_back(edge);
    });
  };
  for (const int asset : assets) take(asset, 0, -1);
  while (!work.empty()) {
    const int at = work.back();
    const Edge& edge = edges_[at];
    work.pop_back();
    take(up ? FromAsset(edge) : ToAsset(edge), (up ? from_columns_ : to_columns_)[at], JobOf(edge));
  }
  std::vector<int> edges(met.begin(), met.end());
  std::sort(edges.begin(), edges.end());
  return edges;
}

}  // namespace pedigree
