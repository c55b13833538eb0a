#include "lineage/policy/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "lineage/names.h"
#include "lineage/policy/judge.h"
#include "lineage/policy/waivers.h"
#include "lineage/policy/warn.h"
#include "runtime/sha256.h"

namespace pedigree::policy {
namespace {

std::string Hex(std::string_view text) {
  Sha256 sha;
  sha.Add(text.data(), text.size());
  uint8_t digest[Sha256::kSize];
  sha.Digest(digest);
  return fmt::format("{:02x}", fmt::join(digest, digest + 16, ""));
}

std::string EndText(const Lineage& lineage, const FindingEnd& end) {
  if (end.asset < 0) return "-";
  const Lineage::Asset& asset = lineage.assets()[end.asset];
  return fmt::format("{}\t{}\t{}\t{}", asset.name_space, asset.name, asset.job, end.column);
}

bool IsDirectChain(const Lineage& lineage, const std::vector<int>& chain) {
  return std::all_of(chain.begin(), chain.end(),
                     [&](int edge) { return IsDirect(lineage.edges()[edge].subtype); });
}

// What requirements put into `identity` so far is the property.
void Identify(const Lineage& lineage, Finding& finding) {
  const std::string property = finding.identity;
  finding.identity = fmt::format("{}\n{}\n{}\n{}", finding.rule, property,
                                 EndText(lineage, finding.from), EndText(lineage, finding.to));
  if (finding.second_to.asset >= 0) finding.identity += "\n" + EndText(lineage, finding.second_to);
  // How something that is required is missing has no influence.
  if (property.empty() && finding.second.empty() && !finding.chain.empty())
    finding.identity += IsDirectChain(lineage, finding.chain) ? "\nDIRECT" : "\nINDIRECT";
}

// An edge as it is called in every graph.
std::string EdgeText(const Lineage& lineage, int edge) {
  const Lineage::Edge& e = lineage.edges()[edge];
  return fmt::format("{}\n{}\n{}", lineage.jobs()[lineage.JobOf(e)].name,
                     EndText(lineage, {lineage.FromAsset(e), e.from_column}),
                     EndText(lineage, {lineage.ToAsset(e), e.to_column}));
}

// Of the ways of findings, what an older graph has already: edges, and the steps of their paths, by
// file and what happens there.
class Known {
 public:
  Known(const Lineage& old, const Lineage& lineage, const std::vector<Finding>& findings)
      : lineage_(lineage) {
    absl::flat_hash_set<int> edges;
    absl::flat_hash_set<std::string_view> jobs;
    for (const Finding& finding : findings) {
      for (const int edge : finding.chain) {
        if (edges.insert(edge).second)
          jobs.insert(lineage.jobs()[lineage.JobOf(lineage.edges()[edge])].name);
      }
    }
    for (const Lineage::Job& job : old.jobs()) {
      if (!jobs.contains(job.name)) continue;
      for (const int edge : job.edges) edges_.insert(EdgeText(old, edge));
    }
    absl::flat_hash_set<Step> wanted;
    for (const int edge : edges) {
      if (HasEdge(edge)) continue;
      const std::vector<Hop>& path = lineage.edges()[edge].path;
      for (size_t i = 1; i < path.size(); ++i) wanted.insert(StepOf(path[i - 1], path[i]));
    }
    if (wanted.empty()) return;
    for (const Lineage::Edge& edge : old.edges()) {
      for (size_t i = 1; i < edge.path.size(); ++i) {
        const Step step = StepOf(edge.path[i - 1], edge.path[i]);
        if (wanted.contains(step)) steps_.insert(step);
      }
    }
  }

  bool HasEdge(int edge) const { return edges_.contains(EdgeText(lineage_, edge)); }
  bool HasStep(const Hop& from, const Hop& to) const { return steps_.contains(StepOf(from, to)); }

 private:
  using Step = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
  static Step StepOf(const Hop& from, const Hop& to) {
    return {from.place().file(), from.note(), to.place().file(), to.note()};
  }

