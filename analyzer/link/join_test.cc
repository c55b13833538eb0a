#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/link/link.h"
#include "analyzer/link/testing.h"
#include "lineage/aliases.h"

namespace pedigree::link {
namespace {

using ::testing::ElementsAre;
using testing::FragmentBuilder;
using testing::FunctionBuilder;
using ::testing::HasSubstr;
using testing::Hole;
using ::testing::UnorderedElementsAre;

// A job that copies one file to another.
Graph Copy(const std::string& job, const std::string& from, const std::string& to) {
  FragmentBuilder fragment(job + ".cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("fread", from);
  main.Write("fwrite", to, {{"", {main.ReadOf(read)}}});
  return *Link({fragment.Build()}, {.job = job});
}
// A job that reads the file its first argument names.
Graph ReadArgument(const std::string& job) {
  FragmentBuilder fragment(job + ".cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.ReadNamed("fread", main.Text({Hole({main.Initial("P1 +1*")})}));
  main.Write("fwrite", job + ".out", {{"", {main.ReadOf(read)}}});
  return *Link({fragment.Build()}, {.job = job});
}

std::string Bytes(std::vector<Graph> graphs) {
  return JoinGraphs(std::move(graphs))->SerializeAsString();
}

TEST(JoinTest, JobsMeetInAssets) {
  const auto joined = JoinGraphs({Copy("one", "a", "b"), Copy("two", "b", "c")});
  ASSERT_TRUE(joined.ok());
  EXPECT_THAT(testing::Assets(*joined), ElementsAre("a", "b", "c"));
  EXPECT_THAT(testing::Flows(*joined),
              ElementsAre("a -> b IDENTITY EXACT", "b -> c IDENTITY EXACT"));
}

TEST(JoinTest, HolesBelongToTheirJob) {
  const auto joined = JoinGraphs({ReadArgument("one"), ReadArgument("two")});
  EXPECT_THAT(testing::Assets(*joined), ElementsAre("one.out", "two.out", "{argv:1}", "{argv:1}"));
}

TEST(JoinTest, IsCommutativeAndAssociative) {
  const Graph a = Copy("one", "a", "b"), b = Copy("two", "b", "c"), c = ReadArgument("three");
  const std::string expected = Bytes({a, b, c});
  EXPECT_EQ(Bytes({c, b, a}), expected);
  EXPECT_EQ(Bytes({b, a, c}), expected);
  EXPECT_EQ(Bytes({*JoinGraphs({a, b}), c}), expected);
  EXPECT_EQ(Bytes({a, *JoinGraphs({c, b})}), expected);
  EXPECT_EQ(Bytes({a, b, c, a}), expected);
}

TEST(JoinTest, DifferentJobsOfOneNameAreRefused) {
  const auto joined = JoinGraphs({Copy("one", "a", "b"), Copy("one", "a", "c")});
  ASSERT_FALSE(joined.ok());
  EXPECT_THAT(std::string(joined.status().message()), HasSubstr("\"one\""));
}

// That `one` is another name of `other`.
Graph Alias(const std::string& one, const std::string& other) {
  Graph graph = Copy(kAliasJob, one, other);
  graph.mutable_job(0)->mutable_site(0)->mutable_place()->set_file(one);
  return graph;
}

TEST(JoinTest, WhatIsTheSameAsWhatAddsUp) {
  const Graph a = Alias("a", "b"), b = Alias("b", "c"), c = Copy("one", "c", "d");
  const auto joined = JoinGraphs({a, b, c});
  ASSERT_TRUE(joined.ok()) << joined.status();
  ASSERT_EQ(joined->job_size(), 2);
  EXPECT_THAT(testing::Flows(*joined),
              UnorderedElementsAre("a -> b IDENTITY EXACT", "b -> c IDENTITY EXACT",
                                   "c -> d IDENTITY EXACT"));
  const std::string expected = Bytes({a, b, c});
  EXPECT_EQ(Bytes({c, b, a}), expected);
  EXPECT_EQ(Bytes({b, a, c, a}), expected);
  EXPECT_EQ(Bytes({a, *JoinGraphs({c, b})}), expected);
}

}  // namespace
}  // namespace pedigree::link
