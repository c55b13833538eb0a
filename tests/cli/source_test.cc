// From source to flows with the real command, and everything that can be wrong on the way.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "lineage/graph_io.h"
#include "lineage/json.h"
#include "tests/cli/command_test.h"

namespace pedigree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kCopy[] = R"(#include "copy.h"
int main() {
  std::FILE* in = std::fopen("in.csv", "r");
  std::FILE* out = std::fopen("out.csv", "w");
  char buffer[4096];
  std::size_t n;
  while ((n = std::fread(buffer, 1, sizeof buffer, in)) > 0) std::fwrite(buffer, 1, n, out);
}
)";

class Source : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    Write("copy.cc", kCopy);
    Write("copy.h", "#include <cstdio>\n");
    Write("unused.h", "");
  }
};

TEST_F(Source, ExtractLinkFlows) {
  Result result = Run("extract -o copy.frag copy.cc -- -std=c++20");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out + result.err, "");
  result = Run("link -o copy.graph copy.frag");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(Files(), ElementsAre("copy.cc", "copy.frag", "copy.graph", "copy.h", "unused.h"));

  // The job is named after the output.
  EXPECT_EQ(ReadGraph("copy.graph")->job(0).name(), "copy");
  result = Run("flows --format jsonl --from in.csv --to out.csv copy.graph");
  EXPECT_EQ(result.status, 0) << result.err;
  const Json flow = Json::parse(result.out.substr(0, result.out.find('\n')));
  EXPECT_EQ(flow["from"]["name"], "in.csv");
  EXPECT_EQ(flow["to"]["name"], "out.csv");
  EXPECT_EQ(flow["to"]["site"]["file"], "copy.cc");
  EXPECT_EQ(flow["jobs"], Json({"copy"}));
  EXPECT_FALSE(flow["path"].empty());
}

TEST_F(Source, AMisspeltNameInACatalogOfOnesOwnIsTold) {
  Write("own.txtpb",
        "api { function: \"own_raed\" reads { name: \"x\" into: \"return\" } }\n"
        "api { function: [\"own_other\", \"own_write\"] }\n");
  Write("own.cc", "int own_read();\nvoid own_write(int);\nint main() { own_write(own_read()); }\n");
  Result result = Run("extract --catalog own.txtpb -o own.frag own.cc --");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err,
            "pedigree: own.txtpb:1:17: warning: there is no function 'own_raed'; did you mean "
            "'own_read'?\n");
  Write("own.cc", "int own_raed();\nint main() { return own_raed(); }\n");
  EXPECT_EQ(Run("extract --catalog own.txtpb -o own.frag own.cc --").err, "");
}

TEST_F(Source, BytesThatAreNoTextAreToldInHexadecimal) {
  std::string source = kCopy;
  source.replace(source.find("in.csv"), 6, "in\xff\xc3\xa9.csv");
  Write("bytes.cc", source);
  Write("copy.h", "#include <cstdio>\n");
  Result result = Run("extract -o bytes.frag bytes.cc -- -std=c++20");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(Run("link -o bytes.graph bytes.frag").status, 0);
  result = Run("flows --format jsonl bytes.graph");
  EXPECT_EQ(Json::parse(result.out)["from"]["name"], "in\\xff\xc3\xa9.csv");
}

TEST_F(Source, TheCompilersOwnCommandLineIsUnderstood) {
  EXPECT_EQ(Run("extract -o a.frag copy.cc -- -std=c++20").status, 0);
  EXPECT_EQ(
      Run("extract -o b.frag copy.cc -- /usr/bin/clang++ -std=c++20 -MD -MF x.d -c copy.cc -o x.o")
          .status,
      0);
  EXPECT_EQ(*ReadFile("a.frag"), *ReadFile("b.frag"));
  Write("all", "extract-is-not-here\n");
  Write("params", "-o\nc.frag\ncopy.cc\n--\n-std=c++20\n");
  EXPECT_EQ(Run("extract @params").status, 0);
  EXPECT_EQ(*ReadFile("a.frag"), *ReadFile("c.frag"));
}

