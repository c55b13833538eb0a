#include "lineage/interop/stitch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "lineage/aliases.h"
#include "lineage/graph_io.h"
#include "lineage/interop/graph_builder.h"
#include "lineage/testing.h"

namespace pedigree::interop {
namespace {

using ::testing::ElementsAre;

std::string Digest(char digit) { return "sha256:" + std::string(64, digit); }

// Each asset with its digest, and the names that are said to be the same; then what is the same as
// what.
std::vector<std::string> Same(const std::vector<std::pair<std::string, std::string>>& assets,
                              const std::vector<std::string>& pairs = {}, int times = 1) {
  GraphBuilder builder("test");
  for (const std::string& pair : pairs) {
    builder.Same(builder.Asset("file", pair.substr(0, 1)), builder.Asset("file", pair.substr(1)),
                 {"x.json", 1}, "said");
  }
  for (const auto& [name, digest] : assets) {
    const int at = builder.Asset("file", name);
    if (!digest.empty()) builder.asset(at).mutable_properties()->set_digest(digest);
  }
  builder.Job("train");
  Graph graph = std::move(builder).Finish();
  for (int i = 0; i < times; ++i) Stitch(&graph);
  EXPECT_TRUE(ValidateGraph(graph).ok());
  std::vector<std::string> same;
  for (const Job& job : graph.job()) {
    for (const FlowEdge& flow : job.flow()) {
      EXPECT_EQ(job.name(), kAliasJob);
      same.push_back(graph.asset(job.site(flow.from()).asset()).name() + " -> " +
                     graph.asset(job.site(flow.to()).asset()).name());
    }
  }
  std::sort(same.begin(), same.end());
  return same;
}

TEST(Stitch, EqualDigestsAreTheSameDataBothWays) {
  EXPECT_THAT(Same({{"a", Digest('1')}, {"b", Digest('2')}, {"c", Digest('1')}}),
              ElementsAre("a -> c", "c -> a"));
}

TEST(Stitch, DoingItAgainChangesNothing) {
  EXPECT_THAT(Same({{"a", Digest('1')}, {"c", Digest('1')}}, {}, /*times=*/3),
              ElementsAre("a -> c", "c -> a"));
}

TEST(Stitch, FilesOfNoBytesAreNotTheSameData) {
  const std::string nothing =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  EXPECT_THAT(Same({{"a", nothing}, {"b", nothing}}), ElementsAre());
}

TEST(Stitch, WhatIsNoDigestSaysNothing) {
  EXPECT_THAT(Same({{"a", "sha256:12"}, {"b", "sha256:12"}, {"c", ""}, {"d", ""}}), ElementsAre());
  EXPECT_THAT(
      Same({{"a", "sha256:" + std::string(64, 'x')}, {"b", "sha256:" + std::string(64, 'x')}}),
      ElementsAre());
}

TEST(Stitch, WhatIsTheSameAsAThirdIsTheSame) {
  EXPECT_THAT(Same({}, {"ab", "bc"}),
              ElementsAre("a -> b", "a -> c", "b -> a", "b -> c", "c -> a", "c -> b"));
  EXPECT_THAT(Same({{"b", Digest('1')}, {"c", Digest('1')}}, {"ab"}),
              ElementsAre("a -> b", "a -> c", "b -> a", "b -> c", "c -> a", "c -> b"));
}

// The graph in which runs saw what is said of each asset: "written" or "read", and a digest.
Graph Observed(const std::vector<std::tuple<std::string, std::string, std::string>>& seen) {
  GraphBuilder builder("test");
  for (const auto& [name, how, digest] : seen) {
    const int at = builder.Asset("file", name);
    if (how == "stated") {
      builder.asset(at).mutable_properties()->set_digest(digest);
      continue;
    }
    ObservedVersion* version = builder.asset(at).add_version();
    version->set_run("r");
    version->set_written(how == "written");
    version->set_digest(digest);
  }
  return std::move(builder).Finish();
}

std::vector<std::string> Ways(Graph graph) {
  Stitch(&graph);
  EXPECT_TRUE(ValidateGraph(graph).ok());
  std::vector<std::string> ways;
  for (const Job& job : graph.job()) {
    for (const FlowEdge& flow : job.flow()) {
      ways.push_back(graph.asset(job.site(flow.from()).asset()).name() + " -> " +
                     graph.asset(job.site(flow.to()).asset()).name());
    }
  }
  std::sort(ways.begin(), ways.end());
  return ways;
}

TEST(Stitch, WhatARunWroteGoesOnToWhatIsTheseBytesAndNotBack) {
  EXPECT_THAT(Ways(Observed({{"model", "written", Digest('1')},
                             {"registered", "stated", Digest('1')},
                             {"other", "stated", Digest('2')}})),
              ElementsAre("model -> registered"));
}

TEST(Stitch, WhatARunReadCameFromWhatIsTheseBytes) {
  EXPECT_THAT(Ways(Observed({{"copy", "read", Digest('1')},
                             {"model", "written", Digest('1')},
                             {"registered", "stated", Digest('1')},
                             {"unlike", "read", Digest('2')}})),
              ElementsAre("model -> copy", "model -> registered", "registered -> copy"));
}

TEST(Stitch, WhatWasOnlyReadOrOnlyWrittenIsNotJoined) {
  EXPECT_THAT(Ways(Observed({{"a", "read", Digest('1')}, {"b", "read", Digest('1')}})),
              ElementsAre());
  EXPECT_THAT(Ways(Observed({{"a", "written", Digest('1')}, {"b", "written", Digest('1')}})),
              ElementsAre());
  EXPECT_THAT(Ways(Observed({{"a", "written", Digest('1')}, {"a", "read", Digest('1')}})),
              ElementsAre());
}

TEST(Stitch, WhatARunWroteGoesOnToEachNameOfIt) {
  EXPECT_THAT(Ways(Observed({{"model", "written", Digest('1')},
                             {"v1", "stated", Digest('1')},
                             {"v2", "stated", Digest('1')}})),
              ElementsAre("model -> v1", "model -> v2", "v1 -> v2", "v2 -> v1"));
}

// A job that states a flow from the table's columns, and of which another is assumed.
Graph Assuming(bool same) {
  GraphBuilder builder("test");
  const int table = builder.Asset("db", "raw"), file = builder.Asset("file", "raw.csv"),
            out = builder.Asset("db", "out"), other = builder.Asset("db", "other");
  const int job = builder.Job("load");
  builder.AddFlow(job, {.from = file, .to = out, .from_column = "a", .to_column = "b"}, {});
  for (const int from : {table, other})
    builder.AddFlow(job, {.from = from, .to = out, .confidence = ASSUMED, .note = kUnstated}, {});
  if (same) builder.Same(table, file, {}, "said");
  return std::move(builder).Finish();
}

TEST(Stitch, WhatWasAssumedGoesWhereTheJobStatesItByAnotherName) {
  EXPECT_THAT(Ways(Assuming(/*same=*/false)),
              ElementsAre("other -> out", "raw -> out", "raw.csv -> out"));
  EXPECT_THAT(Ways(Assuming(/*same=*/true)),
              ElementsAre("other -> out", "raw -> raw.csv", "raw.csv -> out", "raw.csv -> raw"));
}

TEST(Stitch, VeryManyNamesStayBounded) {
  std::vector<std::pair<std::string, std::string>> assets;
  for (int i = 0; i < 5000; ++i) assets.emplace_back("a" + std::to_string(i), Digest('1'));
  EXPECT_EQ(Same(assets).size(), 2 * 4999);
}

}  // namespace
}  // namespace pedigree::interop
