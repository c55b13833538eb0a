#include "lineage/render/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Text(const Graph& graph) { return SummaryText(*Summarize(graph)); }

TEST(SummaryTest, StaysTheSameWhenCodeMoves) {
  Graph moved = GraphOf(kClinic);
  for (Job& job : *moved.mutable_job()) {
    for (SiteUse& site : *job.mutable_site()) {
      site.mutable_place()->set_file("other.cc");
      site.mutable_place()->set_line(site.place().line() + 7);
      site.set_function("Renamed");
    }
    for (FlowEdge& flow : *job.mutable_flow()) flow.clear_path();
    job.clear_coverage();
  }
  EXPECT_EQ(Text(moved), Text(GraphOf(kClinic)));
}

TEST(SummaryTest, ChangesWithTheLineage) {
  Graph changed = GraphOf(kClinic);
  changed.mutable_job(1)->mutable_flow(0)->set_from_column("race");
  EXPECT_NE(Text(changed), Text(GraphOf(kClinic)));
}

TEST(SummaryTest, IsATextProto) {
  GraphSummary read;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(Text(GraphOf(kClinic)), &read));
  ASSERT_EQ(read.job_size(), 2);
  EXPECT_EQ(read.job(1).flow(0).from(), "sqlite/clinic.db/patients");
  EXPECT_EQ(read.job(1).flow(0).columns(0), "age -> *");
  EXPECT_EQ(read.job(1).flow(0).transform(0), TRAIN);
}

TEST(SummaryTest, LogsAreLeftOut) { EXPECT_THAT(Text(GraphOf(kClinic)), Not(HasSubstr("stderr"))); }

TEST(SummaryTest, MarkdownHasATableForEachJob) {
  Graph graph = GraphOf(kClinic);
  Properties* said = graph.mutable_asset(0)->mutable_properties();
  said->set_owner("anna|bo");
  Properties::Column* column = said->add_column();
  column->set_name("race");
  column->add_tag("protected");
  const std::string text = SummaryMarkdown(*Summarize(graph));
  EXPECT_THAT(
      text, HasSubstr("| `patients.csv` | DATASET | anna\\|bo |  | race: protected | DERIVED |\n"));
  EXPECT_THAT(text,
              HasSubstr("\n## train\n\nReads sqlite/clinic.db/patients; writes model.json.\n"));
  EXPECT_THAT(text,
              HasSubstr("| `sqlite/clinic.db/patients` | `model.json` | DIRECT, ASSUMED, TRAIN "
                        "| age -> * |\n"));
}

}  // namespace
}  // namespace pedigree
