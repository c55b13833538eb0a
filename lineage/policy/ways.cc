#include "lineage/policy/ways.h"

#include <algorithm>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace pedigree::policy {
namespace {

class Search {
 public:
  Search(const Ends& ends, const Tags& tags, const WayQuery& query)
      : ends_(ends), lineage_(ends.lineage()), query_(query) {
    for (const std::string& tag : query.tags) cleared_.push_back(&tags.Cleared(tag));
    FindUseful();
  }

  void From(int source, Ways& result) {
    states_.clear();
    seen_.clear();
    expanded_.clear();
    best_.clear();
    passed_.clear();
    tags_needed_ = !query_.carried.empty() && query_.carried[source] != 0;
    const uint32_t carried = tags_needed_ ? query_.carried[source] : 0;
    Bits start;
    start.through = query_.through.empty();
    start.weak = !query_.at_most.has_value() || *query_.at_most == EXACT;
    for (const int edge : ends_.leaving(source)) Reach(-1, edge, start, carried);
    for (size_t at = 0; at < states_.size(); ++at) Expand(static_cast<int>(at));
    if (best_.empty()) return;
    for (const auto& [to, state] : best_) result.ways.push_back(WayTo(source, to, state));
    std::vector<int> passes(passed_.begin(), passed_.end());
    std::sort(passes.begin(), passes.end());
    result.passes.emplace_back(source, std::move(passes));
  }

 private:
  struct Bits {
    bool indirect = false, weak = false, through = false;
    // Only if the way goes on after this edge:
    bool ends_here = false, through_after = false;
    uint32_t lost_after = 0;

    auto Key() const {
      return std::make_tuple(indirect, weak, through, ends_here, through_after, lost_after);
    }
  };
  struct State {
    int before = -1;
    int edge = 0;
    Bits bits;
    uint32_t carried = 0;
  };

  bool Allowed(int edge) const {
    const Lineage::Edge& e = lineage_.edges()[edge];
    if (query_.direct && !IsDirect(e.subtype)) return false;
    if (query_.at_least.has_value() && e.confidence > *query_.at_least) return false;
    return query_.avoid.empty() || !query_.avoid.within[edge];
  }

  // Backwards from the ends: edges that lead nowhere need not be walked.
  void FindUseful() {
    useful_.assign(lineage_.edges().size(), false);
    std::vector<bool> met(static_cast<size_t>(ends_.size()));
    std::vector<int> work;
    const auto arrive = [&](int end) {
      if (met[end]) return;
      met[end] = true;
      for (const int edge : ends_.arriving(end)) {
        if (useful_[edge] || !Allowed(edge)) continue;
        useful_[edge] = true;
        work.push_back(edge);
      }
    };
    for (int end = 0; end < ends_.size(); ++end) {
      if (query_.to[end]) arrive(end);
    }
    while (!work.empty()) {
      const int edge = work.back();
      work.pop_back();
      ends_.ForMeeting(ends_.from(edge), arrive);
    }
  }

  void Reach(int before, int edge, Bits bits, uint32_t carried) {
    if (!useful_[edge] || !Allowed(edge)) return;
    const Lineage::Edge& e = lineage_.edges()[edge];
    bits.indirect = bits.indirect || !IsDirect(e.subtype);
    bits.weak = bits.weak || (query_.at_most.has_value() && e.confidence >= *query_.at_most);
    bits.through = bits.through || (!query_.through.empty() && query_.through.within[edge]);
    bits.ends_here = !query_.avoid.empty() && query_.avoid.after[edge];
    bits.through_after = !query_.through.empty() && query_.through.after[edge];
    bits.lost_after = 0;
    if (tags_needed_) {
      for (size_t tag = 0; tag < cleared_.size(); ++tag) {
        if (cleared_[tag]->within[edge]) carried &= ~(1u << tag);
        if (cleared_[tag]->after[edge]) bits.lost_after |= 1u << tag;
      }
      if (carried == 0) return;
    }
    const int to = ends_.to(edge);
    if (!seen_.emplace(to, lineage_.JobOf(e), bits.Key(), carried).second) return;
    const int at = static_cast<int>(states_.size());
    states_.push_back({before, edge, bits, carried});
    if (!query_.to[to] || !bits.weak || !bits.through) return;
    const auto [best, is_new] = best_.try_emplace(to, at);
    if (!is_new && states_[best->second].bits.indirect && !bits.indirect) best->second = at;
  }

  void Expand(int at) {
    const State state = states_[at];
    if (state.bits.ends_here) return;
    Bits bits = state.bits;
    bits.through = bits.through || bits.through_after;
    const uint32_t carried = state.carried & ~bits.lost_after;
    if (tags_needed_ && carried == 0) return;
    const int to = ends_.to(state.edge);
    const int job = lineage_.JobOf(lineage_.edges()[state.edge]);
    if (!expanded_
             .emplace(to, job, std::make_tuple(bits.indirect, bits.weak, bits.through), carried)
             .second) {
      return;
    }
    if (query_.from[to]) passed_.insert(to);
    ends_.ForMeeting(to, [&](int from) {
      for (const int next : ends_.leaving(from)) {
        if (lineage_.JobOf(lineage_.edges()[next]) != job) Reach(at, next, bits, carried);
      }
    });
  }

  Way WayTo(int source, int to, int state) const {
    Way way{source, to, !states_[state].bits.indirect, {}};
    for (int at = state; at >= 0; at = states_[at].before) way.chain.push_back(states_[at].edge);
    std::reverse(way.chain.begin(), way.chain.end());
    return way;
  }

  const Ends& ends_;
  const Lineage& lineage_;
  const WayQuery& query_;
  std::vector<const StepEdges*> cleared_;
  std::vector<bool> useful_;
  bool tags_needed_ = false;
  std::vector<State> states_;  // also the queue
  absl::flat_hash_set<
      std::tuple<int, int, std::tuple<bool, bool, bool, bool, bool, uint32_t>, uint32_t>>
      seen_;
  absl::flat_hash_set<std::tuple<int, int, std::tuple<bool, bool, bool>, uint32_t>> expanded_;
  std::map<int, int> best_;  // by end: state
  absl::flat_hash_set<int> passed_;
};

}  // namespace

Ways FindWays(const Ends& ends, const Tags& tags, const WayQuery& query) {
  Ways result;
  Search search(ends, tags, query);
  for (int source = 0; source < ends.size(); ++source) {
    if (query.from[source]) search.From(source, result);
  }
  return result;
}

}  // namespace pedigree::policy
