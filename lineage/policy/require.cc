#include "lineage/policy/require.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "lineage/names.h"
#include "lineage/policy/glob.h"
#include "lineage/policy/license.h"

namespace pedigree::policy {
namespace {

template <typename Globs>
std::string OneOf(const Globs& globs) {
  return Join({globs.begin(), globs.end()}, " or ");
}

}  // namespace

Requirements::Requirements(const Judge& judge, const Rule& rule)
    : judge_(judge), lineage_(judge.lineage_), rule_(rule), required_(rule.require()) {
  const Ends& ends = judge.ends_;
  if (required_.has_sources()) {
    sources_ = judge.selectors_.Match(required_.sources(), judge.tags_.View({})).may;
  } else {
    sources_.assign(static_cast<size_t>(ends.size()), true);
    for (int end = 0; end < ends.size(); ++end) {
      const AssetKind kind = lineage_.assets()[ends.asset_of(end)].kind;
      sources_[end] = kind != CONFIG && kind != LOG;
    }
  }
  const std::vector<AssetFacts>& facts = judge.selectors_.facts();
  any_retention_ = std::any_of(facts.begin(), facts.end(),
                               [](const AssetFacts& one) { return one.retention_days > 0; });
  for (size_t edge = 0; edge < lineage_.edges().size(); ++edge) {
    if (lineage_.assets()[lineage_.ToAsset(lineage_.edges()[edge])].kind == METRIC)
      into_metrics_.push_back(static_cast<int>(edge));
  }
}

std::vector<Finding> Requirements::Findings() {
  const Ends& ends = judge_.ends_;
  const TagView tags = judge_.tags_.View({});
  const Matched of = judge_.selectors_.Match(required_.of(), tags);
  for (size_t i = 0; i < lineage_.assets().size(); ++i) {
    const int asset = static_cast<int>(i);
    if (of.may[ends.whole(asset)]) OfAsset(asset);
  }
  if (required_.tag_size() > 0) {
    // Of columns where the rule speaks of columns, of assets otherwise.
    const bool columns = required_.of().column_size() > 0;
    for (int end = 0; end < ends.size(); ++end) {
      if (ends.is_whole(end) == columns || !(columns ? of.exact : of.may)[end]) continue;
      Selector tagged;
      *tagged.mutable_tag() = required_.tag();
      if (judge_.selectors_.Match(tagged, tags).may[end]) continue;
      Lacks(ends.asset_of(end), ends.column(end), "tag",
            fmt::format("it is not tagged {}", OneOf(required_.tag())));
    }
  }
  return std::move(findings_);
}

void Requirements::Lacks(int asset, std::string column, std::string property, std::string detail) {
  Finding finding = judge_.New(rule_);
  finding.to = {asset, std::move(column)};
  finding.detail = std::move(detail);
  finding.identity = std::move(property);  // the rest is added to it (check.cc)
  findings_.push_back(std::move(finding));
}

void Requirements::Taints(int asset, int source, std::string property, std::string detail) {
  const Ends& ends = judge_.ends_;
  Finding finding = judge_.New(rule_);
  finding.from = {source, ""};
  finding.to = {asset, ""};
  finding.detail = std::move(detail);
  finding.identity = std::move(property);
  WayQuery query;
  query.from.assign(static_cast<size_t>(ends.size()), false);
  query.to = query.from;
  for (int end = ends.begin(source); end < ends.end(source); ++end) query.from[end] = true;
  for (int end = ends.begin(asset); end < ends.end(asset); ++end) query.to[end] = true;
  const Ways ways = FindWays(ends, judge_.tags_, query);
  const auto best =
      std::min_element(ways.ways.begin(), ways.ways.end(), [](const Way& a, const Way& b) {
        return std::make_tuple(!a.direct, a.chain.size()) <
               std::make_tuple(!b.direct, b.chain.size());
      });
  if (best != ways.ways.end()) finding.chain = best->chain;
  findings_.push_back(std::move(finding));
}

bool Requirements::IsRoot(int asset) const {
  for (int end = judge_.ends_.begin(asset); end < judge_.ends_.end(asset); ++end) {
    if (!judge_.ends_.arriving(end).empty()) return false;
  }
  return true;
}

std::vector<int> Requirements::SourcesOf(int asset) const {
  std::set<int> sources;
  for (const int edge : lineage_.Upstream(asset)) {
    const int end = judge_.ends_.from(edge);
    if (judge_.ends_.asset_of(end) != asset && (sources_[end]))
      sources.insert(judge_.ends_.asset_of(end));
  }
  return {sources.begin(), sources.end()};
}

bool Requirements::IsPinned(int asset) const {
  if (!judge_.selectors_.facts()[asset].digest.empty()) return true;
  if (judge_.lock_ == nullptr) return false;
  const Lineage::Asset& it = lineage_.assets()[asset];
  return std::any_of(judge_.lock_->entries.begin(), judge_.lock_->entries.end(),
                     [&](const Lock::Entry& entry) {
                       return entry.name_space == it.name_space && entry.name == it.name;
                     });
}

void Requirements::Pinned(int asset, const std::vector<int>& sources) {
  const std::string where = judge_.lock_ == nullptr ? "no lockfile was given (--lock)"
                                                    : judge_.lock_->file + " has no digest of it";
  if (!IsPinned(asset)) Lacks(asset, "", "pinned", "it is not pinned: " + where);
  for (const int source : sources) {
    if (!IsRoot(source) || IsPinned(source)) continue;
    Taints(asset, source, "pinned",
           fmt::format("{}, which it is made of, is not pinned: {}",
                       AssetText(lineage_.assets()[source]), where));
  }
}

// An evaluation is a METRIC that data which did not train the model reaches through EVALUATE (or
// INFER, where the program compares predictions with labels by code of its own), and that the model
// reaches as well: as an asset that is read, or within the job that trains it.
bool Requirements::IsEvaluated(int model) const {
  if (into_metrics_.empty()) return false;
  std::set<std::pair<int, int>> trained_by;  // job, asset: what trains the model
  for (const int edge : lineage_.Upstream(model)) {
    if (judge_.steps_.Has(edge, TRAIN)) {
      trained_by.emplace(lineage_.JobOf(lineage_.edges()[edge]),
                         lineage_.FromAsset(lineage_.edges()[edge]));
    }
  }
  std::set<int> training_data;
  for (const auto& [_, asset] : trained_by) {
    training_data.insert(asset);
    for (const int edge : lineage_.Upstream(asset))
      training_data.insert(lineage_.FromAsset(lineage_.edges()[edge]));
  }
  std::set<int> metrics;
  std::map<int, std::set<int>> evaluated_on;  // by metric: assets
  for (const int at : into_metrics_) {
    const Lineage::Edge& edge = lineage_.edges()[at];
    const int to = lineage_.ToAsset(edge), from = lineage_.FromAsset(edge);
    const bool evaluates = judge_.steps_.Has(at, EVALUATE) || judge_.steps_.Has(at, INFER);
    const bool trains = judge_.steps_.Has(at, TRAIN);
    if (from == model || (trains && trained_by.contains({lineage_.JobOf(edge), from})))
      metrics.insert(to);
    if (evaluates && !trains && from != model) evaluated_on[to].insert(from);
  }
  for (const int metric : metrics) {
    for (const int data : evaluated_on[metric]) {
      if (!training_data.contains(data)) return true;
    }
  }
  return false;
}

void Requirements::OfAsset(int asset) {
  const Lineage::Asset& it = lineage_.assets()[asset];
  const AssetFacts& facts = judge_.selectors_.facts()[asset];
  if (required_.owner() && facts.owner.empty()) Lacks(asset, "", "owner", "it has no owner");
  if (required_.license() && facts.license.empty())
    Lacks(asset, "", "license", "its licence is not said");
  if (required_.region() && facts.region.empty())
    Lacks(asset, "", "region", "its region is not said");
  if (required_.declared() &&
      std::find(it.witnesses.begin(), it.witnesses.end(), DECLARED) == it.witnesses.end()) {
    Lacks(asset, "", "declared", "nothing declares it: only the code names it");
  }
  if (required_.name_known() && (it.job_local || it.name.empty())) {
    Lacks(asset, "", "name_known", "its name is not known before a run");
  }
  if (required_.retention() && facts.retention_days == 0)
    Lacks(asset, "", "retention", "how long it is kept is not said");
  if (required_.max_retention_days() > 0 && facts.retention_days > required_.max_retention_days()) {
    Lacks(asset, "", "max_retention_days",
          fmt::format("it is kept for {} days, at most {} are allowed", facts.retention_days,
                      required_.max_retention_days()));
  }
  if (required_.evaluated() && !IsEvaluated(asset)) {
    Lacks(asset, "", "evaluated", "no evaluation of it on data that did not train it is known");
  }
  if (required_.pinned() || required_.sources_license_size() > 0 ||
      !required_.sources_purpose().empty() || required_.sources_region_size() > 0 ||
      (required_.sources_retention() && any_retention_)) {
    OfSources(asset);
  }
}

void Requirements::OfSources(int asset) {
  const std::vector<int> sources = SourcesOf(asset);
  if (required_.pinned()) Pinned(asset, sources);
  for (const int source : sources) {
    const AssetFacts& facts = judge_.selectors_.facts()[source];
    const std::string name = AssetText(lineage_.assets()[source]);
    // An intermediate asset that says nothing is as its sources are.
    const auto ask = [&](bool said, bool fits, std::string property, std::string_view what,
                         std::string value, std::string wanted) {
      if (said && !fits) {
        Taints(asset, source, std::move(property),
               fmt::format("{} of {} is {}, not {}", what, name, value, wanted));
      } else if (!said && IsRoot(source)) {
        Taints(asset, source, std::move(property), fmt::format("{} of {} is not said", what, name));
      }
    };
    if (required_.sources_license_size() > 0) {
      const auto& allowed = required_.sources_license();
      ask(!facts.license.empty(),
          LicenseAllowed(facts.license,
                         [&](std::string_view identifier) {
                           return std::any_of(allowed.begin(), allowed.end(),
                                              [&](const std::string& glob) {
                                                return GlobMatchesIgnoringCase(glob, identifier);
                                              });
                         }),
          "sources_license", "the licence", facts.license, OneOf(allowed));
    }
    if (!required_.sources_purpose().empty()) {
      ask(!facts.purposes.empty(),
          std::find(facts.purposes.begin(), facts.purposes.end(), required_.sources_purpose()) !=
              facts.purposes.end(),
          "sources_purpose", "the purpose", Join(facts.purposes, ", "),
          required_.sources_purpose());
    }
    if (required_.sources_region_size() > 0) {
      const auto& allowed = required_.sources_region();
      ask(!facts.region.empty(),
          std::any_of(allowed.begin(), allowed.end(),
                      [&](const std::string& glob) { return GlobMatches(glob, facts.region); }),
          "sources_region", "the region", facts.region, OneOf(allowed));
    }
    const uint32_t kept = judge_.selectors_.facts()[asset].retention_days;
    if (required_.sources_retention() && facts.retention_days > 0 &&
        (kept == 0 || kept > facts.retention_days)) {
      Taints(asset, source, "sources_retention",
             fmt::format("{} may be kept for {} days, and what is made of it {}", name,
                         facts.retention_days,
                         kept == 0 ? "does not say how long" : fmt::format("for {}", kept)));
    }
  }
}

}  // namespace pedigree::policy
