#include "lineage/report/diff_sarif.h"

#include <fmt/format.h>

#include <algorithm>

#include "lineage/diff_view.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/report/sarif.h"

namespace pedigree {
namespace {

using sarif::PhysicalLocation;

constexpr std::string_view kWhat[] = {"flow", "asset", "column", "job"};
constexpr std::string_view kHow[] = {"added", "removed", "changed"};

size_t At(Change change) {
  return change == Change::kAdded ? 0 : change == Change::kRemoved ? 1 : 2;
}

class Report {
 public:
  Report(const Lineage& base, const Lineage& head, const LineageDiff& diff, SourceView& sources)
      : base_(base),
        head_(head),
        diff_(diff),
        places_(base, head, diff),
        sources_(sources),
        steps_(sarif::StepsOfEach(std::min(diff.flows.size(), sarif::kMaxResults))) {}

  void Flow(const FlowGroup& group) {
    if (!HasRoom()) return;
    const FlowChange& change = *group.front();
    const Lineage& lineage = GraphOf(base_, head_, change.change);
    const std::string from = AssetText(FromAsset(lineage, change.flow), change.flow.from_column);
    const std::string to = AssetText(ToAsset(lineage, change.flow), change.flow.to_column);
    std::string text = fmt::format("Flow {}: {} -> {} ({})", kHow[At(change.change)], from, to,
                                   HowText(lineage, diff_, change, "->"));
    if (group.size() > 1)
      text += fmt::format(", and into {}", Count(group.size() - 1, "more column"));
    if (const std::vector<std::string> owners = OwnersOf(lineage, change.flow); !owners.empty())
      text += fmt::format(" ({}: {})", owners.size() > 1 ? "owners" : "owner", Join(owners, ", "));
    Json* result = Add(0, change.change, WhereOf(lineage, change.flow),
                       change.change == Change::kRemoved, text, from + "\n" + to);
    if (result == nullptr) return;
    if (Json flow = sarif::CodeFlow(lineage.Path(change.flow), steps_); !flow.is_null())
      (*result)["codeFlows"] = Json::array({std::move(flow)});
  }

  void Asset(const AssetChange& change) {
    const bool column = !change.column.empty();
    const std::string name = AssetText(*change.asset, change.column);
    std::string text =
        fmt::format("{} {}: {}", column ? "Column" : "Asset", kHow[At(change.change)], name);
    if (change.change == Change::kChanged)
      text += fmt::format(": {} was {}, is {}", change.property, change.was, change.is);
    if (const std::string& owner = change.asset->properties.owner(); !owner.empty())
      text += fmt::format(" (owner: {})", owner);
    Add(column ? 2 : 1, change.change, places_.Of(change), change.change == Change::kRemoved, text,
        name + "\n" + change.property);
  }

  void Job(const JobChange& change) {
    const Lineage& lineage = GraphOf(base_, head_, change.change);
    Place place;
    for (const Lineage::Site& site : lineage.sites()) {
      if (site.place.file().empty() ||
          lineage.jobs()[static_cast<size_t>(site.job)].name != change.name) {
        continue;
      }
      place = site.place;
      break;
    }
    Add(3, change.change, place, change.change == Change::kRemoved,
        fmt::format("Job {}: {}", kHow[At(change.change)], change.name), change.name);
  }

  Json Run(const std::string& version) {
    Json run;
    Json& driver = run["tool"]["driver"];
    driver["name"] = "pedigree-diff";
    driver["version"] = version;
    driver["rules"] = Rules();
    Json invocation{{"executionSuccessful", true}};
    if (left_out_ > 0) {
      // The last makes room for what says so, which is the first.
      results_.erase(results_.size() - 1);
      const std::string id = "lineage-changes-left-out";
      const std::string text = fmt::format(
          "There are more changes than the {} that a run may list.", sarif::kMaxResults);
      Json result{{"ruleId", id}, {"ruleIndex", driver["rules"].size()}, {"level", "note"}};
      result["message"]["text"] = fmt::format("{} not listed here: `pedigree diff` prints all.",
                                              Count(left_out_ + 1, "change is", "changes are"));
      result["locations"] = results_[0]["locations"];
      result["partialFingerprints"]["pedigreeChange/v1"] = sarif::Fingerprint(id);
      driver["rules"].push_back(RuleJson(id, text, text + " `pedigree diff` prints all of them."));
      results_.insert(results_.begin(), std::move(result));
    }
    if (!notifications_.empty()) invocation["toolExecutionNotifications"] = notifications_;
    run["invocations"] = Json::array({invocation});
    run["originalUriBaseIds"]["%SRCROOT%"]["description"]["text"] = "The root of the source tree";
    run["results"] = std::move(results_);
    return run;
  }

