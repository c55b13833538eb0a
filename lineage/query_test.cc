#include "lineage/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "lineage/names.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "patients.csv:age -> model.json DIRECT, TRAIN, ASSUMED by ingest, train".
std::vector<std::string> Texts(const Lineage& lineage, const std::vector<Lineage::Flow>& flows) {
  std::vector<std::string> texts;
  for (const Lineage::Flow& flow : flows) {
    std::vector<std::string> jobs;
    for (const int job : lineage.Jobs(flow)) jobs.push_back(lineage.jobs()[job].name);
    texts.push_back(
        AssetText(lineage.assets()[lineage.sites()[flow.from].asset], flow.from_column) + " -> " +
        AssetText(lineage.assets()[lineage.sites()[flow.to].asset], flow.to_column) + " " +
        FlowText(flow.subtype, lineage.Transforms(flow), flow.confidence) + " by " +
        Join(jobs, ", "));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::vector<std::string> Flows(const std::string& text) {
  const Lineage lineage = LineageOf(text);
  return Texts(lineage, lineage.Flows());
}

// A job with one flow, from asset `from` to asset `to`. `more` is of the flow.
std::string OneFlow(const std::string& job, int from, int to, const std::string& more = "") {
  return "job { name: '" + job + "' site { access: READS asset: " + std::to_string(from) +
         " } site { access: WRITES asset: " + std::to_string(to) +
         " } flow { from: 0 to: 1 witness: DERIVED " + more + " } }";
}

constexpr char kAssets[] =
    "asset { name: 'a' } asset { name: 'b' } asset { name: 'c' } asset { name: 'd' } "
    "asset { name: '{argv:1}' job_local: true job: 'x' } asset { name: '{argv:1}' job_local: true "
    "job: 'y' }";

TEST(Query, FlowsGoThroughAssetsFromJobToJob) {
  EXPECT_THAT(
      Flows(kClinic),
      ElementsAre("patients.csv:age -> model.json DIRECT, TRAIN, ASSUMED by ingest, train",
                  "patients.csv:age -> sqlite/clinic.db/patients:age DIRECT, MODELED by ingest",
                  "patients.csv:race -> sqlite/clinic.db/patients:race DIRECT, MODELED by ingest",
                  "release.txt -> process/stderr DIRECT, MODELED by ingest",
                  "sqlite/clinic.db/patients:age -> model.json DIRECT, TRAIN, ASSUMED by train"));
}

TEST(Query, WitnessPathsAreJoined) {
  const Lineage lineage = LineageOf(kClinic);
  for (const Lineage::Flow& flow : lineage.Flows()) {
    if (flow.chain.size() != 2) continue;
    std::vector<std::string> places;
    for (const Hop& hop : lineage.Path(flow)) places.push_back(PlaceText(hop.place()));
    EXPECT_THAT(places,
                ElementsAre("ingest.cc:10:3", "ingest.cc:20:5", "train.cc:5:1", "train.cc:9:1"));
    EXPECT_THAT(lineage.Witnesses(flow), ElementsAre(DERIVED));
    return;
  }
  FAIL() << "no flow through two jobs";
}

TEST(Query, ColumnsMeetTheirLikeAndWholeAssets) {
  const std::string writes_x = OneFlow("w", 0, 1, "to_column: 'x'");
  const std::string writes_all = OneFlow("w", 0, 1);
  const std::string reads_x = OneFlow("r", 1, 2, "from_column: 'x'");
  const std::string reads_y = OneFlow("r", 1, 2, "from_column: 'y'");
  const std::string reads_all = OneFlow("r", 1, 2);
  const auto joined = [](const std::string& a, const std::string& b) {
    return Flows(kAssets + a + b).size() == 3;
  };
  EXPECT_TRUE(joined(writes_x, reads_x));
  EXPECT_TRUE(joined(writes_x, reads_all));
  EXPECT_TRUE(joined(writes_all, reads_x));
  EXPECT_TRUE(joined(writes_all, reads_all));
  EXPECT_FALSE(joined(writes_x, reads_y));
}

TEST(Query, NothingIsJoinedInsideOneJob) {
  EXPECT_THAT(
      Flows(std::string(kAssets) +
            "job { name: 'j' site { asset: 0 } site { access: WRITES asset: 1 } site { asset: 1 } "
            "site { access: WRITES asset: 2 } flow { from: 0 to: 1 } flow { from: 2 to: 3 } }"),
      ElementsAre("a -> b DIRECT, EXACT by j", "b -> c DIRECT, EXACT by j"));
}

TEST(Query, AJobsOwnAssetsDoNotMeetThoseOfOthers) {
  EXPECT_THAT(Flows(kAssets + OneFlow("x", 0, 4) + OneFlow("y", 5, 1)),
              ElementsAre("a -> {argv:1} of x DIRECT, EXACT by x",
                          "{argv:1} of y -> b DIRECT, EXACT by y"));
}

TEST(Query, EqualNamesAreOneAsset) {
  EXPECT_THAT(Flows("asset { name: 'a' } asset { name: 'b' kind: MODEL kind_inferred: true } "
                    "asset { name: 'b' kind: TABLE } asset { name: 'c' }" +
                    OneFlow("w", 0, 1) + OneFlow("r", 2, 3)),
              ElementsAre("a -> b DIRECT, EXACT by w", "a -> c DIRECT, EXACT by w, r",
                          "b -> c DIRECT, EXACT by r"));
  const Lineage lineage = LineageOf(
      "asset { name: 'b' kind: MODEL kind_inferred: true } asset { name: 'b' kind: TABLE }");
  ASSERT_EQ(lineage.assets().size(), 1u);
  EXPECT_EQ(lineage.assets()[0].kind, TABLE);
}

TEST(Query, AChainIsAsWeakAsItsWeakestLink) {
  EXPECT_THAT(
      Flows(kAssets +
            OneFlow("w", 0, 1, "subtype: FILTER confidence: MODELED transform: FILTERING") +
            OneFlow("r", 1, 2, "subtype: AGGREGATION confidence: ASSUMED transform: AGGREGATE")),
      ::testing::Contains("a -> c INDIRECT FILTER, FILTERING, AGGREGATE, ASSUMED by w, r"));
  EXPECT_EQ(Compose(IDENTITY, AGGREGATION), AGGREGATION);
  EXPECT_EQ(Compose(AGGREGATION, TRANSFORMATION), AGGREGATION);
  EXPECT_EQ(Compose(IDENTITY, SORT), SORT);
  EXPECT_EQ(Compose(JOIN, SORT), JOIN);
}

TEST(Query, WitnessesOfAChainAreThoseThatSawAllOfIt) {
  const Lineage lineage =
      LineageOf(kAssets + OneFlow("w", 0, 1, "witness: DECLARED") + OneFlow("r", 1, 2));
  for (const Lineage::Flow& flow : lineage.Flows()) {
    if (flow.chain.size() == 2) EXPECT_THAT(lineage.Witnesses(flow), ElementsAre(DERIVED));
  }
}

TEST(Query, CyclesOfJobsEnd) {
  EXPECT_THAT(Flows(kAssets + OneFlow("x", 0, 1) + OneFlow("y", 1, 0)),
              ElementsAre("a -> a DIRECT, EXACT by x, y", "a -> b DIRECT, EXACT by x",
                          "b -> a DIRECT, EXACT by y", "b -> b DIRECT, EXACT by y, x"));
}

TEST(Query, OfTwoWaysTheBetterIsKept) {
  // Past b it is an assumption and short, past c it is exact and long.
  const std::string graph = kAssets + OneFlow("ab", 0, 1, "confidence: ASSUMED") +
                            OneFlow("bd", 1, 3) + OneFlow("ac", 0, 2, "path {} path {} path {}") +
                            OneFlow("cd", 2, 3);
  // Two sites write d, so both are flows.
  EXPECT_THAT(Flows(graph), ::testing::Contains("a -> d DIRECT, EXACT by ac, cd"));
  // One site of one job writes it.
  EXPECT_THAT(
      Flows(kAssets + OneFlow("ab", 0, 1, "confidence: ASSUMED") +
            OneFlow("ac", 0, 2, "path {} path {}") +
            "job { name: 'z' site { asset: 1 } site { asset: 2 } site { access: WRITES asset: 3 } "
            "flow { from: 0 to: 2 } flow { from: 1 to: 2 } }"),
      ::testing::Contains("a -> d DIRECT, EXACT by ac, z"));
}

TEST(Query, WaysWithOtherTransformsAreAllKept) {
  const std::string graph =
      kAssets + OneFlow("clean", 0, 1, "transform: ANONYMIZE") + OneFlow("raw", 0, 2) +
      "job { name: 'z' site { asset: 1 } site { asset: 2 } "
      "site { access: WRITES asset: 3 } flow { from: 0 to: 2 } flow { from: 1 to: 2 } }";
  const Lineage lineage = LineageOf(graph);
  const std::vector<std::string> ways = Texts(lineage, lineage.Ways());
  EXPECT_THAT(ways, ::testing::IsSupersetOf({"a -> d DIRECT, ANONYMIZE, EXACT by clean, z",
                                             "a -> d DIRECT, EXACT by raw, z"}));
}

TEST(Query, TheShortestWitnessPathIsKept) {
  const Lineage lineage = LineageOf(
      kAssets + OneFlow("w", 0, 1, "path { note: '1' } path { note: '2' } path { note: '3' }") +
      "job { name: 'r' site { asset: 1 } site { access: WRITES asset: 2 } "
      "flow { from: 0 to: 1 path { note: 'long' } path {} } flow { from: 0 to: 1 path { note: "
      "'short' } } }");
  int found = 0;
  for (const Lineage::Flow& flow : lineage.Flows()) {
    if (flow.chain.size() != 2) continue;
    ++found;
    EXPECT_EQ(lineage.Path(flow).back().note(), "short");
    EXPECT_EQ(lineage.Path(flow).size(), 4u);
  }
  EXPECT_EQ(found, 1);
}

TEST(Query, TheOrderOfTheGraphDoesNotShow) {
  Graph graph = GraphOf(kClinic);
  Graph turned = graph;
  std::reverse(turned.mutable_job()->begin(), turned.mutable_job()->end());
  for (Job& job : *turned.mutable_job())
    std::reverse(job.mutable_flow()->begin(), job.mutable_flow()->end());
  for (Job& job : *turned.mutable_job()) {
    std::reverse(job.mutable_site()->begin(), job.mutable_site()->end());
    for (FlowEdge& flow : *job.mutable_flow()) {
      flow.set_from(static_cast<uint32_t>(job.site_size()) - 1 - flow.from());
      flow.set_to(static_cast<uint32_t>(job.site_size()) - 1 - flow.to());
    }
  }
  const Lineage a = *Lineage::Make(graph), b = *Lineage::Make(turned);
  const std::vector<Lineage::Flow> flows_a = a.Flows(), flows_b = b.Flows();
  ASSERT_EQ(flows_a.size(), flows_b.size());
  for (size_t i = 0; i < flows_a.size(); ++i) EXPECT_EQ(flows_a[i].chain, flows_b[i].chain);
}

TEST(Query, UpstreamAndDownstreamFollowColumns) {
  const Lineage lineage = LineageOf(kClinic);
  const auto asset = [&](std::string_view name) {
    for (size_t i = 0; i < lineage.assets().size(); ++i) {
      if (lineage.assets()[i].name == name) return static_cast<int>(i);
    }
    return -1;
  };
  const auto columns = [&](const std::vector<int>& edges) {
    std::vector<std::string> texts;
    for (const int edge : edges) {
      texts.push_back(lineage.jobs()[lineage.JobOf(lineage.edges()[edge])].name + ":" +
                      lineage.edges()[edge].from_column);
    }
    return texts;
  };
  EXPECT_THAT(columns(lineage.Upstream(asset("model.json"))),
              ElementsAre("ingest:age", "train:age"));
  EXPECT_THAT(columns(lineage.Downstream(asset("patients.csv"))),
              ElementsAre("ingest:age", "ingest:race", "train:age"));
  EXPECT_THAT(columns(lineage.Upstream(asset("patients.csv"))), IsEmpty());
}

TEST(Query, LinksGatherColumns) {
  const Lineage lineage = LineageOf(kClinic);
  std::vector<std::string> texts;
  for (const Lineage::Link& link : lineage.Links()) {
    texts.push_back(lineage.assets()[link.from].name + " " + lineage.jobs()[link.job].name + " " +
                    lineage.assets()[link.to].name + " " + std::to_string(link.columns.size()));
  }
  EXPECT_THAT(texts,
              ElementsAre("patients.csv ingest clinic.db/patients 2", "release.txt ingest stderr 0",
                          "clinic.db/patients train model.json 1"));
}

TEST(Query, TwoNamesOfTheSameDataKeepItsColumnsApart) {
  // a and b are the same; r reads one column of b, w writes two of a.
  const std::string same = OneFlow("same-as", 0, 1, "subtype: IDENTITY");
  const std::string writes_x = OneFlow("w", 2, 0, "from_column: 'one' to_column: 'x'");
  const std::string writes_y = OneFlow("v", 2, 0, "from_column: 'two' to_column: 'y'");
  const std::string reads_x = OneFlow("r", 1, 3, "from_column: 'x' to_column: 'z'");
  const auto to_d = [](const std::string& graph) {
    std::vector<std::string> flows = Flows(kAssets + graph);
    std::erase_if(flows, [](const std::string& flow) {
      return !flow.starts_with("c:") || flow.find(" -> d:z ") == std::string::npos;
    });
    return flows;
  };
  EXPECT_THAT(to_d(same + writes_x + writes_y + reads_x),
              ElementsAre("c:one -> d:z DIRECT, EXACT by w, same-as, r"));
  // Some write names in capitals.
  EXPECT_THAT(to_d(same + OneFlow("w", 2, 0, "from_column: 'one' to_column: 'X'") + reads_x),
              ElementsAre("c:one -> d:z DIRECT, EXACT by w, same-as, r"));
  // What is written or read as a whole meets every column.
  EXPECT_THAT(to_d(same + OneFlow("w", 2, 0, "from_column: 'one'") + reads_x),
              ElementsAre("c:one -> d:z DIRECT, EXACT by w, same-as, r"));
  EXPECT_THAT(to_d(same + writes_x + OneFlow("r", 1, 3, "to_column: 'z'")),
              ElementsAre("c:one -> d:z DIRECT, EXACT by w, same-as, r"));
}

TEST(Query, AColumnThatOnlyOneNameOfTheDataHasIsUpAndDownTheSame) {
  const Lineage lineage = LineageOf(kAssets + OneFlow("same-as", 0, 1, "subtype: IDENTITY") +
                                    OneFlow("w", 2, 0, "from_column: 'one' to_column: 'x'") +
                                    OneFlow("v", 2, 0, "from_column: 'two' to_column: 'y'") +
                                    OneFlow("r", 1, 3, "from_column: 'x' to_column: 'z'"));
  std::vector<std::string> columns;
  for (const int edge : lineage.Upstream(3)) {
    const Lineage::Edge& e = lineage.edges()[edge];
    columns.push_back(lineage.jobs()[lineage.JobOf(e)].name + ":" + e.from_column);
  }
  EXPECT_THAT(columns, ElementsAre("r:x", "same-as:x", "w:one"));
}

}  // namespace
}  // namespace pedigree