TEST_F(Source, UnusedInputsAreThoseNotRead) {
  std::filesystem::create_symlink("copy.h", "link.h");
  Write("declared", "unused.h\n./copy.h\nlink.h\nnone.h\n");
  EXPECT_EQ(Run("extract -o f --declared-inputs declared --unused-inputs unused copy.cc --").status,
            0);
  // Under another name it is the same file, whose changes count.
  EXPECT_EQ(*ReadFile("unused"), "unused.h\nnone.h\n");
  Write("declared", "copy.h\n");
  EXPECT_EQ(Run("extract -o f --declared-inputs=declared --unused-inputs=unused copy.cc --").status,
            0);
  EXPECT_EQ(*ReadFile("unused"), "");
}

TEST_F(Source, ASourceThatDoesNotCompile) {
  Write("bad.cc", "int main() {\n  return kNowhere;\n}\n");
  EXPECT_EQ(Error("extract -o bad.frag --unused-inputs unused bad.cc --"),
            "bad.cc:2:10: use of undeclared identifier 'kNowhere'");
  EXPECT_THAT(Files(), ElementsAre("bad.cc", "copy.cc", "copy.h", "unused.h"));
}

TEST_F(Source, AnObjectOfATypeThatNobodyKnows) {
  Write("bad.cc", "int main() {\n  Nowhere object(4);\n}\n");
  EXPECT_EQ(Error("extract -o bad.frag bad.cc --"), "bad.cc:2:3: unknown type name 'Nowhere'");
}

TEST_F(Source, WhatParsedIsKeptOnRequest) {
  Write("bad.cc", std::string(kCopy) + "int f() { return kNowhere; }\n");
  const Result result = Run("extract --keep-going -o bad.frag bad.cc --");
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("incomplete: bad.cc:9:18: use of undeclared identifier"));
  EXPECT_EQ(Run("link -o bad.graph bad.frag").status, 0);
  EXPECT_THAT(Run("doctor bad.graph").out, HasSubstr("did not compile as a whole:\n    bad.cc"));
  EXPECT_THAT(Run("flows bad.graph").out, HasSubstr("in.csv -> out.csv"));
}

TEST_F(Source, AMissingSource) {
  EXPECT_THAT(Error("extract -o f none.cc --"), StartsWith("none.cc: "));
  EXPECT_THAT(Error("extract -o f missing_header.cc --"), StartsWith("missing_header.cc: "));
  Write("h.cc", "#include \"none.h\"\n");
  EXPECT_EQ(Error("extract -o f h.cc --"), "h.cc:1:10: 'none.h' file not found");
  EXPECT_THAT(Files(), ElementsAre("copy.cc", "copy.h", "h.cc", "unused.h"));
}

TEST_F(Source, ABadCatalog) {
  Write("c.txtpb", "api {\n  function: \"f\"\n  reeds { }\n}\n");
  EXPECT_THAT(Error("extract --catalog c.txtpb -o f copy.cc --"), StartsWith("c.txtpb:3:"));
  EXPECT_THAT(Error("extract --catalog none.txtpb -o f copy.cc --"), StartsWith("none.txtpb: "));
  EXPECT_THAT(Error("extract --catalog-dir nowhere -o f copy.cc --"),
              StartsWith("nowhere: no catalogs"));
  EXPECT_THAT(Files(), ElementsAre("c.txtpb", "copy.cc", "copy.h", "unused.h"));
}

TEST_F(Source, OwnCatalogsComeAfterTheDefaults) {
  Write("mine.cc",
        "int ReadTape(char*);\n#include <cstdio>\nint main() { char b[9]; ReadTape(b); "
        "std::puts(b); }\n");
  Write("mine.txtpb",
        "api { function: \"ReadTape\" reads { name: \"tape\" into: \"arg[0].pointee\" } }\n");
  EXPECT_EQ(Run("extract --catalog mine.txtpb -o f mine.cc --").status, 0);
  EXPECT_EQ(Run("link -o g f").status, 0);
  EXPECT_THAT(Run("flows --logs g").out, HasSubstr("tape -> "));
}

