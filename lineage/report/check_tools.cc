// The smaller formats: what CI systems and review tools read.
#include <fmt/format.h>

#include <map>

#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/report/check_report.h"

namespace pedigree {
namespace {

using policy::Finding;

std::string PathLines(const Lineage& lineage, const std::vector<int>& chain) {
  std::string out;
  for (const Hop& hop : PathOf(lineage, chain))
    out += fmt::format("    {}  {}\n", Printable(PlaceText(hop.place())), Printable(hop.note()));
  return out;
}

std::string PlainText(const CheckReport& report, const Finding& finding) {
  return fmt::format(
      "{}: {}\n{}{}", Printable(PlaceText(finding.place)), Printable(FullMessage(report, finding)),
      PathLines(report.lineage, finding.chain), PathLines(report.lineage, finding.second));
}

Json LocationJson(const Place& place) {
  Json location{{"path", place.file()}};
  if (place.line() > 0) {
    location["range"]["start"]["line"] = place.line();
    if (place.column() > 0) location["range"]["start"]["column"] = place.column();
  }
  return location;
}

// The place of a finding, for formats that must have one: failing its own, its rule's.
Place PlaceOrRule(const CheckReport& report, const Finding& finding) {
  if (!finding.place.file().empty()) return finding.place;
  Place place;
  for (const auto& rule : report.policies.rules()) {
    if (rule.part != finding.of) continue;
    place.set_file(rule.Place().file);
    place.set_line(static_cast<uint32_t>(rule.Place().line));
    place.set_column(static_cast<uint32_t>(rule.Place().column));
  }
  return place;
}

}  // namespace

std::string CheckJunit(const CheckReport& report) {
  std::map<std::string, std::vector<const Finding*>> by_rule;
  std::vector<std::string> rules = report.policies.RuleIds();
  for (const Finding& finding : report.result.findings) {
    by_rule[finding.rule].push_back(&finding);
    if (finding.of == nullptr && by_rule[finding.rule].size() == 1) rules.push_back(finding.rule);
  }
  std::string cases;
  size_t failures = 0;
  for (const std::string& rule : rules) {
    std::string failed, other;
    size_t errors = 0;
    for (const Finding* finding : by_rule[rule]) {
      const bool error = !finding->waived && finding->severity == ERROR;
      errors += error ? 1 : 0;
      (error ? failed : other) += (finding->waived ? "waived: " : "") + PlainText(report, *finding);
    }
    cases += fmt::format("    <testcase classname=\"pedigree.check\" name=\"{}\" time=\"0\"",
                         XmlText(rule));
    if (failed.empty() && other.empty()) {
      cases += "/>\n";
      continue;
    }
    cases += ">\n";
    if (errors > 0) {
      ++failures;
      cases += fmt::format("      <failure message=\"{}\" type=\"{}\">{}</failure>\n",
                           XmlText(Count(errors, "finding")), XmlText(rule), XmlText(failed));
    }
    if (!other.empty()) cases += fmt::format("      <system-out>{}</system-out>\n", XmlText(other));
    cases += "    </testcase>\n";
  }
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"0\"", rules.size(), failures);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n  <testsuite "
      "name=\"pedigree check\" {} skipped=\"0\">\n{}  </testsuite>\n</testsuites>\n",
      counts, counts, cases);
}

std::string CheckGitlab(const CheckReport& report) {
  Json issues = Json::array();
  for (const Finding& finding : report.result.findings) {
    if (finding.waived) continue;
    const Place place = PlaceOrRule(report, finding);
    Json issue{{"description", Printable(FullMessage(report, finding))},
               {"check_name", finding.rule},
               {"fingerprint", finding.fingerprint},
               {"severity", finding.severity == NOTE      ? "info"
                            : finding.severity == WARNING ? "minor"
                                                          : "critical"}};
    issue["location"]["path"] = place.file();
    issue["location"]["lines"]["begin"] = std::max(place.line(), 1u);
    issues.push_back(std::move(issue));
  }
  return Dump(issues, 1) + "\n";
}

std::string CheckRdjson(const CheckReport& report) {
  Json result;
  result["source"]["name"] = "pedigree";
  result["diagnostics"] = Json::array();
  for (const Finding& finding : report.result.findings) {
    if (finding.waived) continue;
    Json one{{"message", Printable(FullMessage(report, finding))}};
    one["location"] = LocationJson(PlaceOrRule(report, finding));
    one["severity"] = finding.severity == NOTE      ? "INFO"
                      : finding.severity == WARNING ? "WARNING"
                                                    : "ERROR";
    one["code"]["value"] = finding.rule;
    if (const std::string address = finding.of == nullptr ? "" : HelpAddress(report, *finding.of);
        !address.empty()) {
      one["code"]["url"] = address;
    }
    for (const auto* chain : {&finding.chain, &finding.second}) {
      for (const Hop& hop : PathOf(report.lineage, *chain)) {
        if (hop.place().file().empty()) continue;
        one["related_locations"].push_back(
            {{"message", hop.note()}, {"location", LocationJson(hop.place())}});
      }
    }
    result["diagnostics"].push_back(std::move(one));
  }
  return Dump(result, 1) + "\n";
}

std::string CheckGithub(const CheckReport& report) {
  // Of each level GitHub shows ten for a step, and drops the rest in silence: the tenth counts
  // them.
  constexpr size_t kMaxEach = 9;
  const auto escape = [](std::string_view text, bool property) {
    std::string out;
    for (const char c : text) {
      if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
        out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
      } else {
        out += c;
      }
    }
    return out;
  };
  std::string out;
  std::map<Severity, size_t> shown;
  for (const Finding& finding : report.result.findings) {
    if (finding.waived || ++shown[finding.severity] > kMaxEach) continue;
    const Place place = PlaceOrRule(report, finding);
    std::string where = fmt::format("file={}", escape(Printable(place.file()), true));
    if (place.line() > 0) where += fmt::format(",line={},col={}", place.line(), place.column());
    std::string text = Printable(FullMessage(report, finding)) + "\n" +
                       PathLines(report.lineage, finding.chain) +
                       PathLines(report.lineage, finding.second);
    text.pop_back();
    out += fmt::format("::{} {},title={}::{}\n",
                       finding.severity == NOTE      ? "notice"
                       : finding.severity == WARNING ? "warning"
                                                     : "error",
                       where, escape(finding.rule, true), escape(text, false));
  }
  for (const auto& [severity, n] : shown) {
    if (n <= kMaxEach) continue;
    out += fmt::format("::{} title=pedigree::{}\n",
                       severity == NOTE      ? "notice"
                       : severity == WARNING ? "warning"
                                             : "error",
                       escape(fmt::format("and {} of this severity: see the log",
                                          Count(n - kMaxEach, "more finding")),
                              false));
  }
  return out;
}

}  // namespace pedigree
