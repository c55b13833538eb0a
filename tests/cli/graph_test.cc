// The verbs that read a graph.
#include <gmock/gmock.h>

#include "lineage/graph_io.h"
#include "lineage/json.h"
#include "lineage/testing.h"
#include "tests/cli/command_test.h"

namespace pedigree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class GraphVerbs : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    ASSERT_TRUE(WriteGraph("g", GraphOf(kClinic)).ok());
  }
};

TEST_F(GraphVerbs, PipedTextIsPlain) {
  for (const std::string arguments : {"show g", "flows g", "trace g model.json", "doctor g"}) {
    const Result result = Run(arguments);
    EXPECT_EQ(result.status, 0) << arguments;
    EXPECT_EQ(result.err, "") << arguments;
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << arguments;
    EXPECT_THAT(result.out, Not(HasSubstr("─"))) << arguments;
    EXPECT_THAT(result.out, HasSubstr("train.cc:")) << arguments;
  }
}

TEST_F(GraphVerbs, ColourOnRequest) {
  EXPECT_THAT(Run("show g --color always").out, HasSubstr("\x1b[1mmodel.json"));
  EXPECT_EQ(Error("show g --color blue"),
            "show: --color is auto, always or never, not 'blue' (see 'pedigree show --help')");
}

TEST_F(GraphVerbs, FlowsCanBeChosenByTheirEnds) {
  EXPECT_THAT(Run("flows g --from patients.csv --to model.json").out,
              StartsWith("patients.csv:age -> model.json  DIRECT"));
  EXPECT_EQ(Run("flows g --from release.txt --to model.json").out, "");
  EXPECT_EQ(Error("flows g --from none.csv"), "g: no asset is called 'none.csv'");
}

TEST_F(GraphVerbs, FlowsAsJsonl) {
  const Result result = Run("flows g --format jsonl");
  std::istringstream lines(result.out);
  std::vector<std::string> jobs;
  for (std::string line; std::getline(lines, line);)
    jobs.push_back(Json::parse(line)["jobs"].dump());
  EXPECT_THAT(jobs, ElementsAre("[\"ingest\"]", "[\"ingest\",\"train\"]", "[\"ingest\"]",
                                "[\"ingest\"]", "[\"train\"]"));
}

TEST_F(GraphVerbs, TraceSaysWhatItCannotFind) {
  EXPECT_EQ(Error("trace g modle.json"), "g: no asset is called 'modle.json'; near: 'model.json'");
  Graph graph;
  for (const char* name : {"old/model.json", "new/model.json"}) graph.add_asset()->set_name(name);
  ASSERT_TRUE(WriteGraph("two", graph).ok());
  EXPECT_EQ(Error("trace two model.json"),
            "two: 'model.json' may be '/new/model.json' or '/old/model.json'");
}

TEST_F(GraphVerbs, DiffOfAGraphWithItself) {
  EXPECT_EQ(Run("diff g g").out, "no lineage change\n");
}

TEST_F(GraphVerbs, ShowForPrograms) {
  EXPECT_EQ(Json::parse(Run("show g --format json").out)["jobs"].size(), 2u);
  EXPECT_THAT(Run("show g --format dot").out, StartsWith("digraph"));
  EXPECT_THAT(Run("show g --format mermaid").out, StartsWith("flowchart"));
}

TEST_F(GraphVerbs, BadGraphsAreNamedWithThePlace) {
  const std::string bytes = *ReadFile("g");
  Write("cut", bytes.substr(0, bytes.size() / 2));
  Write("other", "not a graph at all");
  Write("empty", "");
  std::string newer = bytes;
  newer[1] = 9;
  Write("newer", newer);
  for (const std::string verb : {"show", "flows", "doctor"}) {
    EXPECT_THAT(Error(verb + " cut"), StartsWith("cut: the graph is truncated or damaged at byte "))
        << verb;
    EXPECT_EQ(Error(verb + " other"), "other: not a Pedigree graph (byte 0)") << verb;
    EXPECT_EQ(Error(verb + " empty"), "empty: the file is empty, not a graph") << verb;
    EXPECT_EQ(Error(verb + " newer"), "newer: graph schema 9 is newer than this pedigree reads (1)")
        << verb;
    EXPECT_EQ(Error(verb + " none"), "none: No such file or directory") << verb;
    EXPECT_EQ(Error(verb + " ."), ".: Is a directory") << verb;
  }
  EXPECT_THAT(Error("trace cut x"), StartsWith("cut: "));
  EXPECT_THAT(Error("diff g cut"), StartsWith("cut: "));
  EXPECT_THAT(Error("link -o out g cut"), StartsWith("cut: "));
  EXPECT_THAT(Files(), ElementsAre("cut", "empty", "g", "newer", "other"));
}

TEST_F(GraphVerbs, AFullDiskIsAnError) {
  const int status = std::system((pedigree_ + " show g >/dev/full 2>err").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_EQ(*ReadFile("err"), "pedigree: standard output: No space left on device\n");
}

TEST_F(GraphVerbs, JoiningGraphsDoesNotDependOnTheirOrder) {
  Graph a = GraphOf(kClinic), b = GraphOf(kClinic);
  a.mutable_job()->DeleteSubrange(1, 1);
  b.mutable_job()->DeleteSubrange(0, 1);
  ASSERT_TRUE(WriteGraph("a", a).ok());
  ASSERT_TRUE(WriteGraph("b", b).ok());
  EXPECT_EQ(Run("link -o ab a b").status, 0);
  EXPECT_EQ(Run("link -o ba b a").status, 0);
  EXPECT_EQ(*ReadFile("ab"), *ReadFile("ba"));
  EXPECT_EQ(Run("diff g ab").out, "no lineage change\n");
  EXPECT_THAT(Error("link --job x -o y a b"), StartsWith("link: --job is for fragments"));
}

}  // namespace
}  // namespace pedigree
