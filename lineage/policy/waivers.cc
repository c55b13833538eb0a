#include "lineage/policy/waivers.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/catalog/nearest.h"

namespace pedigree::policy {
namespace {

// What a waiver is for, as its text says it; part of the identity of findings about it.
std::string Scope(const Waiver& waiver) {
  std::string scope = waiver.rule();
  if (waiver.has_from()) scope += " from { " + waiver.from().ShortDebugString() + " }";
  if (waiver.has_to()) scope += " to { " + waiver.to().ShortDebugString() + " }";
  return scope;
}

}  // namespace

Waivers::Waivers(const PolicySet& policies, const Selectors& selectors, const Tags& tags,
                 std::string today)
    : policies_(policies), selectors_(selectors), today_(std::move(today)) {
  const TagView view = tags.View({});
  for (const auto& waiver : policies.waivers()) {
    // Exact: who answers for a column does not answer for the whole.
    all_.push_back({waiver, selectors.Match(waiver->from(), view).exact,
                    selectors.Match(waiver->to(), view).exact, false});
  }
}

bool Waivers::Matches(const One& one, const Finding& finding) const {
  if (one.waiver->rule() != finding.rule) return false;
  const Ends& ends = selectors_.ends();
  const auto in = [&](const EndSet& set, const FindingEnd& end) {
    if (end.asset < 0) return false;
    for (int at = ends.begin(end.asset); at < ends.end(end.asset); ++at) {
      if (ends.column(at) == end.column) return static_cast<bool>(set[at]);
    }
    return false;
  };
  if (one.waiver->has_from() && !in(one.from, finding.from)) return false;
  if (!one.waiver->has_to()) return true;
  // Of two ends that must be kept apart, both are meant.
  return in(one.to, finding.to) && (finding.second_to.asset < 0 || in(one.to, finding.second_to));
}

void Waivers::Apply(Finding& finding) {
  for (One& one : all_) {
    if (!Matches(one, finding)) continue;
    one.matched = true;
    if (one.waiver->expires() < today_ || finding.waived) continue;
    finding.waived = true;
    finding.waiver = one.waiver.part;
    finding.waiver_place = one.waiver.Place();
  }
}

std::vector<Finding> Waivers::Findings() const {
  std::vector<Finding> findings;
  for (const One& one : all_) {
    const Waiver& waiver = *one.waiver;
    const bool expired = waiver.expires() < today_;
    if (one.matched && !expired) continue;
    Finding finding;
    finding.severity = WARNING;
    const TextPlace place = one.waiver.Place();
    finding.place.set_file(place.file);
    finding.place.set_line(static_cast<uint32_t>(place.line));
    finding.place.set_column(static_cast<uint32_t>(place.column));
    finding.waiver = one.waiver.part;
    finding.waiver_place = place;
    if (one.matched) {
      finding.rule = "waiver-expired";
      finding.message = fmt::format(
          "The waiver of {} for {} expired on {}. Mend what it is about, or have it "
          "renewed.",
          waiver.owner(), waiver.rule(), waiver.expires());
    } else {
      finding.rule = "waiver-unmatched";
      const std::vector<std::string> rules = policies_.RuleIds();
      if (std::find(rules.begin(), rules.end(), waiver.rule()) == rules.end()) {
        const std::string nearest = Nearest(waiver.rule(), rules);
        finding.message =
            fmt::format("The waiver is for a rule that is not there: {}{}.", waiver.rule(),
                        nearest.empty() ? "" : fmt::format("; {} is", nearest));
      } else {
        finding.message = fmt::format(
            "The waiver of {} for {} matches no finding. Remove it, or see whether it says what "
            "it means.",
            waiver.owner(), waiver.rule());
      }
    }
    finding.identity = finding.rule + "\n" + Scope(waiver);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace pedigree::policy
