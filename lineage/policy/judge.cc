#include "lineage/policy/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lineage/names.h"
#include "lineage/policy/require.h"

namespace pedigree::policy {
namespace {

// `{from}` and `{to}` in a rule's message are the finding's.
std::string Fill(std::string text, std::string_view hole, std::string_view with) {
  for (size_t at = 0; (at = text.find(hole, at)) != std::string::npos; at += with.size())
    text.replace(at, hole.size(), with);
  return text;
}

std::string DefaultMessage(const Rule& rule) {
  switch (rule.body_case()) {
    case Rule::kForbid:
      return "This flow is forbidden.";
    case Rule::kRequireThrough:
      return "This flow must pass a step that it avoids.";
    case Rule::kDisjoint:
      return "This data is on both sides of what must be kept apart.";
    default:
      return "A required property is missing.";
  }
}

}  // namespace

StepEdges Either(StepEdges first, const StepEdges& more) {
  if (first.empty()) return more;
  for (size_t edge = 0; edge < more.within.size(); ++edge) {
    first.within[edge] = first.within[edge] || more.within[edge];
    first.after[edge] = first.after[edge] || more.after[edge];
  }
  return first;
}

Judge::Judge(const Ends& ends, const Selectors& selectors, const Tags& tags, const Steps& steps,
             const Lock* lock)
    : ends_(ends),
      lineage_(ends.lineage()),
      selectors_(selectors),
      tags_(tags),
      steps_(steps),
      lock_(lock) {}

std::vector<Judged> Judge::Findings(const Rule& rule) const {
  std::vector<Judged> found;
  switch (rule.body_case()) {
    case Rule::kForbid:
      found = Forbidden(rule);
      break;
    case Rule::kRequireThrough:
      found = Avoiding(rule);
      break;
    case Rule::kDisjoint:
      found = Shared(rule);
      break;
    case Rule::kRequire:
      found = Lacking(rule);
      break;
    case Rule::BODY_NOT_SET:
      break;
  }
  for (Judged& judged : found) {
    Finding& finding = judged.finding;
    const auto text = [&](const FindingEnd& end) {
      return end.asset < 0 ? std::string() : AssetText(lineage_.assets()[end.asset], end.column);
    };
    finding.message =
        Fill(Fill(finding.message, "{from}", text(finding.from)), "{to}", text(finding.to));
  }
  return found;
}

Finding Judge::New(const Rule& rule) const {
  Finding finding;
  finding.rule = rule.id();
  finding.of = &rule;
  finding.severity = rule.severity() == SEVERITY_UNSPECIFIED ? ERROR : rule.severity();
  finding.message = rule.message().empty() ? DefaultMessage(rule) : rule.message();
  return finding;
}

FindingEnd Judge::EndOf(int end) const { return {ends_.asset_of(end), ends_.column(end)}; }

void Judge::SetFrom(const Selector& from, const Travel& travel, WayQuery& query) const {
  const TagView view = tags_.View(travel);
  query.from = selectors_.Match(from, view).may;
  std::set<std::string> asked = selectors_.TagsOf(from);
  std::erase_if(asked, [&](const std::string& tag) { return tags_.Given(tag) == nullptr; });
  if (asked.empty()) return;
  // A source that matches whatever it carries has no need to carry it on.
  const EndSet anyway = selectors_.Match(from, Tags::NoTags).may;
  query.carried.assign(query.from.size(), 0);
  for (const std::string& tag : asked) {
    if (query.tags.size() == kMaxTags) break;
    const uint32_t bit = 1u << query.tags.size();
    query.tags.push_back(tag);
    const EndSet& carriers = *view(tag);
    for (int end = 0; end < ends_.size(); ++end) {
      if (!query.from[end] || anyway[end]) continue;
      bool carries = carriers[ends_.whole(ends_.asset_of(end))] || carriers[end];
      for (int other = end; ends_.is_whole(end) && other < ends_.end(ends_.asset_of(end)); ++other)
        carries = carries || carriers[other];
      if (carries) query.carried[end] |= bit;
    }
  }
}

WayQuery Judge::QueryOf(const FlowSelector& flow) const {
  WayQuery query;
  query.direct = flow.influence() == FlowSelector::DIRECT;
  if (flow.has_at_least()) query.at_least = flow.at_least();
  if (flow.has_at_most()) query.at_most = flow.at_most();
  const Travel travel{query.direct, query.at_least.value_or(WIDENED)};
  SetFrom(flow.from(), travel, query);
  const TagView all = tags_.View({});
  query.to = selectors_.Match(flow.to(), all).may;
  query.through = steps_.Edges(flow.through(), all);
  query.avoid = steps_.Edges(flow.not_through(), all);
  return query;
}

std::vector<Judged> Judge::Forbidden(const Rule& rule) const {
  const Forbid& forbid = rule.forbid();
  FlowSelector flow;
  *flow.mutable_from() = forbid.from();
  *flow.mutable_to() = forbid.to();
  flow.set_influence(forbid.influence());
  if (forbid.has_at_least()) flow.set_at_least(forbid.at_least());
  if (forbid.has_at_most()) flow.set_at_most(forbid.at_most());
  *flow.mutable_through() = forbid.through();
  *flow.mutable_not_through() = forbid.unless_through();
  return FromWays(rule, QueryOf(flow), forbid.from(), "");
}

std::vector<Judged> Judge::Avoiding(const Rule& rule) const {
  const RequireThrough& required = rule.require_through();
  WayQuery query = QueryOf(required.flow());
  query.avoid = Either(std::move(query.avoid), steps_.Edges(required.step(), tags_.View({})));
  return FromWays(rule, query, required.flow().from(), "this way avoids the required step");
}

std::vector<Judged> Judge::FromWays(const Rule& rule, const WayQuery& query, const Selector& from,
                                    std::string_view detail) const {
  const Ways found = FindWays(ends_, tags_, query);
  const EndSet exact =
      selectors_.Match(from, tags_.View({query.direct, query.at_least.value_or(WIDENED)})).exact;
  const EndSet own =
      selectors_.Match(from, [this](const std::string& tag) { return tags_.Given(tag); }).may;
  std::map<int, std::vector<int>> by_end;  // indices of ways
  std::vector<Judged> judged;
  for (const Way& way : found.ways) {
    by_end[way.to].push_back(static_cast<int>(judged.size()));
    Judged& one = judged.emplace_back();
    one.own_claim = own[way.from];
    one.finding = New(rule);
    one.finding.from = EndOf(way.from);
    one.finding.to = EndOf(way.to);
    one.finding.chain = way.chain;
    one.finding.detail = detail;
    if (ends_.is_whole(way.from) && !exact[way.from]) {
      std::vector<std::string> columns;
      const int asset = ends_.asset_of(way.from);
      for (int end = way.from + 1; end < ends_.end(asset); ++end) {
        if (exact[end]) columns.push_back(ends_.column(end));
      }
      one.finding.detail +=
          fmt::format("{}the flow is of the asset as a whole, which has {}",
                      one.finding.detail.empty() ? "" : "; ", Join(columns, ", "));
    }
  }
  std::map<int, const std::vector<int>*> passes;
  for (const auto& [source, passed] : found.passes) passes[source] = &passed;
  const auto goes_by = [&](int source, int other) {
    const std::vector<int>& passed = *passes.at(source);
    if (std::binary_search(passed.begin(), passed.end(), other)) return true;
    if (!ends_.is_whole(other) || exact[other]) return false;
    const auto at = std::lower_bound(passed.begin(), passed.end(), other);
    return at != passed.end() && ends_.asset_of(*at) == ends_.asset_of(other);
  };
  for (const auto& [_, ways] : by_end) {
    for (const int x : ways) {
      for (const int y : ways) {
        const int source_x = found.ways[x].from, source_y = found.ways[y].from;
        if (x == y || !goes_by(source_y, source_x)) continue;
        // In a round one stands for all.
        if (goes_by(source_x, source_y) && source_x < source_y) continue;
        judged[x].behind.push_back(y);
      }
    }
  }
  return judged;
}

std::vector<Judged> Judge::Shared(const Rule& rule) const {
  const Disjoint& disjoint = rule.disjoint();
  const StepEdges split = steps_.Edges(disjoint.unless_split(), tags_.View({}));
  // By the assets at both ends: the best way.
  using Best = std::map<std::pair<int, int>, Way>;
  const auto best = [&](const WayQuery& query) {
    Best ways;
    for (Way& way : FindWays(ends_, tags_, query).ways) {
      const auto key = std::make_pair(ends_.asset_of(way.from), ends_.asset_of(way.to));
      const auto rank = [](const Way& w) { return std::make_tuple(!w.direct, w.chain.size()); };
      const auto [at, is_new] = ways.try_emplace(key, way);
      if (!is_new && rank(way) < rank(at->second)) at->second = std::move(way);
    }
    return ways;
  };
  WayQuery left_query = QueryOf(disjoint.left()), right_query = QueryOf(disjoint.right());
  const Best left = best(left_query);
  if (left.empty()) return {};
  const Best right = best(right_query);
  if (right.empty()) return {};
  // Only what is on both sides, at all, can be there undivided.
  std::set<int> on_left, common;
  for (const auto& [key, _] : left) on_left.insert(key.first);
  for (const auto& [key, _] : right) {
    if (on_left.contains(key.first)) common.insert(key.first);
  }
  const auto undivided = [&](WayQuery& query, const Best& any) {
    if (split.empty()) return any;
    for (int end = 0; end < ends_.size(); ++end)
      query.from[end] = query.from[end] && common.contains(ends_.asset_of(end));
    query.avoid = Either(std::move(query.avoid), split);
    return best(query);
  };
  const Best left_undivided = undivided(left_query, left);
  const Best right_undivided = undivided(right_query, right);

  std::vector<Judged> judged;
  for (const auto& [left_key, left_way] : left) {
    for (auto at = right.lower_bound({left_key.first, -1});
         at != right.end() && at->first.first == left_key.first; ++at) {
      const auto left_bare = left_undivided.find(left_key);
      const auto right_bare = right_undivided.find(at->first);
      if (left_bare == left_undivided.end() && right_bare == right_undivided.end()) continue;
      const Way& one = left_bare != left_undivided.end() ? left_bare->second : left_way;
      const Way& other = right_bare != right_undivided.end() ? right_bare->second : at->second;
      Finding finding = New(rule);
      finding.from = {left_key.first, ""};
      finding.to = {left_key.second, ""};
      finding.second_to = {at->first.second, ""};
      finding.chain = one.chain;
      finding.second = other.chain;
      finding.detail =
          fmt::format("{} reaches {} and {}", AssetText(lineage_.assets()[left_key.first]),
                      AssetText(lineage_.assets()[left_key.second]),
                      AssetText(lineage_.assets()[at->first.second]));
      judged.push_back({std::move(finding), {}, true});
    }
  }
  // The first common source on the way stands for what is made of it, for the same two ends.
  for (size_t x = 0; x < judged.size(); ++x) {
    const Finding& later = judged[x].finding;
    for (size_t y = 0; y < judged.size(); ++y) {
      const Finding& first = judged[y].finding;
      if (x == y || first.to.asset != later.to.asset ||
          first.second_to.asset != later.second_to.asset) {
        continue;
      }
      const auto passes = [&](const std::vector<int>& chain, int asset) {
        return std::any_of(chain.begin(), chain.end() - 1, [&](int edge) {
          return lineage_.ToAsset(lineage_.edges()[edge]) == asset;
        });
      };
      const auto by = [&](const Finding& a, const Finding& b) {
        return passes(a.chain, b.from.asset) && passes(a.second, b.from.asset);
      };
      if (by(first, later) && !(by(later, first) && x < y))
        judged[x].behind.push_back(static_cast<int>(y));
    }
  }
  return judged;
}

std::vector<Judged> Judge::Lacking(const Rule& rule) const {
  std::vector<Judged> judged;
  for (Finding& finding : Requirements(*this, rule).Findings())
    judged.push_back({std::move(finding), {}, true});
  return judged;
}

}  // namespace pedigree::policy
