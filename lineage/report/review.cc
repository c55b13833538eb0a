#include "lineage/report/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lineage/diff_view.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

constexpr size_t kMaxFindings = 20;
constexpr size_t kMaxNames = 5;

std::string FindingsText(const CheckReport& report) {
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
  size_t shown = 0;
  for (const policy::Finding& finding : result.findings) {
    if (finding.waived) continue;
    if (shown++ == kMaxFindings) {
      out += fmt::format("- and {}\n", Count(all - kMaxFindings, "more finding"));
      break;
    }
    const std::string_view word = finding.severity == NOTE      ? "note"
                                  : finding.severity == WARNING ? "warning"
                                                                : "error";
    out += fmt::format("- **{}** {} {}: {}", word, MarkdownCode(finding.rule),
                       MarkdownCode(PlaceText(finding.place)), MarkdownText(finding.message));
    const std::string subject = SubjectText(report, finding);
    if (!subject.empty()) out += " " + MarkdownCode(subject);
    out += "\n";
  }
  for (const policy::Finding& finding : result.findings) {
    if (!finding.waived) continue;
    if (shown++ >= 2 * kMaxFindings) break;
    out += fmt::format("- waived until {} by {}: {} {}\n", finding.waiver->expires(),
                       MarkdownText(finding.waiver->owner()), MarkdownCode(finding.rule),
                       MarkdownCode(SubjectText(report, finding)));
  }
  return out + "\n";
}

std::string ApproversText(const std::vector<Approver>& approvers) {
  if (approvers.empty()) return "";
  std::string out = "\n### To approve\n\n";
  for (const Approver& approver : approvers) {
    std::vector<std::string> names;
    for (size_t i = 0; i < approver.of.size() && i < kMaxNames; ++i)
      names.push_back(MarkdownCode(approver.of[i]));
    if (approver.of.size() > kMaxNames)
      names.push_back(fmt::format("{} more", approver.of.size() - kMaxNames));
    out += fmt::format("- {}: {}\n", MarkdownText(approver.owner), Join(names, ", "));
  }
  return out;
}

}  // namespace

std::vector<Approver> Approvers(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                                const CodeOwners& owners) {
  std::map<std::string, std::set<std::string>> by_owner;
  const auto asset = [&](const Lineage::Asset& it) {
    if (!it.properties.owner().empty()) by_owner[it.properties.owner()].insert(AssetText(it));
  };
  const auto file = [&](const std::string& path) {
    for (const std::string& owner : owners.Of(path)) by_owner[owner].insert(path);
  };
  for (const AssetChange& change : diff.assets) asset(change.asset);
  for (const FlowChange& change : diff.flows) {
    const Lineage& lineage = GraphOf(base, head, change.change);
    asset(FromAsset(lineage, change.flow));
    asset(ToAsset(lineage, change.flow));
    for (const int edge : change.flow.chain) {
      file(lineage.sites()[lineage.edges()[edge].from].place.file());
      file(lineage.sites()[lineage.edges()[edge].to].place.file());
    }
  }
  std::vector<Approver> approvers;
  for (const auto& [owner, of] : by_owner) approvers.push_back({owner, {of.begin(), of.end()}});
  return approvers;
}

std::string ReviewComment(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                          const CheckReport& report, const CodeOwners& owners, size_t limit) {
  const std::string findings = FindingsText(report);
  std::string approvers = ApproversText(Approvers(base, head, diff, owners));
  const std::string marker = std::string(kDiffMarker) + "\n";
  if (findings.size() + approvers.size() + 1000 > limit) approvers.clear();
  const size_t taken = std::min(findings.size() + approvers.size(), limit / 2);
  std::string changes = DiffMarkdown(base, head, diff, limit - taken);
  changes.erase(0, marker.size());
  std::string out = marker + findings + changes + approvers;
  if (out.size() > limit) out = marker + changes;
  return out;
}

}  // namespace pedigree
