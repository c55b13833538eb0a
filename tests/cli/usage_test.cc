// The command line itself: help, versions, what is not understood.
#include <gmock/gmock.h>

#include "lineage/graph_io.h"
#include "lineage/testing.h"
#include "tests/cli/command_test.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

using Usage = CommandTest;

constexpr const char* kVerbs[] = {"extract", "link",   "show",  "flows",  "trace",   "diff",
                                  "check",   "policy", "ci",    "doctor", "catalog", "run",
                                  "verify",  "lock",   "merge", "export", "import"};

TEST_F(Usage, HelpNamesEveryVerb) {
  const Result result = Run("--help");
  EXPECT_EQ(result.status, 0);
  for (const char* verb : kVerbs)
    EXPECT_THAT(result.out, HasSubstr(std::string("\n  ") + verb + " "));
}

TEST_F(Usage, EveryVerbHasHelp) {
  for (const std::string verb : kVerbs) {
    for (const std::string& way : {verb + " --help", verb + " -h", "help " + verb}) {
      const Result result = Run(way);
      EXPECT_EQ(result.status, 0) << way;
      EXPECT_THAT(result.out, HasSubstr("\n  pedigree " + verb + " ")) << way;
      EXPECT_EQ(result.err, "") << way;
    }
  }
}

TEST_F(Usage, Version) {
  const Result result = Run("--version");
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, StartsWith("pedigree 0."));
}

TEST_F(Usage, WhatIsNotUnderstoodIsSaid) {
  EXPECT_EQ(Error(""), "no verb given (see 'pedigree --help')");
  EXPECT_EQ(Error("frobnicate"), "unknown verb 'frobnicate' (see 'pedigree --help')");
  EXPECT_EQ(Error("--frobnicate"), "unknown option '--frobnicate' (see 'pedigree --help')");
  for (const std::string verb : kVerbs) {
    EXPECT_EQ(Error(verb + " --frobnicate x"),
              verb + ": unknown option '--frobnicate' (see 'pedigree " + verb + " --help')");
  }
  EXPECT_EQ(Error("show"), "show: GRAPH is missing (see 'pedigree show --help')");
  EXPECT_EQ(Error("show a b"), "show: unexpected argument 'b' (see 'pedigree show --help')");
  EXPECT_EQ(Error("diff a"), "diff: HEAD is missing (see 'pedigree diff --help')");
  EXPECT_EQ(Error("trace a"), "trace: ASSET is missing (see 'pedigree trace --help')");
  EXPECT_EQ(Error("link -o g"), "link: INPUT is missing (see 'pedigree link --help')");
  EXPECT_EQ(Error("link f"), "link: -o OUT.graph is missing (see 'pedigree link --help')");
  EXPECT_EQ(Error("extract -o f"), "extract: SOURCE is missing (see 'pedigree extract --help')");
  EXPECT_EQ(Error("extract a.cc"), "extract: -o OUT is missing (see 'pedigree extract --help')");
  EXPECT_EQ(Error("extract -p . --jobs 0 -o d"),
            "extract: --jobs is at least 1 (see 'pedigree extract --help')");
  EXPECT_EQ(Error("extract -p . --jobs many -o d"),
            "extract: argument 'many' failed to parse (see 'pedigree extract --help')");
  EXPECT_EQ(Error("catalog"), "catalog: ACTION is missing (see 'pedigree catalog --help')");
  EXPECT_EQ(Error("catalog mend x"),
            "catalog: unexpected argument 'x' (see 'pedigree catalog --help')");
  EXPECT_EQ(Error("catalog mend"),
            "catalog: unknown action 'mend', only lint (see 'pedigree catalog --help')");
  EXPECT_EQ(Error("catalog lint"),
            "catalog lint: FILE is missing (see 'pedigree catalog lint --help')");
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(Usage, LintPrintsFindingsAsACompilerDoes) {
  Write("own.h", "int own_open(const char* path, int* out);\nint own_close(int file);\n");
  Write(
      "good.txtpb",
      "header: \"./own.h\"\napi { function: \"own_open\" opens { handle: \"arg[1].pointee\" name: "
      "\"{arg[0]}\" } }\n");
  Result result = Run("catalog lint good.txtpb");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out + result.err, "");

  Write("bad.txtpb", "api { function: \"own_opne\" }\n");
  result = Run("catalog lint --headers ./own.h good.txtpb bad.txtpb");
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out,
            "bad.txtpb:1:17: error: there is no function 'own_opne'; did you mean 'own_open'?\n");

  Write("doubt.txtpb",
        "header: \"./own.h\"\napi { function: [\"own_open\", \"own_close\"] flow { from: "
        "\"arg[1]\" to: "
        "\"return\" } }\n");
  result = Run("catalog lint doubt.txtpb");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out,
            "doubt.txtpb:2:56: warning: arg[1] of 'own_close': there is only 1 parameter\n");
  EXPECT_EQ(Run("catalog lint --strict doubt.txtpb").status, 1);

  EXPECT_EQ(Error("catalog lint bad.txtpb"), "bad.txtpb: it names no header (header: \"...\")");
  EXPECT_EQ(Error("catalog lint none.txtpb"), "none.txtpb: cannot read the catalog");
  EXPECT_EQ(Error("catalog lint --headers none.h bad.txtpb"), "bad.txtpb: 'none.h' file not found");
}

TEST_F(Usage, OnlyFormatsThatWorkAreOffered) {
  ASSERT_TRUE(WriteGraph("g", Graph()).ok());
  EXPECT_EQ(Error("show g --format svg"),
            "show: unknown format 'svg', only text, json, html, dot, mermaid, txtpb, markdown (see "
            "'pedigree show --help')");
  EXPECT_EQ(Error("flows g --format json"),
            "flows: unknown format 'json', only text, jsonl (see 'pedigree flows --help')");
  EXPECT_EQ(Error("diff g g --format svg"),
            "diff: unknown format 'svg', only text, markdown, html, json, sarif (see 'pedigree "
            "diff --help')");
}

TEST_F(Usage, OptionsTakeTheirValuesAsOneLikes) {
  ASSERT_TRUE(WriteGraph("a.graph", GraphOf(kClinic)).ok());
  for (const char* way : {"-o out/b.graph", "-oout/b.graph", "--output out/b.graph",
                          "--output=out/b.graph", "--output=out//b.graph"}) {
    Write("out/b.graph", "");
    EXPECT_EQ(Run(std::string("link a.graph ") + way).status, 0) << way;
    EXPECT_TRUE(ReadGraph("out/b.graph").ok()) << way;
  }
  EXPECT_EQ(Error("link -o"),
            "link: option 'o' is missing an argument (see 'pedigree link --help')");
  EXPECT_EQ(Error("link -xo b a.graph"), "link: unknown option '-x' (see 'pedigree link --help')");
  // What is none of ours is not taken for a file.
  EXPECT_EQ(Error("show --a/b=c"), "show: unknown option '--a/b=c' (see 'pedigree show --help')");
}

TEST_F(Usage, ArgumentsMayStandInAFile) {
  ASSERT_TRUE(WriteGraph("a.graph", GraphOf(kClinic)).ok());
  Write("list", "-o\nb.graph\na.graph\n");
  EXPECT_EQ(Run("link @list").status, 0);
  EXPECT_TRUE(ReadGraph("b.graph").ok());
  EXPECT_EQ(Error("link @none"), "none: No such file or directory");
}

}  // namespace
}  // namespace pedigree
