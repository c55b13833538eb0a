#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lineage/flows_print.h"
#include "lineage/names.h"
#include "lineage/report/check_report.h"
#include "lineage/report/sarif.h"

namespace pedigree {

using policy::Finding;
using policy::FindingEnd;

std::vector<Hop> PathOf(const Lineage& lineage, const std::vector<int>& chain) {
  std::vector<Hop> path;
  for (const int at : chain) {
    const Lineage::Edge& edge = lineage.edges()[at];
    path.insert(path.end(), edge.path.begin(), edge.path.end());
  }
  return path;
}

std::string WayText(const Lineage& lineage, const std::vector<int>& chain) {
  Subtype subtype = IDENTITY;
  Confidence confidence = EXACT;
  std::vector<TransformKind> transforms;
  std::vector<std::string> jobs;
  for (const int at : chain) {
    const Lineage::Edge& edge = lineage.edges()[at];
    subtype = Compose(subtype, edge.subtype);
    confidence = std::max(confidence, edge.confidence);
    transforms.insert(transforms.end(), edge.transforms.begin(), edge.transforms.end());
    jobs.push_back(lineage.jobs()[lineage.JobOf(edge)].name);
  }
  return FlowText(subtype, transforms, confidence) + ", by " + Join(jobs, ", ");
}

namespace {

std::string EndText(const Lineage& lineage, const FindingEnd& end) {
  return AssetText(lineage.assets()[end.asset], end.column);
}

std::string_view Word(Severity severity) {
  return severity == NOTE ? "note" : severity == WARNING ? "warning" : "error";
}

Ink InkOf(Severity severity) {
  return severity == NOTE ? Ink::kCyan : severity == WARNING ? Ink::kYellow : Ink::kRed;
}

// "2 errors, 1 warning, 3 waived".
std::string Tally(const policy::CheckResult& result) {
  std::vector<std::string> parts;
  const auto add = [&](size_t n, std::string_view noun, std::string_view plural = "") {
    if (n > 0) parts.push_back(Count(n, noun, plural));
  };
  add(result.Count(ERROR), "error");
  add(result.Count(WARNING), "warning");
  add(result.Count(NOTE), "note");
  add(result.Waived(), "waived finding");
  add(result.known, "known finding");
  return parts.empty() ? "no findings" : Join(parts, ", ");
}

// Findings of one rule, from one end into columns of one asset, are told once.
using GroupKey = std::tuple<std::string, int, std::string, int, bool, int>;

GroupKey KeyOf(const Finding& finding, size_t index) {
  if (finding.chain.empty() || finding.from.asset < 0 || !finding.second.empty())
    return {"", static_cast<int>(index), "", 0, false, 0};
  return {finding.rule,     finding.from.asset, finding.from.column,
          finding.to.asset, finding.waived,     finding.severity};
}

std::string OneText(const CheckReport& report, const std::vector<const Finding*>& group,
                    const Style& style) {
  const Finding& finding = *group.front();
  const Lineage& lineage = report.lineage;
  std::string out;
  out += Paint(style, Ink::kBold, Printable(PlaceText(finding.place)) + ":");
  out += " " + Paint(style, InkOf(finding.severity), fmt::format("{}:", Word(finding.severity)));
  out += " " + Printable(finding.message) + " " +
         Paint(style, Ink::kDim, fmt::format("[{}]", finding.rule)) + "\n";
  out += report.sources.Frame(finding.place, style);
  const std::string subject = SubjectText(report, finding);
  if (!subject.empty()) out += "  " + Paint(style, Ink::kBold, Printable(subject)) + "\n";
  if (!finding.detail.empty()) out += "  " + Printable(finding.detail) + "\n";
  if (!finding.chain.empty()) {
    out += "  " + Printable(WayText(lineage, finding.chain)) + "\n";
    out += PathText(PathOf(lineage, finding.chain), style, "      ");
  }
  if (!finding.second.empty()) {
    out += "  and " + Printable(WayText(lineage, finding.second)) + "\n";
    out += PathText(PathOf(lineage, finding.second), style, "      ");
  }
  if (group.size() > 1) {
    std::vector<std::string> columns;
    for (size_t i = 1; i < group.size(); ++i) {
      columns.push_back(group[i]->to.column.empty() ? "the whole" : group[i]->to.column);
    }
    out += "  likewise into " + Printable(Join(columns, ", ")) + "\n";
  }
  if (finding.of != nullptr && !finding.of->owner().empty())
    out += "  " + Paint(style, Ink::kDim, "questions: " + finding.of->owner()) + "\n";
  if (finding.of != nullptr && !finding.of->help_uri().empty())
    out += "  " + Paint(style, Ink::kDim, "help: " + finding.of->help_uri()) + "\n";
  return out;
}

std::string WaivedText(const CheckReport& report, const Finding& finding, const Style& style) {
  const Waiver& waiver = *finding.waiver;
  return Paint(style, Ink::kDim,
               Printable(fmt::format(
                   "waived until {} by {}: {} [{}]{}", waiver.expires(), waiver.owner(),
                   SubjectText(report, finding), finding.rule,
                   waiver.ticket().empty() ? "" : fmt::format(" ({})", waiver.ticket())))) +
         "\n";
}

}  // namespace

std::string SubjectText(const CheckReport& report, const Finding& finding) {
  if (finding.to.asset < 0) return "";
  const std::string to = EndText(report.lineage, finding.to);
  if (finding.from.asset < 0) return to;
  if (finding.second_to.asset >= 0) {
    return fmt::format("{} -> {} and {}", EndText(report.lineage, finding.from), to,
                       EndText(report.lineage, finding.second_to));
  }
  return fmt::format("{} -> {}", EndText(report.lineage, finding.from), to);
}

std::string FullMessage(const CheckReport& report, const Finding& finding) {
  std::string text = finding.message;
  const std::string subject = SubjectText(report, finding);
  if (!subject.empty()) text += " " + subject;
  if (!finding.detail.empty()) text += (subject.empty() ? " " : ": ") + finding.detail;
  if (!finding.chain.empty()) text += " (" + WayText(report.lineage, finding.chain) + ")";
  return text;
}

std::string HelpAddress(const CheckReport& report, const Rule& rule) {
  const std::string& link = rule.help_uri();
  if (link.empty() || policy::IsAddress(link)) return link;
  if (!link.starts_with('/') && (report.link_base.empty() || link.starts_with("../"))) return "";
  const size_t end = std::min(link.find('#'), link.size());
  const std::string file = sarif::FileUri(link.substr(0, end)) + link.substr(end);
  if (link.starts_with('/')) return file;
  return report.link_base + (report.link_base.ends_with('/') ? "" : "/") + file;
}

std::string RuleHelp(const CheckReport& report, const Rule& rule) {
  std::string help = rule.message();
  if (!rule.owner().empty()) help += "\n\nQuestions: " + rule.owner();
  if (!rule.help_uri().empty()) {
    const std::string address = HelpAddress(report, rule);
    help += "\n\nMore: " + (address.empty() ? rule.help_uri() : address);
  }
  if (!rule.effective_from().empty()) help += "\n\nIn force from " + rule.effective_from() + ".";
  help += "\n\nWhat the rule says:\n\n    rule { " + rule.ShortDebugString() + " }\n";
  return help;
}

std::string CheckText(const CheckReport& report, const Style& style) {
  const auto& findings = report.result.findings;
  std::map<GroupKey, std::vector<const Finding*>> groups;
  for (size_t i = 0; i < findings.size(); ++i)
    groups[KeyOf(findings[i], i)].push_back(&findings[i]);
  std::string out;
  for (size_t i = 0; i < findings.size(); ++i) {
    const std::vector<const Finding*>& group = groups[KeyOf(findings[i], i)];
    if (group.front() != &findings[i]) continue;
    if (findings[i].waived) {
      for (const Finding* one : group) out += WaivedText(report, *one, style);
    } else {
      out += OneText(report, group, style) + "\n";
    }
  }
  out += Paint(style, Ink::kBold, Tally(report.result)) + "\n";
  return out;
}

}  // namespace pedigree
