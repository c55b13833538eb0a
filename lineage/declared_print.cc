#include <fmt/format.h>

#include <set>

#include "lineage/declared.h"
#include "lineage/json.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

// A BUILD file has no line: rules do not know theirs.
std::string Where(const Place& place) {
  return place.line() == 0 ? place.file() : PlaceText(place);
}

Json LocationSarif(const Place& place) {
  Json location;
  location["physicalLocation"]["artifactLocation"] = {{"uri", place.file()}};
  if (place.line() > 0) {
    Json& region = location["physicalLocation"]["region"];
    region["startLine"] = place.line();
    if (place.column() > 0) region["startColumn"] = place.column();
  }
  return location;
}

Json PathSarif(const std::vector<Hop>& path) {
  Json steps = Json::array();
  for (const Hop& hop : path) {
    Json location = LocationSarif(hop.place());
    location["message"]["text"] = hop.note();
    Json step;
    step["location"] = std::move(location);
    steps.push_back(std::move(step));
  }
  Json thread;
  thread["locations"] = std::move(steps);
  Json flow;
  flow["threadFlows"] = Json::array({std::move(thread)});
  return Json::array({std::move(flow)});
}

}  // namespace

std::string DeclaredText(const std::vector<DeclaredFinding>& findings, const Style& style) {
  std::string out;
  size_t strict = 0;
  for (const DeclaredFinding& finding : findings) {
    strict += finding.strict;
    out += Paint(style, finding.strict ? Ink::kRed : Ink::kYellow,
                 finding.strict ? "error" : "warning");
    out += ": " + Printable(finding.Message()) + " [" + finding.Rule() + "]\n";
    if (finding.path.empty()) {
      if (!finding.place.file().empty()) {
        out += "    " + Paint(style, Ink::kCyan, Where(finding.place)) + "\n";
      }
      continue;
    }
    for (const Hop& hop : finding.path) {
      out += "    " + Paint(style, Ink::kCyan, Where(hop.place())) + "  " + Printable(hop.note()) +
             "\n";
    }
  }
  if (findings.empty()) return "declared and derived agree\n";
  return out + fmt::format("{}, {} in strict jobs\n", Count(findings.size(), "difference"), strict);
}

std::string DeclaredJson(const std::vector<DeclaredFinding>& findings) {
  Json list = Json::array();
  for (const DeclaredFinding& finding : findings) {
    Json json;
    json["rule"] = finding.Rule();
    json["message"] = finding.Message();
    json["job"] = finding.job;
    json["strict"] = finding.strict;
    json["target"] = finding.target;
    json["asset"] = finding.asset;
    if (finding.subject == DeclaredFinding::Subject::kAsset) {
      json["access"] = finding.access == SiteUse::READS ? "READS" : "WRITES";
    }
    if (!finding.to.empty()) json["to"] = finding.to;
    json["place"] = PlaceJson(finding.place);
    json["path"] = Json::array();
    for (const Hop& hop : finding.path) {
      Json place = PlaceJson(hop.place());
      place["note"] = hop.note();
      json["path"].push_back(std::move(place));
    }
    list.push_back(std::move(json));
  }
  Json all;
  all["schema_version"] = 1;
  all["findings"] = std::move(list);
  return Dump(all, 2) + "\n";
}

std::string DeclaredSarif(const std::vector<DeclaredFinding>& findings) {
  std::set<std::string> rules;
  Json results = Json::array();
  for (const DeclaredFinding& finding : findings) {
    rules.insert(finding.Rule());
    Json result;
    result["ruleId"] = finding.Rule();
    result["level"] = finding.strict ? "error" : "warning";
    result["message"]["text"] = finding.Message();
    if (!finding.place.file().empty()) {
      result["locations"] = Json::array({LocationSarif(finding.place)});
    }
    if (!finding.path.empty()) result["codeFlows"] = PathSarif(finding.path);
    // Stays the same when code moves.
    result["partialFingerprints"]["pedigree/v1"] =
        fmt::format("{}|{}|{}|{}", finding.Rule(), finding.job, finding.asset, finding.to);
    results.push_back(std::move(result));
  }
  Json descriptions = Json::array();
  for (const std::string& rule : rules) descriptions.push_back({{"id", rule}});
  Json run;
  run["tool"]["driver"] = {{"name", "pedigree"}, {"rules", std::move(descriptions)}};
  run["results"] = std::move(results);
  return SarifText(std::move(run), 2);
}

}  // namespace pedigree