 private:
  // Of the edges on the way, the first that the other graph has not: where it reads.
  Place WhereOf(const Lineage& lineage, const Lineage::Flow& flow) const {
    const auto& kept = &lineage == &head_ ? diff_.head_edges_kept : diff_.base_edges_kept;
    const auto is_new = [&](int edge) { return !kept[static_cast<size_t>(edge)]; };
    const auto first = std::find_if(flow.chain.begin(), flow.chain.end(), is_new);
    const int at = first == flow.chain.end() ? flow.chain.front() : *first;
    const Lineage::Edge& edge = lineage.edges()[static_cast<size_t>(at)];
    for (const int site : {edge.from, edge.to}) {
      const Place& place = lineage.sites()[static_cast<size_t>(site)].place;
      if (!place.file().empty()) return place;
    }
    return {};
  }

  // For one result more; else it is counted.
  bool HasRoom() {
    if (results_.size() < sarif::kMaxResults) return true;
    ++left_out_;
    return false;
  }

  // Null where there is no place to show it at (a notification says it then) or no room.
  Json* Add(size_t what, Change change, const Place& place, bool gone, const std::string& text,
            const std::string& identity) {
    if (!HasRoom()) return nullptr;
    if (place.file().empty()) {
      Json notification{{"level", "note"}};
      notification["message"]["text"] = Printable(text + ". Nothing in the graph says where.");
      notifications_.push_back(std::move(notification));
      return nullptr;
    }
    const std::string rule = fmt::format("lineage-{}-{}", kWhat[what], kHow[At(change)]);
    Json result{{"ruleId", rule}, {"ruleIndex", what * 3 + At(change)}, {"level", "note"}};
    result["message"]["text"] = Printable(text) + ".";
    Json location;
    location["physicalLocation"] = PhysicalLocation(place.file(), place.line(), place.column());
    // The sources are the head's; what is gone is not in them.
    if (const auto line = sources_.Line(place.file(), place.line());
        line.has_value() && !gone && place.line() > 0) {
      location["physicalLocation"]["region"]["snippet"]["text"] = *line;
    }
    result["locations"] = Json::array({std::move(location)});
    result["partialFingerprints"]["pedigreeChange/v1"] = sarif::Fingerprint(rule + "\n" + identity);
    result["baselineState"] = change == Change::kAdded     ? "new"
                              : change == Change::kRemoved ? "absent"
                                                           : "updated";
    results_.push_back(std::move(result));
    return &results_.back();
  }

  static Json RuleJson(const std::string& id, const std::string& text, const std::string& help) {
    Json rule{{"id", id}, {"name", sarif::PascalCase(id)}};
    rule["shortDescription"]["text"] = text;
    rule["fullDescription"]["text"] = text;
    rule["help"]["text"] = help;
    rule["help"]["markdown"] = help;
    rule["defaultConfiguration"]["level"] = "note";
    rule["properties"]["tags"] = {"lineage"};
    rule["properties"]["precision"] = "high";
    rule["properties"]["problem.severity"] = "recommendation";
    return rule;
  }

  static Json Rules() {
    Json rules = Json::array();
    for (const std::string_view what : kWhat) {
      for (const std::string_view how : kHow) {
        const std::string id = fmt::format("lineage-{}-{}", what, how);
        const std::string text = fmt::format("This change of the code has {} {} {}.", how,
                                             what == "asset" ? "an" : "a", what);
        const std::string help =
            text + " Look at the way through the code, and whether it is meant.";
        rules.push_back(RuleJson(id, text, help));
      }
    }
    return rules;
  }

  const Lineage& base_;
  const Lineage& head_;
  const LineageDiff& diff_;
  const ChangePlaces places_;
  SourceView& sources_;
  const size_t steps_;  // of each way
  Json results_ = Json::array();
  Json notifications_ = Json::array();
  size_t left_out_ = 0;
};

}  // namespace

std::string DiffSarif(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                      SourceView& sources, const std::string& version) {
  Report report(base, head, diff, sources);
  for (const FlowGroup& group : GroupFlows(base, head, diff)) report.Flow(group);
  for (const AssetChange& change : diff.assets) report.Asset(change);
  for (const JobChange& change : diff.jobs) report.Job(change);
  return SarifText(report.Run(version), 1);
}

}  // namespace pedigree