TEST_F(Source, EveryTruncationOfAFragmentIsRefusedOrAWholeFragment) {
  ASSERT_EQ(Run("extract -o f copy.cc --").status, 0);
  const std::string bytes = *ReadFile("f");
  for (const size_t size : {size_t{1}, bytes.size() / 3, bytes.size() / 2, bytes.size() - 1}) {
    Write("cut", bytes.substr(0, size));
    EXPECT_THAT(Error("link -o g cut"), StartsWith("cut: ")) << size;
  }
  Write("cut", "");
  EXPECT_THAT(Error("link -o g cut"), StartsWith("cut: "));
  Write("cut", "neither fragment nor graph");
  EXPECT_THAT(Error("link -o g cut"), StartsWith("cut: "));
  EXPECT_THAT(Error("link -o g none"), StartsWith("none: No such file"));
  EXPECT_THAT(Files(), ElementsAre("copy.cc", "copy.h", "cut", "f", "unused.h"));
}

TEST_F(Source, OutputsAppearWholeOrNotAtAll) {
  EXPECT_THAT(Error("extract -o no/folder/f copy.cc --"),
              HasSubstr("no/folder/f: No such file or directory"));
  ASSERT_EQ(Run("extract -o f copy.cc --").status, 0);
  ASSERT_EQ(Run("link -o g f").status, 0);
  const std::string before = *ReadFile("g");
  // A failure leaves what was there.
  Write("cut", before.substr(0, 9));
  EXPECT_EQ(Run("link -o g cut").status, 2);
  EXPECT_EQ(*ReadFile("g"), before);
  // A full disk: the limit on a file's size stands for it.
  const int status =
      std::system(("trap '' XFSZ; ulimit -f 0; " + pedigree_ + " link -o g f 2>/dev/null").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_EQ(*ReadFile("g"), before);
  EXPECT_THAT(Files(), ElementsAre("copy.cc", "copy.h", "cut", "f", "g", "unused.h"));
}

TEST_F(Source, TwoCheckoutsGiveTheSameBytes) {
  for (const std::string folder : {"one", "two/deeper"}) {
    Write(folder + "/copy.cc", kCopy);
    Write(folder + "/copy.h", "#include <cstdio>\n");
    const std::string command = "cd " + folder + " && " + pedigree_ +
                                " extract -o copy.frag copy.cc -- && " + pedigree_ +
                                " link -o copy.graph copy.frag";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  EXPECT_EQ(*ReadFile("one/copy.frag"), *ReadFile("two/deeper/copy.frag"));
  EXPECT_EQ(*ReadFile("one/copy.graph"), *ReadFile("two/deeper/copy.graph"));
}

TEST_F(Source, FragmentsAndGraphsAreNotMixed) {
  ASSERT_EQ(Run("extract -o f copy.cc --").status, 0);
  ASSERT_EQ(Run("link -o g f").status, 0);
  EXPECT_EQ(Error("link -o h f g"),
            "g: a graph, after fragments: link fragments first, then join the graphs");
}

TEST_F(Source, OfSeveralProgramsEachIsAJobOrIsWarnedOf) {
  Write("move.cc", R"(#include <cstdio>
int main() {
  char text[9] = "";
  std::fgets(text, 9, std::fopen("out.csv", "r"));
  std::fputs(text, std::fopen("end.csv", "w"));
})");
  ASSERT_EQ(Run("extract -o copy.frag copy.cc --").status, 0);
  ASSERT_EQ(Run("extract -o move.frag move.cc --").status, 0);
  EXPECT_EQ(Run("link -o one.graph copy.frag move.frag").err,
            "pedigree: warning: these are several programs, of which only one main is looked at: "
            "copy.cc, move.cc; --programs makes a job of each\n");
  const Result result = Run("link --programs -o all.graph copy.frag move.frag");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "");
  const Graph graph = *ReadGraph("all.graph");
  ASSERT_EQ(graph.job_size(), 2);
  EXPECT_EQ(graph.job(0).name(), "all/copy");
  EXPECT_EQ(graph.job(1).name(), "all/move");
  EXPECT_THAT(Run("flows all.graph").out, HasSubstr("in.csv -> end.csv"));
  EXPECT_EQ(
      Error("link --programs -o g all.graph"),
      "link: --programs is for fragments: graphs have their jobs (see 'pedigree link --help')");
}

// A library that no catalog knows: one function brings data in, another only talks.
TEST_F(Source, DoctorNamesTheFunctionToModelAndItsStubMakesTheFlowAppear) {
  Write("tape.cc", R"(#include <cstdio>
extern "C" int tape_read(const char* tape, float* rows, int count);
extern "C" int tape_save(const float* rows, int count, const char* tape);
extern "C" void tape_say(const char* what);
int main(int argc, char** argv) {
  float rows[8];
  tape_say("begin");
  tape_say("read");
  tape_read(argv[1], rows, 8);
  tape_say("write");
  std::FILE* out = std::fopen("out.bin", "w");
  std::fwrite(rows, 4, 8, out);
  tape_save(rows, 8, "copy.tape");
}
)");
  ASSERT_EQ(Run("extract -o f tape.cc --").status, 0);
  ASSERT_EQ(Run("link -o g f").status, 0);
  EXPECT_EQ(Run("flows g").out, "");
  const std::string told = Run("doctor g").out;
  const size_t first = told.find("tape_");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(told.substr(first, 9), "tape_read") << told;

  // As it stands the stub says what was assumed.
  std::string stubs = Run("doctor --stubs g").out;
  EXPECT_THAT(stubs, Not(HasSubstr("tape_say")));
  Write("tape.txtpb", stubs);
  ASSERT_EQ(Run("extract --catalog tape.txtpb -o f tape.cc --").err, "");
  ASSERT_EQ(Run("link -o g f").status, 0);
  EXPECT_EQ(Run("flows g").out, "");
  // The first function reads, the second writes.
  const size_t second = stubs.find("api {", stubs.find("api {") + 1);
  stubs.replace(stubs.find("# writes", second), 2, "");
  stubs.replace(stubs.find("# reads"), 2, "");
  Write("tape.txtpb", stubs);
  ASSERT_EQ(Run("extract --catalog tape.txtpb -o f tape.cc --").err, "");
  ASSERT_EQ(Run("link -o g f").status, 0);
  const std::string flows = Run("flows g").out;
  EXPECT_THAT(flows, HasSubstr("{argv:1} of g -> out.bin"));
  EXPECT_THAT(flows, HasSubstr("{argv:1} of g -> copy.tape"));
}

class Project : public Source {
 protected:
  void SetUp() override {
    Source::SetUp();
    Write("src/used.cc", "#include \"copy.h\"\nint used() { return 1; }\n");
    const std::string here = folder_.string();
    Write(
        "build/compile_commands.json",
        R"([
      {"directory": ")" +
            here +
            R"(/build", "file": "../copy.cc", "command": "clang++ -std=c++20 -c ../copy.cc -o copy.o"},
      {"directory": ")" +
            here + R"(/build", "file": "../src/used.cc",
       "arguments": ["ccache", "clang++", "-I..", "-c", "../src/used.cc"]}])");
  }
};

