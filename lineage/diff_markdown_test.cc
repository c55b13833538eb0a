#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lineage/diff.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The comment on the clinic with another dataset, from which the table and the model are made.
std::string CommentOf(const std::string& name, size_t limit = 65536) {
  Graph graph = GraphOf(kClinic);
  Asset& asset = *graph.add_asset();
  asset.set_namespace_("file");
  asset.set_name(name);
  asset.set_kind(DATASET);
  Job& job = *graph.mutable_job(0);
  SiteUse& site = *job.add_site();
  site = job.site(0);
  site.set_asset(static_cast<uint32_t>(graph.asset_size() - 1));
  FlowEdge& flow = *job.add_flow();
  flow = job.flow(0);
  flow.set_from(static_cast<uint32_t>(job.site_size() - 1));
  const Lineage base = LineageOf(kClinic), head = *Lineage::Make(graph);
  return DiffMarkdown(base, head, Diff(base, head), limit);
}

TEST(DiffMarkdown, ABarIsEscapedOnlyWhereItWouldEndATablesCell) {
  const std::string comment = CommentOf("a|b");
  EXPECT_THAT(comment, HasSubstr("- added asset `a|b` (DATASET)"));
  EXPECT_THAT(comment, HasSubstr("| added | `a\\|b:age` | `model.json` |"));
  EXPECT_THAT(comment, HasSubstr("**added `a|b:age` → `model.json`**"));
  EXPECT_THAT(comment, HasSubstr("[\"a#124;b:age\"]"));
}

TEST(DiffMarkdown, OfALongNameBothEndsAreShown) {
  const std::string comment = CommentOf("begin" + std::string(100000, 'x') + "end.csv");
  EXPECT_THAT(comment, HasSubstr("- added asset `beginxxx"));
  EXPECT_THAT(comment, HasSubstr("xxx…xxx"));
  EXPECT_THAT(comment, HasSubstr("xxxend.csv` (DATASET)"));
  EXPECT_THAT(comment, HasSubstr("flowchart LR"));
  EXPECT_THAT(comment, HasSubstr("Through which code"));
}

TEST(DiffMarkdown, ALongNameIsCutBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 1000; ++i) name += "é";
  for (const std::string before : {"", "a", "aa"}) {
    const std::string comment = CommentOf(before + name);
    EXPECT_THAT(comment, HasSubstr("éé…éé"));
  }
}

TEST(DiffMarkdown, WhereNothingElseFitsThereIsStillWhatChangedInNumbers) {
  const std::string whole = CommentOf(std::string(300, 'x'));
  for (size_t limit = 200; limit < whole.size() + 100; limit += 50) {
    const std::string comment = CommentOf(std::string(300, 'x'), limit);
    EXPECT_LE(comment.size(), limit);
    EXPECT_THAT(comment, HasSubstr("### Lineage: 1 asset added; 2 flows added\n"));
    if (comment != whole) EXPECT_THAT(comment, HasSubstr("_Shortened to fit"));
  }
}

// Mermaid refuses a chart of more than 50,000 characters.
TEST(DiffMarkdown, APictureOfTooMuchTextIsOfAssetsOrLeftOut) {
  const auto comment = [](size_t length, const std::string& job_name) {
    Graph graph = GraphOf(kClinic);
    graph.mutable_job(0)->set_name(job_name);
    for (int i = 0; i < 60; ++i) {
      Asset& asset = *graph.add_asset();
      asset.set_name(std::to_string(i) + std::string(length, 'x'));
      asset.set_kind(MODEL);
      Job& job = *graph.mutable_job(0);
      SiteUse& site = *job.add_site();
      site = job.site(1);
      site.set_asset(static_cast<uint32_t>(graph.asset_size() - 1));
      FlowEdge& flow = *job.add_flow();
      flow = job.flow(0);
      flow.set_to(static_cast<uint32_t>(job.site_size() - 1));
      flow.set_from_column(std::string(length, 'c') + std::to_string(i));
    }
    const Lineage base = LineageOf(kClinic), head = *Lineage::Make(graph);
    return DiffMarkdown(base, head, Diff(base, head), 10'000'000);
  };
  EXPECT_THAT(comment(10, "j"), HasSubstr("flowchart LR\n  n0[\"patients.csv:cccccccccc0\"]"));
  EXPECT_THAT(comment(390, "j"), HasSubstr("flowchart LR\n  n0[\"patients.csv\"]"));
  const std::string most = comment(390, std::string(390, 'j'));
  EXPECT_THAT(most, Not(HasSubstr("flowchart LR")));
  EXPECT_THAT(most, HasSubstr("_Too much for a picture"));
}

}  // namespace
}  // namespace pedigree