  const Lineage& lineage_;
  absl::flat_hash_set<std::string> edges_;
  absl::flat_hash_set<Step> steps_;  // within the older graph, which is there as long
};

// Where to look first: the first step that is new in the first part of the way that is new, failing
// that where the data arrives. Of an asset: where it is declared, failing that where it is touched.
Place PlaceOf(const Lineage& lineage, const Finding& finding, const Known* old) {
  if (!finding.chain.empty()) {
    for (const int edge : finding.chain) {
      if (old == nullptr || old->HasEdge(edge)) continue;
      // Not where it is read: that is often a library's line, and new only for the column.
      const std::vector<Hop>& path = lineage.edges()[edge].path;
      for (size_t i = 1; i < path.size(); ++i) {
        if (!path[i].place().file().empty() && !old->HasStep(path[i - 1], path[i]))
          return path[i].place();
      }
      return lineage.sites()[lineage.edges()[edge].from].place;
    }
    return lineage.sites()[lineage.edges()[finding.chain.back()].to].place;
  }
  const Lineage::Site* best = nullptr;
  const auto rank = [](const Lineage::Site& site) {
    const bool declared =
        std::find(site.witnesses.begin(), site.witnesses.end(), DECLARED) != site.witnesses.end();
    return std::make_tuple(!(declared && site.function.empty()), site.access != SiteUse::WRITES);
  };
  for (const Lineage::Site& site : lineage.sites()) {
    if (site.asset != finding.to.asset) continue;
    if (best == nullptr || rank(site) < rank(*best)) best = &site;
  }
  return best == nullptr ? Place() : best->place;
}

using Identities = absl::flat_hash_set<std::string>;

struct Judgement {
  std::vector<Finding> findings;  // that `baseline` has not
  std::vector<PolicyWarning> warnings;
  Identities identities;            // also of findings that others stand for
  size_t known = 0;                 // findings that `baseline` has
  std::vector<std::string> owners;  // of the assets
};

// Which findings others stand for: one that is shown and not waived; or waived ones, where nothing
// is forbidden here but what those were waived for. What a baseline has is not shown, so it stands
// for nothing that is new, just as if it were waived.
std::vector<bool> ToldByOthers(const std::vector<Judged>& found, const std::vector<bool>& known) {
  enum { kOpen, kShown, kTold };
  std::vector<int> state(found.size(), kOpen);
  // "Behind" has no rounds (judge.cc), and is transitive: no chain is long.
  std::function<bool(size_t)> told = [&](size_t i) {
    if (state[i] != kOpen) return state[i] == kTold;
    const std::vector<int>& behind = found[i].behind;
    bool by_others = !found[i].own_claim && std::any_of(behind.begin(), behind.end(), [&](int by) {
      return found[by].own_claim;
    });
    for (size_t at = 0; at < behind.size() && !by_others; ++at) {
      const size_t by = static_cast<size_t>(behind[at]);
      by_others = !found[by].finding.waived && (known[i] || !known[by]) && !told(by);
    }
    state[i] = by_others ? kTold : kShown;
    return by_others;
  };
  std::vector<bool> result(found.size());
  for (size_t i = 0; i < found.size(); ++i) result[i] = told(i);
  return result;
}

Judgement JudgeAll(const Lineage& lineage, const PolicySet& policies, const CheckOptions& options,
                   const Identities& baseline, bool warn) {
  const Ends ends(lineage);
  Selectors selectors(ends, policies);
  Tags tags(selectors, policies);
  const Steps steps(selectors);
  tags.SetSteps(steps);
  const Judge judge(ends, selectors, tags, steps, options.lock);
  Waivers waivers(policies, selectors, tags, options.today);

  Judgement result;
  for (const auto& rule : policies.rules()) {
    if (!rule->effective_until().empty() && rule->effective_until() < options.today) continue;
    std::vector<Judged> found = judge.Findings(*rule);
    const bool early = !rule->effective_from().empty() && options.today < rule->effective_from();
    std::vector<bool> known;
    for (Judged& judged : found) {
      if (early) {
        judged.finding.severity = NOTE;
        judged.finding.detail +=
            fmt::format("{}in force from {}", judged.finding.detail.empty() ? "" : "; ",
                        rule->effective_from());
      }
      Identify(lineage, judged.finding);
      result.identities.insert(judged.finding.identity);
      waivers.Apply(judged.finding);
      known.push_back(baseline.contains(judged.finding.identity));
    }
    const std::vector<bool> told = ToldByOthers(found, known);
    for (size_t i = 0; i < found.size(); ++i) {
      if (told[i]) continue;
      if (known[i]) {
        ++result.known;
      } else {
        result.findings.push_back(std::move(found[i].finding));
      }
    }
  }
  // One that fails to waive what is new is no old matter.
  const auto is_told = [&](const Waiver& waiver) {
    return std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
      return !finding.waived && finding.rule == waiver.rule();
    });
  };
  std::vector<Finding> of_waivers = waivers.Findings();
  std::erase_if(of_waivers, [&](const Finding& finding) {
    result.identities.insert(finding.identity);
    if (!baseline.contains(finding.identity) || is_told(*finding.waiver)) return false;
    ++result.known;
    return true;
  });
  std::move(of_waivers.begin(), of_waivers.end(), std::back_inserter(result.findings));
  if (warn) result.warnings = Warnings(policies, selectors, tags, steps);
  for (const AssetFacts& facts : selectors.facts()) result.owners.push_back(facts.owner);
  return result;
}

}  // namespace

size_t CheckResult::Count(Severity severity) const {
  return static_cast<size_t>(std::count_if(
      findings.begin(), findings.end(),
      [&](const Finding& finding) { return !finding.waived && finding.severity == severity; }));
}

size_t CheckResult::Waived() const {
  return static_cast<size_t>(std::count_if(findings.begin(), findings.end(),
                                           [](const Finding& finding) { return finding.waived; }));
}

CheckResult Check(const Lineage& lineage, const PolicySet& policies, const CheckOptions& options) {
  Judgement base;
  if (options.baseline != nullptr) base = JudgeAll(*options.baseline, policies, options, {}, false);
  Judgement head = JudgeAll(lineage, policies, options, base.identities, true);
  CheckResult result;
  result.owners = std::move(head.owners);
  result.baseline_owners = std::move(base.owners);
  result.findings = std::move(head.findings);
  result.warnings = std::move(head.warnings);
  result.known = head.known;
  std::optional<Known> old;
  if (options.baseline != nullptr) old.emplace(*options.baseline, lineage, result.findings);
  for (Finding& finding : result.findings) {
    finding.fingerprint = Hex(finding.identity);
    if (!finding.place.file().empty()) continue;
    finding.place = PlaceOf(lineage, finding, old.has_value() ? &*old : nullptr);
  }
  std::sort(result.findings.begin(), result.findings.end(), [](const Finding& a, const Finding& b) {
    return std::make_tuple(a.waived, -a.severity, std::string_view(a.identity)) <
           std::make_tuple(b.waived, -b.severity, std::string_view(b.identity));
  });
  return result;
}

}  // namespace pedigree::policy
