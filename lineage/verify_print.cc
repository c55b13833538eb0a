#include "lineage/verify_print.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lineage/json.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

Ink InkOf(Verdict verdict) {
  if (IsFinding(verdict)) return Ink::kRed;
  return verdict == Verdict::kConfirmed ? Ink::kGreen : Ink::kYellow;
}

std::string AssetName(const AssetVerdict& asset) {
  return asset.name_space == "file" || asset.name_space.empty()
             ? asset.name
             : asset.name_space + "/" + asset.name;
}

// "train reads data/patients.csv"
std::string Subject(const AssetVerdict& asset) {
  if (asset.access.empty()) return AssetName(asset);
  return fmt::format("{} {} {}", asset.job.empty() ? "the run" : asset.job, asset.access,
                     AssetName(asset));
}

std::string Subject(const Lineage& lineage, const FlowVerdict& flow) {
  const Lineage::Edge& edge = lineage.edges()[flow.edge];
  return fmt::format("{}: {} -> {}", lineage.jobs()[lineage.JobOf(edge)].name,
                     AssetText(lineage.assets()[lineage.FromAsset(edge)], edge.from_column),
                     AssetText(lineage.assets()[lineage.ToAsset(edge)], edge.to_column));
}

std::string Line(Verdict verdict, const std::string& what, const std::string& more,
                 const Style& style) {
  std::string out = "  " + Paint(style, InkOf(verdict), fmt::format("{:<13}", Name(verdict))) +
                    "  " + Printable(what);
  if (!more.empty()) out += Paint(style, Ink::kDim, "  " + more);
  return out + "\n";
}

std::string More(const AssetVerdict& asset) {
  std::string more = asset.reason;
  if (asset.verdict == Verdict::kConfirmed) {
    more = std::string(Name(asset.strength));
    if (asset.observed.size() > 1 ||
        (asset.observed.size() == 1 && asset.observed[0] != asset.name)) {
      more += ", as " + Join(asset.observed, ", ");
    }
  }
  if (!asset.digest.empty() && asset.verdict != Verdict::kNotExercised) {
    more += (more.empty() ? "" : ", ") + asset.digest.substr(0, 7 + 12);
  }
  return more;
}

template <typename Items>
std::string Counts(const Items& items, std::string_view noun) {
  std::map<Verdict, size_t> counts;
  for (const auto& item : items) ++counts[item.verdict];
  std::vector<std::string> parts;
  for (const auto& [verdict, n] : counts) parts.push_back(fmt::format("{} {}", n, Name(verdict)));
  return fmt::format("{}: {}", Count(items.size(), noun), Join(parts, ", "));
}

std::string Case(Verdict verdict, std::string_view kind, const std::string& subject,
                 const std::string& reason) {
  std::string out =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\"", kind, XmlText(Printable(subject)));
  if (verdict == Verdict::kConfirmed) return out + "/>\n";
  const std::string message =
      fmt::format("message=\"{}: {}\"", Name(verdict), XmlText(Printable(reason)));
  out += IsFinding(verdict)
             ? fmt::format(">\n      <failure type=\"{}\" {}/>\n", Name(verdict), message)
             : fmt::format(">\n      <skipped {}/>\n", message);
  return out + "    </testcase>\n";
}

template <typename Items, typename F>
size_t CountIf(const Items& items, F f) {
  return static_cast<size_t>(std::count_if(items.begin(), items.end(), f));
}

}  // namespace

std::string VerifyText(const Lineage& lineage, const Verification& verification, bool all,
                       const Style& style) {
  std::string out;
  for (const bool findings : {true, false}) {
    if (!findings && !all) break;
    for (const AssetVerdict& asset : verification.assets) {
      if (IsFinding(asset.verdict) == findings)
        out += Line(asset.verdict, Subject(asset), More(asset), style);
    }
  }
  for (const FlowVerdict& flow : verification.flows) {
    if (!all && !IsFinding(flow.verdict)) continue;
    out +=
        Line(flow.verdict, Subject(lineage, flow),
             flow.verdict == Verdict::kConfirmed ? std::string(Name(flow.strength)) : flow.reason,
             style);
  }
  out += Counts(verification.assets, "use") + "\n" + Counts(verification.flows, "flow") + "\n";
  if (!all) {
    // Why what is not confirmed is not: each reason once.
    std::map<std::pair<Verdict, std::string>, size_t> reasons;
    for (const AssetVerdict& asset : verification.assets) {
      if (asset.verdict == Verdict::kNotExercised || asset.verdict == Verdict::kUnverifiable) {
        ++reasons[{asset.verdict, asset.reason}];
      }
    }
    for (const auto& [reason, _] : reasons) out += Line(reason.first, reason.second, "", style);
  }
  for (const std::string& gap : verification.gaps) {
    out += "  " + Paint(style, Ink::kYellow, "not seen: " + Printable(gap)) + "\n";
  }
  return out;
}

