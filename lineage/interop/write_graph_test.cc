#include "lineage/interop/write_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lineage/aliases.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/interop/stitch.h"

namespace pedigree::interop {
namespace {

using ::testing::ElementsAre;

// Three jobs around the name of the one that says what is the same; `aliases`: two names of one
// table; `digests`: and two files of the same bytes.
void Fill(GraphBuilder* builder, bool aliases, bool digests) {
  const Where where{"/logs/events.jsonl", 7};
  for (const char* name : {"z", "train", "a"}) {
    const int job = builder->Job(name);
    const int from = builder->Asset("file", std::string(name) + "/in");
    const int to = builder->Asset("file", std::string(name) + "/out");
    builder->SetColumnType(to, "y", "int");
    builder->SetColumnType(to, "x", "string");
    builder->AddFlow(job, {.from = from, .to = to, .from_column = "b", .to_column = "x"}, where);
    builder->AddFlow(job,
                     {.from = from,
                      .to = to,
                      .subtype = AGGREGATION,
                      .transforms = {ANONYMIZE, HASH},
                      .witness = OBSERVED,
                      .note = "lineage"},
                     where);
    builder->Touch(job, SiteUse::READS, to, DECLARED, where);
    if (digests) {
      builder->asset(to).mutable_properties()->set_digest("sha256:" + std::string(64, 'a'));
    }
  }
  if (aliases)
    builder->Same(builder->Asset("hive", "t"), builder->Asset("file", "a/in"), where, "symlinks");
}

std::string Written(bool aliases, bool digests, bool names) {
  GraphBuilder builder("test");
  Fill(&builder, aliases, digests);
  const std::string path = ::testing::TempDir() + "/written.graph";
  EXPECT_TRUE(WriteStitched(&builder, names, path).ok());
  return *ReadFile(path);
}

TEST(WriteStitched, AJobAtATimeIsTheSameAsTheWhole) {
  for (const bool aliases : {false, true}) {
    for (const bool digests : {false, true}) {
      GraphBuilder builder("test");
      Fill(&builder, aliases, digests);
      Graph graph = std::move(builder).Finish();
      Stitch(&graph);
      EXPECT_EQ(Written(aliases, digests, /*names=*/false), SerializeGraph(graph))
          << aliases << digests;
      EXPECT_EQ(graph.job_size(), aliases || digests ? 4 : 3);
    }
  }
}

TEST(WriteStitched, OfNamesOnlyWhatIsTheSameStays) {
  for (const bool aliases : {false, true}) {
    const absl::StatusOr<Graph> graph =
        ParseGraph("g", Written(aliases, /*digests=*/true, /*names=*/true));
    ASSERT_TRUE(graph.ok()) << graph.status();
    ASSERT_EQ(graph->job_size(), 1);
    EXPECT_EQ(graph->job(0).name(), kAliasJob);
    EXPECT_EQ(graph->asset_size(), aliases ? 7 : 6);
  }
}

TEST(WriteStitched, ColumnsAreSortedWithTheirTypes) {
  const absl::StatusOr<Graph> graph =
      ParseGraph("g", Written(/*aliases=*/false, /*digests=*/false, /*names=*/false));
  ASSERT_TRUE(graph.ok()) << graph.status();
  const Asset& out = graph->asset(1);
  EXPECT_EQ(out.name(), "a/out");
  EXPECT_THAT(out.column(), ElementsAre("x", "y"));
  ASSERT_EQ(out.properties().column_size(), 2);
  EXPECT_EQ(out.properties().column(0).type(), "string");
  EXPECT_EQ(out.properties().column(1).type(), "int");
}

TEST(WriteStitched, WhereNothingCanBeWrittenNothingIs) {
  GraphBuilder builder("test");
  Fill(&builder, true, true);
  EXPECT_FALSE(WriteStitched(&builder, false, "/nonexistent/x.graph").ok());
}

// What was said of a column before and after its type stays.
TEST(GraphBuilder, TypesAndDescriptionsOfAColumnMeet) {
  GraphBuilder builder("test");
  const int at = builder.Asset("file", "x");
  builder.SetColumnType(at, "a", "int");
  builder.ColumnOf(at, "a")->set_description("an a");
  builder.ColumnOf(at, "b")->set_description("a b");
  builder.SetColumnType(at, "b", "text");
  builder.SetColumnType(at, "b", "string");
  builder.SetColumnType(at, "c", "float");
  const Graph graph = std::move(builder).Finish();
  EXPECT_THAT(graph.asset(0).column(), ElementsAre("a", "b", "c"));
  ASSERT_EQ(graph.asset(0).properties().column_size(), 3);
  const auto& columns = graph.asset(0).properties().column();
  EXPECT_EQ(columns[0].type() + " " + columns[0].description(), "int an a");
  EXPECT_EQ(columns[1].type() + " " + columns[1].description(), "string a b");
  EXPECT_EQ(columns[2].type() + " " + columns[2].description(), "float ");
}

}  // namespace
}  // namespace pedigree::interop
