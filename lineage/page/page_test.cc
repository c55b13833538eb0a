#include "lineage/page/page.h"

#include <gmock/gmock.h>

#include "lineage/file.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The data as the page's program reads it.
Json DataOf(const std::string& page) {
  const std::string start = R"(<script type="application/json" id="lineage">)";
  const size_t begin = page.find(start) + start.size();
  return Json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

class Pages : public ::testing::Test {
 protected:
  // A folder with the source of `ingest`.
  static std::string Sources() {
    const std::string root = ::testing::TempDir() + "/page_sources";
    EXPECT_TRUE(MakeFolder(root).ok());
    std::string text;
    for (int line = 1; line <= 30; ++line) text += "line " + std::to_string(line) + ";\n";
    text.replace(text.find("line 20;"), 8, "Open(\"postgres://anna:hunter2@db/x\");");
    EXPECT_TRUE(WriteFile(root + "/ingest.cc", text).ok());
    return root;
  }

  SourceView sources_{Sources()};
};

TEST_F(Pages, EveryFlowIsThereWithItsWayAndTheSourceAroundIt) {
  const Json data = DataOf(ShowPage(LineageOf(kClinic), sources_, "g.graph"));
  EXPECT_EQ(data["title"], "g.graph");
  EXPECT_EQ(data["jobs"].size(), 2);
  EXPECT_EQ(data["assets"].size(), 5);
  ASSERT_EQ(data["edges"].size(), 4);
  for (const Json& edge : data["edges"]) {
    if (edge["fc"] != "race") continue;
    EXPECT_EQ(data["assets"][edge["from"].get<size_t>()]["label"], "patients.csv");
    EXPECT_EQ(data["assets"][edge["to"].get<size_t>()]["label"], "sqlite/clinic.db/patients");
    EXPECT_EQ(data["jobs"][edge["job"].get<size_t>()]["name"], "ingest");
    ASSERT_EQ(edge["path"].size(), 2);
    const Json& step = edge["path"][0];
    EXPECT_EQ(data["files"][step[0].get<size_t>()], "ingest.cc");
    EXPECT_EQ(step[1], 10);
    EXPECT_EQ(data["texts"][step[3].get<size_t>()], "read from patients.csv");
    const Json& lines = data["sources"][std::to_string(step[0].get<int>())];
    EXPECT_EQ(lines["9"], "line 9;");
    EXPECT_EQ(lines["10"], "line 10;");
    EXPECT_EQ(lines["11"], "line 11;");
    EXPECT_FALSE(lines.contains("12"));
  }
}

TEST_F(Pages, CredentialsInSourceAreMasked) {
  const std::string page = ShowPage(LineageOf(kClinic), sources_, "g");
  EXPECT_THAT(page, Not(HasSubstr("hunter2")));
  EXPECT_THAT(page, HasSubstr("Open(\\\"*****"));
}

// What an asset is called is whatever a program says.
TEST_F(Pages, NamesCannotBreakOutOfTheirElement) {
  std::string text = kClinic;
  const std::string name = "</script><script>alert(1)</script><!--&lt;\\\"'";
  for (size_t at; (at = text.find("\"patients.csv\"")) != std::string::npos;)
    text.replace(at, 14, "\"</script><script>alert(1)</script><!--&lt;\\\\\\\"'\"");
  const std::string plain = ShowPage(LineageOf(kClinic), sources_, "g");
  const std::string page = ShowPage(LineageOf(text), sources_, "<script>alert(2)</script>");
  const auto count = [](const std::string& in, std::string_view what) {
    size_t n = 0;
    for (size_t at = 0; (at = in.find(what, at)) != std::string::npos; ++at) ++n;
    return n;
  };
  for (const std::string_view markup : {"<script", "</script", "<!--"})
    EXPECT_EQ(count(page, markup), count(plain, markup)) << markup;
  const Json data = DataOf(page);
  bool found = false;
  for (const Json& asset : data["assets"]) found = found || asset["label"] == name;
  EXPECT_TRUE(found);
  EXPECT_EQ(data["title"], "<script>alert(2)</script>");
}

TEST_F(Pages, NothingIsLoadedAndNoOtherScriptRuns) {
  const std::string page = ShowPage(LineageOf(kClinic), sources_, "g");
  EXPECT_THAT(page, HasSubstr("default-src 'none'; script-src 'sha256-"));
  for (const std::string_view loads : {"<link", "<img", "<iframe", " src=", "@import", "url("})
    EXPECT_THAT(page.substr(0, page.find("<body")), Not(HasSubstr(loads)));
}

TEST_F(Pages, TheSameGraphGivesTheSamePage) {
  EXPECT_EQ(ShowPage(LineageOf(kClinic), sources_, "g"),
            ShowPage(LineageOf(kClinic), sources_, "g"));
}

// A page of more than anybody's browser can hold is no page.
TEST_F(Pages, TooManyFlowsAreToldWithoutColumnsAndItSaysSo) {
  const Lineage lineage = LineageOf(kClinic);
  EXPECT_EQ(ShowPageData(lineage, sources_, "g", 4)["edges"].size(), 4);
  const Json data = ShowPageData(lineage, sources_, "g", 3);
  EXPECT_EQ(data["edges"].size(), 3);
  for (const Json& edge : data["edges"]) EXPECT_EQ(edge["fc"], "");
  ASSERT_EQ(data["notes"].size(), 1);
  EXPECT_THAT(data["notes"][0].get<std::string>(), HasSubstr("more than 3 flows"));
}

TEST_F(Pages, ADiffHoldsBothGraphs) {
  Graph head = GraphOf(kClinic);
  Job& ingest = *head.mutable_job(0);
  ingest.mutable_flow()->DeleteSubrange(1, 1);          // race no longer goes into the table
  ingest.mutable_flow(0)->set_subtype(TRANSFORMATION);  // age is no longer a copy
  head.mutable_job(1)->mutable_flow(0)->set_from_column("bmi");  // and not what is trained on
  const Lineage before = LineageOf(kClinic), after = *Lineage::Make(head);
  const Json data =
      DataOf(DiffPage(before, after, Diff(before, after), sources_, "before → after"));
  std::map<std::string, std::string> changes;
  for (const Json& edge : data["edges"]) {
    if (edge.contains("change"))
      changes[edge["fc"].get<std::string>()] += edge["change"].get<std::string>() + ";";
  }
  EXPECT_THAT(changes, ElementsAre(std::pair("age", "CHANGED;REMOVED;"), std::pair("bmi", "ADDED;"),
                                   std::pair("race", "REMOVED;")));
  ASSERT_FALSE(data["changes"].empty());
  for (const Json& change : data["changes"]) {
    EXPECT_FALSE(change["edges"].empty());
    EXPECT_FALSE(change["path"].empty());
  }
  EXPECT_THAT(data["models"], ElementsAre("model.json"));
}

TEST_F(Pages, OfVeryManyChangesTheFirstAreListedAndAllAreMarked) {
  const Lineage before = LineageOf(kClinic);
  Graph head = GraphOf(kClinic);
  for (size_t i = 0; i < kMaxPageChanges; ++i) {
    FlowEdge& flow = *head.mutable_job(0)->add_flow();
    flow = head.job(0).flow(0);
    flow.set_from_column("c" + std::to_string(i));
    flow.set_to_column("d" + std::to_string(i));
  }
  const Lineage few = *Lineage::Make(head);
  Json data = DiffPageData(before, few, Diff(before, few), sources_, "as many as there may be");
  EXPECT_EQ(data["changes"].size(), kMaxPageChanges);
  EXPECT_FALSE(data.contains("changesLeftOut"));

  FlowEdge& last = *head.mutable_job(1)->add_flow();
  last = head.job(1).flow(0);
  last.set_from_column("race");
  const Lineage more = *Lineage::Make(head);
  data = DiffPageData(before, more, Diff(before, more), sources_, "two more");
  EXPECT_EQ(data["changes"].size(), kMaxPageChanges);
  EXPECT_EQ(data["changes"][0]["to"], "model.json");
  EXPECT_EQ(data["changesLeftOut"], 1);
  ASSERT_EQ(data["touched"].size(), 1);
  EXPECT_EQ(data["edges"][data["touched"][0].get<size_t>()]["change"], "ADDED");
}

TEST_F(Pages, ADiffWithoutChangeSaysSo) {
  const Lineage lineage = LineageOf(kClinic);
  const Json data = DiffPageData(lineage, lineage, Diff(lineage, lineage), sources_, "same");
  EXPECT_EQ(data["summary"], "No lineage change");
  for (const Json& edge : data["edges"]) EXPECT_FALSE(edge.contains("change"));
}

}  // namespace
}  // namespace pedigree