TEST_F(Project, EverySourceOfABuild) {
  const Result result = Run("extract -p build --jobs 2 -o frags");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "pedigree: 2 sources: 2 extracted\n");  // no progress where nobody watches
  EXPECT_THAT(Files(), ::testing::IsSupersetOf({"frags/copy.cc.frag", "frags/src/used.cc.frag"}));
  EXPECT_EQ(Run("extract -o one copy.cc -- -std=c++20").status, 0);
  EXPECT_EQ(*ReadFile("one"), *ReadFile("frags/copy.cc.frag"));
  EXPECT_EQ(Run("link -o g frags").status, 0);
  EXPECT_THAT(Run("flows g").out, HasSubstr("in.csv -> out.csv"));
}

TEST_F(Project, OneBadSourceIsNamedAndTheOthersAreDone) {
  ASSERT_EQ(Run("extract -p build -o frags").status, 0);
  Write("src/used.cc", "int used() { return kNowhere; }\n");
  const Result result = Run("extract -p build -o frags");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.err,
            "pedigree: src/used.cc:1:21: use of undeclared identifier 'kNowhere'\n"
            "pedigree: 2 sources: 0 extracted, 1 unchanged, 1 failed\n");
  EXPECT_TRUE(std::filesystem::exists("frags/copy.cc.frag"));
  // Nor does the fragment of before stand for it.
  EXPECT_FALSE(std::filesystem::exists("frags/src/used.cc.frag"));
}

