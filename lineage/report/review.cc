#include "lineage/report/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "lineage/diff_view.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

constexpr size_t kMaxFindings = 20;  // and as many that are waived
constexpr size_t kMaxNames = 5;

// A finding's rule, as a link to its help where that is known.
std::string RuleText(const CheckReport& report, const policy::Finding& finding) {
  const std::string address = finding.of == nullptr ? "" : HelpAddress(report, *finding.of);
  const std::string rule = MarkdownCode(finding.rule);
  return address.empty() ? rule : fmt::format("[{}](<{}>)", rule, address);
}

// With at most `limit` findings of each sort, the most severe first; the rest is counted.
std::string FindingsText(const CheckReport& report, size_t limit) {
  const policy::CheckResult& result = report.result;
  if (report.policies.rules().empty()) return "";
  const size_t errors = result.Count(ERROR), all = result.findings.size() - result.Waived();
  std::string out;
  if (all == 0) {
    out = "### :white_check_mark: Policies: nothing new\n\n";
  } else {
    out = fmt::format("### {} Policies: {}\n\n",
                      errors > 0 ? ":no_entry:" : ":warning:", Count(all, "new finding"));
  }
  std::vector<const policy::Finding*> open, waived;
  for (const policy::Finding& finding : result.findings)
    (finding.waived ? waived : open).push_back(&finding);
  std::sort(open.begin(), open.end(), [](const policy::Finding* a, const policy::Finding* b) {
    return std::tuple(-a->severity, a) < std::tuple(-b->severity, b);  // otherwise as they were
  });
  for (size_t i = 0; i < open.size() && i < limit; ++i) {
    const policy::Finding& finding = *open[i];
    const std::string_view word = finding.severity == NOTE      ? "note"
                                  : finding.severity == WARNING ? "warning"
                                                                : "error";
    out += fmt::format("- **{}** {} {}: {}", word, RuleText(report, finding),
                       MarkdownCode(PlaceText(finding.place)), MarkdownText(finding.message));
    const std::string subject = SubjectText(report, finding);
    if (!subject.empty()) out += " " + MarkdownCode(subject);
    out += "\n";
  }
  if (open.size() > limit)
    out += fmt::format("- and {}\n", Count(open.size() - limit, "more finding"));
  for (size_t i = 0; i < waived.size() && i < limit; ++i) {
    const policy::Finding& finding = *waived[i];
    out += fmt::format("- waived until {} by {}: {} {}\n", finding.waiver->expires(),
                       MarkdownText(finding.waiver->owner()), MarkdownCode(finding.rule),
                       MarkdownCode(SubjectText(report, finding)));
  }
  if (waived.size() > limit)
    out += fmt::format("- and {} waived\n", Count(waived.size() - limit, "more finding"));
  return out + "\n";
}

// At most `limit` owners, each with at most `names` of what is theirs; the rest is counted.
std::string ApproversText(const std::vector<Approver>& approvers, size_t limit, size_t names) {
  if (approvers.empty()) return "";
  std::string out = "\n### To approve\n\n";
  for (size_t i = 0; i < approvers.size() && i < limit; ++i) {
    const Approver& approver = approvers[i];
    std::vector<std::string> of;
    for (size_t j = 0; j < approver.of.size() && j < names; ++j)
      of.push_back(MarkdownCode(approver.of[j]));
    if (approver.of.size() > names)
      of.push_back(fmt::format("{} {}", approver.of.size() - names, names > 0 ? "more" : "in all"));
    out += fmt::format("- {}: {}\n", MarkdownText(approver.owner), Join(of, ", "));
  }
  if (approvers.size() > limit)
    out += fmt::format("- and {}\n", Count(approvers.size() - limit, "more owner"));
  return out;
}

}  // namespace

std::vector<Approver> Approvers(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                                const policy::CheckResult& result, const CodeOwners& owners) {
  std::map<std::string, std::set<std::string>> by_owner;
  const auto asset = [&](const Lineage::Asset& it) {
    for (const auto& [lineage, known] :
         {std::pair(&base, &result.baseline_owners), {&head, &result.owners}}) {
      const std::vector<Lineage::Asset>& all = lineage->assets();
      if (std::less<>()(&it, all.data()) || !std::less<>()(&it, all.data() + all.size())) continue;
      const std::string& owner =
          known->empty() ? it.properties.owner() : (*known)[static_cast<size_t>(&it - all.data())];
      if (!owner.empty()) by_owner[owner].insert(AssetText(it));
    }
  };
  const auto file = [&](const std::string& path) {
    for (const std::string& owner : owners.Of(path)) by_owner[owner].insert(path);
  };
  for (const AssetChange& change : diff.assets) asset(*change.asset);
  // Hundreds of thousands of flows may be of a few assets and files.
  absl::flat_hash_set<const Lineage::Asset*> assets;
  absl::flat_hash_set<std::string_view> files;
  for (const FlowChange& change : diff.flows) {
    const Lineage& lineage = GraphOf(base, head, change.change);
    assets.insert(&FromAsset(lineage, change.flow));
    assets.insert(&ToAsset(lineage, change.flow));
    for (const int edge : change.flow.chain) {
      files.insert(lineage.sites()[lineage.edges()[edge].from].place.file());
      files.insert(lineage.sites()[lineage.edges()[edge].to].place.file());
    }
  }
  for (const Lineage::Asset* one : assets) asset(*one);
  for (const std::string_view one : files) file(std::string(one));
  std::vector<Approver> approvers;
  for (const auto& [owner, of] : by_owner) approvers.push_back({owner, {of.begin(), of.end()}});
  return approvers;
}

std::string ReviewComment(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                          const CheckReport& report, const CodeOwners& owners, size_t limit) {
  // The findings are what blocks the merge: of a comment that is too long they go last.
  size_t shown = kMaxFindings;
  std::string findings = FindingsText(report, shown);
  while (shown > 0 && findings.size() > limit / 2) findings = FindingsText(report, shown /= 2);
  const std::vector<Approver> all = Approvers(base, head, diff, report.result, owners);
  std::string approvers = ApproversText(all, all.size(), kMaxNames);
  for (size_t some = all.size(); some > 0 && approvers.size() > limit / 4; some /= 2)
    approvers = ApproversText(all, some, 0);
  const std::string marker = std::string(kDiffMarker) + "\n";
  const size_t taken = findings.size() + approvers.size();
  if (taken + marker.size() > limit) return marker + findings;
  std::string changes = DiffMarkdown(base, head, diff, limit - taken);
  changes.erase(0, marker.size());
  return marker + findings + changes + approvers;
}

}  // namespace pedigree
