#include "lineage/report/diff_sarif.h"

#include <gmock/gmock.h>

#include "lineage/json.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;

Json RunOf(const Graph& base, const Graph& head) {
  const Lineage before = *Lineage::Make(base), after = *Lineage::Make(head);
  SourceView sources("nowhere");
  return Json::parse(DiffSarif(before, after, Diff(before, after), sources, "1.2"))["runs"][0];
}

const Json* ResultOf(const Json& run, std::string_view rule, const std::string& text) {
  for (const Json& result : run["results"]) {
    if (result["ruleId"] == rule &&
        result["message"]["text"].get<std::string>().find(text) != std::string::npos) {
      return &result;
    }
  }
  ADD_FAILURE() << rule << " " << text << " is not in " << run["results"].dump(1);
  return nullptr;
}

TEST(DiffSarif, NoChangeNoResult) {
  EXPECT_TRUE(RunOf(GraphOf(kClinic), GraphOf(kClinic))["results"].empty());
}

TEST(DiffSarif, AFlowStandsWhereItsWayIsNew) {
  Graph base = GraphOf(kClinic);
  base.mutable_job(1)->clear_flow();  // nothing was trained
  const Json run = RunOf(base, GraphOf(kClinic));
  const Json* result = ResultOf(run, "lineage-flow-added", "patients.csv:age -> model.json");
  ASSERT_NE(result, nullptr);
  const Json& place = (*result)["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "train.cc");
  EXPECT_EQ(place["region"]["startLine"], 5);
  EXPECT_EQ((*result)["baselineState"], "new");
  EXPECT_EQ((*result)["level"], "note");
  EXPECT_EQ((*result)["codeFlows"][0]["threadFlows"][0]["locations"].size(), 4);
  EXPECT_EQ(run["tool"]["driver"]["rules"][(*result)["ruleIndex"].get<size_t>()]["id"],
            "lineage-flow-added");
}

TEST(DiffSarif, WhatIsGoneIsAbsent) {
  Graph head = GraphOf(kClinic);
  head.mutable_job(1)->clear_flow();
  const Json run = RunOf(GraphOf(kClinic), head);
  const Json* result = ResultOf(run, "lineage-flow-removed", "model.json");
  ASSERT_NE(result, nullptr);
  EXPECT_EQ((*result)["baselineState"], "absent");
}

TEST(DiffSarif, FingerprintsStayWhereLinesMove) {
  Graph base = GraphOf(kClinic), head = GraphOf(kClinic);
  base.mutable_job(1)->clear_flow();
  const Json before = RunOf(base, head);
  for (Job& job : *head.mutable_job()) {
    for (SiteUse& site : *job.mutable_site())
      site.mutable_place()->set_line(site.place().line() + 7);
  }
  const Json after = RunOf(base, head);
  ASSERT_EQ(before["results"].size(), after["results"].size());
  for (size_t i = 0; i < before["results"].size(); ++i) {
    EXPECT_EQ(before["results"][i]["partialFingerprints"],
              after["results"][i]["partialFingerprints"]);
    EXPECT_NE(before["results"][i]["locations"], after["results"][i]["locations"]);
  }
}

TEST(DiffSarif, WhatIsLeftOutIsCountedFirst) {
  Graph head = GraphOf(kClinic);
  for (int i = 0; i < 6000; ++i) {
    FlowEdge& flow = *head.mutable_job(0)->add_flow();
    flow = head.job(0).flow(0);
    flow.set_from_column("c" + std::to_string(i));
    flow.set_to_column(flow.from_column());
  }
  const Json run = RunOf(GraphOf(kClinic), head);
  ASSERT_EQ(run["results"].size(), 5000u);
  const Json& first = run["results"][0];
  EXPECT_EQ(first["ruleId"], "lineage-changes-left-out");
  EXPECT_EQ(run["tool"]["driver"]["rules"][first["ruleIndex"].get<size_t>()]["id"],
            "lineage-changes-left-out");
  // 6,000 flows, and as many columns of each of two assets at most.
  EXPECT_THAT(first["message"]["text"].get<std::string>(),
              HasSubstr("changes are not listed here"));
  EXPECT_EQ(first["locations"], run["results"][1]["locations"]);
}

TEST(DiffSarif, OwnersAreNamedAndWhatHasNoPlaceIsNotLost) {
  Graph head = GraphOf(kClinic);
  head.mutable_asset(0)->mutable_properties()->set_owner("anna");
  Asset& asset = *head.add_asset();
  asset.set_namespace_("file");
  asset.set_name("declared.csv");
  const Json run = RunOf(GraphOf(kClinic), head);
  const Json* result = ResultOf(run, "lineage-asset-changed", "owner was none, is anna");
  ASSERT_NE(result, nullptr);
  EXPECT_THAT((*result)["message"]["text"].get<std::string>(), HasSubstr("(owner: anna)"));
  EXPECT_THAT(run["invocations"][0]["toolExecutionNotifications"].dump(),
              HasSubstr("declared.csv"));
}

}  // namespace
}  // namespace pedigree