std::string VerifyJson(const Lineage& lineage, const Verification& verification) {
  Json json;
  json["findings"] = verification.HasFindings();
  json["assets"] = Json::array();
  for (const AssetVerdict& asset : verification.assets) {
    Json item = {{"verdict", Name(asset.verdict)},
                 {"namespace", asset.name_space},
                 {"name", asset.name},
                 {"job", asset.job},
                 {"access", asset.access}};
    if (asset.strength != Strength::kNone) item["strength"] = Name(asset.strength);
    if (!asset.reason.empty()) item["reason"] = asset.reason;
    item["observed"] = asset.observed;
    if (!asset.digest.empty()) item["digest"] = asset.digest;
    if (!asset.expected.empty()) item["expected"] = asset.expected;
    if (!asset.place.file().empty()) item["site"] = PlaceJson(asset.place);
    json["assets"].push_back(std::move(item));
  }
  json["flows"] = Json::array();
  for (const FlowVerdict& flow : verification.flows) {
    const Lineage::Edge& edge = lineage.edges()[flow.edge];
    const auto end = [&](int site, const std::string& column) {
      Json item = AssetJson(lineage.assets()[lineage.sites()[site].asset]);
      item["column"] = column;
      item["site"] = PlaceJson(lineage.sites()[site].place);
      return item;
    };
    Json item = {{"verdict", Name(flow.verdict)},
                 {"job", lineage.jobs()[lineage.JobOf(edge)].name},
                 {"from", end(edge.from, edge.from_column)},
                 {"to", end(edge.to, edge.to_column)}};
    if (flow.strength != Strength::kNone) item["strength"] = Name(flow.strength);
    if (!flow.reason.empty()) item["reason"] = flow.reason;
    json["flows"].push_back(std::move(item));
  }
  json["gaps"] = verification.gaps;
  return Dump(json, 2) + "\n";
}

std::string VerifySarif(const Lineage&, const Verification& verification) {
  static constexpr std::pair<Verdict, std::string_view> kRules[] = {
      {Verdict::kUndeclared, "The run touched an artifact that the lineage graph has nothing of."},
      {Verdict::kMissing, "A declared asset was never touched."},
      {Verdict::kDrifted, "The bytes are not those that the lock pins."}};
  Json rules = Json::array(), results = Json::array();
  for (const auto& [verdict, text] : kRules) {
    rules.push_back({{"id", Name(verdict)}, {"shortDescription", {{"text", text}}}});
  }
  for (const AssetVerdict& asset : verification.assets) {
    if (!IsFinding(asset.verdict)) continue;
    Json location;
    if (asset.place.file().empty()) {
      location["artifactLocation"]["uri"] = asset.name;
    } else {
      location["artifactLocation"]["uri"] = asset.place.file();
      location["region"] = {{"startLine", std::max(1u, asset.place.line())},
                            {"startColumn", std::max(1u, asset.place.column())}};
    }
    results.push_back(
        {{"ruleId", Name(asset.verdict)},
         {"level", "error"},
         {"message", {{"text", Subject(asset) + ": " + asset.reason}}},
         {"locations", Json::array({Json{{"physicalLocation", location}}})},
         {"partialFingerprints",
          {{"pedigree/v1", fmt::format("{}|{}|{}|{}|{}", Name(asset.verdict), asset.name_space,
                                       asset.name, asset.job, asset.access)}}}});
  }
  return SarifText({{"tool", {{"driver", {{"name", "pedigree verify"}, {"rules", rules}}}}},
                    {"results", results}},
                   2);
}

std::string VerifyJunit(const Lineage& lineage, const Verification& verification) {
  std::string cases;
  for (const AssetVerdict& asset : verification.assets) {
    cases +=
        Case(asset.verdict, asset.access.empty() ? "lock" : "asset", Subject(asset), asset.reason);
  }
  for (const FlowVerdict& flow : verification.flows) {
    cases += Case(flow.verdict, "flow", Subject(lineage, flow), flow.reason);
  }
  const auto fails = [](const auto& item) { return IsFinding(item.verdict); };
  const auto skips = [](const auto& item) {
    return !IsFinding(item.verdict) && item.verdict != Verdict::kConfirmed;
  };
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"pedigree "
      "verify\" tests=\"{}\" "
      "failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}  </testsuite>\n</testsuites>\n",
      verification.assets.size() + verification.flows.size(),
      CountIf(verification.assets, fails) + CountIf(verification.flows, fails),
      CountIf(verification.assets, skips) + CountIf(verification.flows, skips), cases);
}

}  // namespace pedigree
