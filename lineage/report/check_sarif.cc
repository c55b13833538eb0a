#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/report/check_report.h"
#include "lineage/report/sarif.h"

namespace pedigree {
namespace {

using policy::Finding;

using sarif::kMaxResults;
using sarif::PhysicalLocation;

std::string_view Level(Severity severity) {
  return severity == NOTE ? "note" : severity == WARNING ? "warning" : "error";
}

std::string FirstSentence(const std::string& text) {
  const size_t end = text.find(". ");
  return end == std::string::npos ? text : text.substr(0, end + 1);
}

Json RuleJson(const std::string& id, const std::string& text, const std::string& help,
              const std::string& uri, Severity severity) {
  Json rule{{"id", id}, {"name", sarif::PascalCase(id)}};
  rule["shortDescription"]["text"] = FirstSentence(text);
  rule["fullDescription"]["text"] = text;
  rule["help"]["text"] = help;
  rule["help"]["markdown"] = help;
  if (!uri.empty()) rule["helpUri"] = uri;
  rule["defaultConfiguration"]["level"] = Level(severity);
  rule["properties"]["tags"] = {"lineage", "governance"};
  rule["properties"]["precision"] = "high";
  rule["properties"]["problem.severity"] = severity == NOTE      ? "recommendation"
                                           : severity == WARNING ? "warning"
                                                                 : "error";
  return rule;
}

// The rules in the order in which they are written, then those about waivers; with their numbers.
Json RulesJson(const CheckReport& report, std::map<std::string, size_t>& numbers) {
  Json rules = Json::array();
  const auto add = [&](const std::string& id, Json rule) {
    numbers[id] = rules.size();
    rules.push_back(std::move(rule));
  };
  for (const auto& part : report.policies.rules()) {
    const Severity severity = part->severity() == SEVERITY_UNSPECIFIED ? ERROR : part->severity();
    const std::string text = part->message().empty() ? part->id() : part->message();
    add(part->id(),
        RuleJson(part->id(), text, RuleHelp(report, *part), HelpAddress(report, *part), severity));
  }
  for (const auto& [id, text] :
       {std::pair<std::string, std::string>{"waiver-expired", "A waiver has expired."},
        {"waiver-unmatched", "A waiver matches no finding."}}) {
    add(id, RuleJson(id, text, text + " Renew it, or remove it.", "", WARNING));
  }
  return rules;
}

// Findings that are one result: each on its own or, where that would be too many, those of one rule
// from one asset to another.
std::vector<std::vector<const Finding*>> Grouped(const CheckReport& report) {
  std::vector<std::vector<const Finding*>> groups;
  const auto& findings = report.result.findings;
  if (findings.size() <= kMaxResults) {
    for (const Finding& finding : findings) groups.push_back({&finding});
    return groups;
  }
  std::map<std::tuple<std::string, int, int, int, bool>, size_t> numbers;
  for (const Finding& finding : findings) {
    if (finding.to.asset < 0) {
      groups.push_back({&finding});
      continue;
    }
    const auto [at, is_new] =
        numbers.try_emplace({finding.rule, finding.from.asset, finding.to.asset,
                             finding.second_to.asset, finding.waived},
                            groups.size());
    if (is_new) groups.emplace_back();
    groups[at->second].push_back(&finding);
  }
  return groups;
}

Json ResultJson(const CheckReport& report, const std::vector<const Finding*>& group,
                const std::map<std::string, size_t>& numbers, size_t steps) {
  const Finding& finding = *group.front();
  Json result{{"ruleId", finding.rule},
              {"ruleIndex", numbers.at(finding.rule)},
              {"level", Level(finding.severity)}};
  std::string message = FullMessage(report, finding);
  if (group.size() > 1)
    message += fmt::format(" And {} more between columns of these.", group.size() - 1);
  result["message"]["text"] = Printable(message);
  Json location;
  if (!finding.place.file().empty()) {
    location["physicalLocation"] =
        PhysicalLocation(finding.place.file(), finding.place.line(), finding.place.column());
    if (const auto line = report.sources.Line(finding.place.file(), finding.place.line()))
      location["physicalLocation"]["region"]["snippet"]["text"] = *line;
  } else {
    // Nothing in the graph has a place: the rule has.
    for (const auto& rule : report.policies.rules()) {
      if (rule.part != finding.of) continue;
      const policy::TextPlace place = rule.Place();
      location["physicalLocation"] = PhysicalLocation(place.file, static_cast<uint32_t>(place.line),
                                                      static_cast<uint32_t>(place.column));
    }
  }
  result["locations"] = Json::array({location});
  result["partialFingerprints"]["pedigreeFinding/v1"] = finding.fingerprint;
  for (const auto* chain : {&finding.chain, &finding.second}) {
    if (Json flow = sarif::CodeFlow(PathOf(report.lineage, *chain), steps); !flow.is_null())
      result["codeFlows"].push_back(std::move(flow));
  }
  if (finding.waived) {
    const Waiver& waiver = *finding.waiver;
    Json suppression{{"kind", "external"}, {"status", "accepted"}};
    suppression["justification"] =
        fmt::format("{} ({}{}{}, until {})", waiver.reason(), waiver.owner(),
                    waiver.ticket().empty() ? "" : ", ", waiver.ticket(), waiver.expires());
    result["suppressions"] = Json::array({suppression});
  }
  return result;
}

// What there is beyond the results that are listed, as the first of them.
Json LeftOut(const std::vector<std::vector<const Finding*>>& groups, size_t listed, Json& rules) {
  constexpr char kId[] = "findings-left-out";
  const std::string text =
      fmt::format("There are more findings than the {} that a run may list.", kMaxResults);
  Json rule = RuleJson(kId, text, text + " `pedigree check` prints all of them.", "", WARNING);
  std::map<std::string, size_t> of_rule;
  Severity worst = NOTE;
  for (size_t i = listed; i < groups.size(); ++i) {
    const Finding& finding = *groups[i].front();
    ++of_rule[finding.rule];
    if (!finding.waived) worst = std::max(worst, finding.severity);
  }
  std::vector<std::string> counts;
  for (const auto& [id, n] : of_rule) counts.push_back(fmt::format("{} of {}", n, id));
  Json result{{"ruleId", kId}, {"ruleIndex", rules.size()}, {"level", Level(worst)}};
  result["message"]["text"] =
      Printable(fmt::format("{} of {} results are not listed here: {}. `pedigree check` prints all "
                            "of them.",
                            groups.size() - listed, groups.size(), Join(counts, ", ")));
  result["partialFingerprints"]["pedigreeFinding/v1"] = sarif::Fingerprint(kId);
  rules.push_back(std::move(rule));
  return result;
}

}  // namespace

std::string CheckSarif(const CheckReport& report, const std::string& version) {
  std::map<std::string, size_t> numbers;
  Json run;
  Json& driver = run["tool"]["driver"];
  driver["name"] = "pedigree";
  driver["version"] = version;
  driver["rules"] = RulesJson(report, numbers);
  Json invocation{{"executionSuccessful", true}};
  Json notifications = Json::array();
  for (const policy::PolicyWarning& warning : report.result.warnings) {
    Json notification{{"level", "warning"}};
    notification["message"]["text"] = Printable(warning.message);
    notification["locations"] = Json::array(
        {Json{{"physicalLocation",
               PhysicalLocation(warning.place.file, static_cast<uint32_t>(warning.place.line),
                                static_cast<uint32_t>(warning.place.column))}}});
    notifications.push_back(std::move(notification));
  }
  Json results = Json::array();
  auto groups = Grouped(report);
  size_t listed = groups.size();
  if (groups.size() > kMaxResults) {
    listed = kMaxResults - 1;
    // What blocks a merge before what does not; otherwise as they are, which is by first finding.
    const auto rank = [](const std::vector<const Finding*>& group) {
      const Finding* first = group.front();
      return std::tuple(first->waived, -static_cast<int>(first->severity), first);
    };
    std::sort(groups.begin(), groups.end(),
              [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    results.push_back(LeftOut(groups, listed, driver["rules"]));
  }
  const size_t steps = sarif::StepsOfEach(listed);
  for (size_t i = 0; i < listed; ++i)
    results.push_back(ResultJson(report, groups[i], numbers, steps));
  if (listed < groups.size()) results[0]["locations"] = results[1]["locations"];
  if (!notifications.empty()) invocation["toolConfigurationNotifications"] = notifications;
  run["invocations"] = Json::array({invocation});
  run["originalUriBaseIds"]["%SRCROOT%"]["description"]["text"] = "The root of the source tree";
  run["results"] = std::move(results);
  return SarifText(std::move(run), 1);
}

}  // namespace pedigree