TEST_F(Project, OnlyWhatChangedIsExtractedAgain) {
  const auto said = [&](const std::string& options = "") {
    const Result result = Run("extract -p build -o frags " + options);
    EXPECT_EQ(result.status, 0);
    return result.err;
  };
  EXPECT_EQ(said(), "pedigree: 2 sources: 2 extracted\n");
  const std::string first = *ReadFile("frags/copy.cc.frag");
  EXPECT_EQ(said(), "pedigree: 2 sources: 0 extracted, 2 unchanged\n");
  // Times say nothing, contents do: of the source, and of a header that both read.
  Write("copy.cc", kCopy);
  EXPECT_EQ(said(), "pedigree: 2 sources: 0 extracted, 2 unchanged\n");
  Write("src/used.cc", "#include \"copy.h\"\nint used() { return 2; }\n");
  EXPECT_EQ(said(), "pedigree: 2 sources: 1 extracted, 1 unchanged\n");
  Write("copy.h", "#include <cstdio>\nextern int more;\n");
  EXPECT_EQ(said(), "pedigree: 2 sources: 2 extracted\n");
  // So do catalogs, and how it is asked for.
  Write("mine.txtpb", "api { function: \"used\" }\n");
  EXPECT_EQ(said("--catalog mine.txtpb"), "pedigree: 2 sources: 2 extracted\n");
  EXPECT_EQ(said("--catalog mine.txtpb"), "pedigree: 2 sources: 0 extracted, 2 unchanged\n");
  Write("mine.txtpb", "api { function: \"used\" noreturn: true }\n");
  EXPECT_EQ(said("--catalog mine.txtpb"), "pedigree: 2 sources: 2 extracted\n");
  EXPECT_EQ(said(), "pedigree: 2 sources: 2 extracted\n");
  EXPECT_EQ(said("--fresh"), "pedigree: 2 sources: 2 extracted\n");
  // A fragment that is not what was written there is made anew.
  Write("frags/copy.cc.frag", "");
  EXPECT_EQ(said(), "pedigree: 2 sources: 1 extracted, 1 unchanged\n");
  Write("copy.h", "#include <cstdio>\n");
  EXPECT_EQ(said(), "pedigree: 2 sources: 2 extracted\n");
  EXPECT_EQ(*ReadFile("frags/copy.cc.frag"), first);
}

TEST_F(Project, WhatIsNoLongerBuiltHasNoFragment) {
  ASSERT_EQ(Run("extract -p build -o frags").status, 0);
  Write("frags/own.frag", "not ours");
  std::string commands = *ReadFile("build/compile_commands.json");
  commands = commands.substr(0, commands.find("},") + 1) + "]";
  Write("build/compile_commands.json", commands);
  const Result result = Run("extract -p build -o frags");
  EXPECT_EQ(result.err,
            "pedigree: 1 source: 0 extracted, 1 unchanged; 1 of sources no longer built removed\n");
  EXPECT_FALSE(std::filesystem::exists("frags/src/used.cc.frag"));
  EXPECT_TRUE(std::filesystem::exists("frags/own.frag"));
}

TEST_F(Project, ASourceThatIsIncompleteIsTriedAgain) {
  Write("src/used.cc", "int used() { return kNowhere; }\n");
  for (int i = 0; i < 2; ++i) {
    const Result result = Run("extract -p build --keep-going -o frags");
    EXPECT_EQ(result.status, 0);
    EXPECT_THAT(result.err, HasSubstr("warning: the fragment is incomplete: src/used.cc:1:21"));
  }
}

TEST_F(Project, ABadDatabaseIsNamedWithThePlace) {
  Write("build/compile_commands.json", "[{]");
  EXPECT_THAT(Error("extract -p build -o frags"), StartsWith("build/compile_commands.json:1:3: "));
  EXPECT_THAT(Error("extract -p none -o frags"),
              StartsWith("none/compile_commands.json: No such file"));
  EXPECT_FALSE(std::filesystem::exists("frags"));
}

}  // namespace
}  // namespace pedigree
