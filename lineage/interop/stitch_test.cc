#include "lineage/interop/stitch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

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

TEST(Stitch, VeryManyNamesStayBounded) {
  std::vector<std::pair<std::string, std::string>> assets;
  for (int i = 0; i < 5000; ++i) assets.emplace_back("a" + std::to_string(i), Digest('1'));
  EXPECT_EQ(Same(assets).size(), 2 * 4999);
}

}  // namespace
}  // namespace pedigree::interop
