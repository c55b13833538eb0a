#include "analyzer/catalog/catalog.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "absl/status/status.h"

namespace pedigree {
namespace {

// An entry whose effect tells it from others: it passes on argument `mark`.
std::string Entry(const std::string& function, int mark) {
  return "api { function: \"" + function + "\" flow { from: \"arg[" + std::to_string(mark) +
         "]\" to: \"return\" } }\n";
}

int MarkOf(const Model* model) { return model == nullptr ? -1 : model->flow.at(0).from[0].index; }

CatalogSet Parse(const std::vector<std::string>& texts) {
  std::vector<CatalogSet::Source> sources;
  for (const std::string& text : texts) {
    sources.push_back({"c" + std::to_string(sources.size()) + ".txtpb", text});
  }
  auto set = CatalogSet::Parse(sources);
  EXPECT_TRUE(set.ok()) << set.status();
  return set.ok() ? *std::move(set) : CatalogSet();
}

std::string ErrorOf(const std::string& text) {
  return std::string(CatalogSet::Parse({{"c.txtpb", text}}).status().message());
}

TEST(CatalogTest, KnowsNothingAtFirst) {
  EXPECT_EQ(CatalogSet().Find("f", {}), nullptr);
  EXPECT_EQ(CatalogSet().FindGlobal("g"), nullptr);
  EXPECT_FALSE(CatalogSet().KnowsScope("std"));
}

TEST(CatalogTest, TheMostSpecificEntryWins) {
  const CatalogSet set =
      Parse({Entry("lib::*", 0) + Entry("lib::f", 1) + Entry("lib::f(const char *)", 2) +
             Entry("lib::f(*)", 3) + Entry("lib::cls::*", 4) + Entry("lib::*(int)", 5)});
  EXPECT_EQ(MarkOf(set.Find("lib::g", {})), 0);
  EXPECT_EQ(MarkOf(set.Find("lib::f", {"int", "int"})), 1);
  EXPECT_EQ(MarkOf(set.Find("lib::f", {"const char *"})), 2);
  EXPECT_EQ(MarkOf(set.Find("lib::f", {"long"})), 3);
  EXPECT_EQ(MarkOf(set.Find("lib::cls::m", {"char"})), 4);
  EXPECT_EQ(MarkOf(set.Find("lib::cls::m", {"int"})), 5);
  EXPECT_EQ(MarkOf(set.Find("other::f", {})), -1);
}

TEST(CatalogTest, AGlobWithParametersBeatsAPlainName) {
  const CatalogSet set = Parse({Entry("lib::f", 1) + Entry("lib::*(int)", 2)});
  EXPECT_EQ(MarkOf(set.Find("lib::f", {"int"})), 2);
  EXPECT_EQ(MarkOf(set.Find("lib::f", {"char"})), 1);
}

TEST(CatalogTest, LaterFilesWinAmongEntriesAlike) {
  const CatalogSet set = Parse({Entry("f", 1) + Entry("g*", 1), Entry("f", 2) + Entry("g*", 2)});
  EXPECT_EQ(MarkOf(set.Find("f", {})), 2);
  EXPECT_EQ(MarkOf(set.Find("gg", {})), 2);
}

TEST(CatalogTest, NamesListedTogetherShareTheEntry) {
  const CatalogSet set = Parse({R"(api { function: ["f", "std::f"] function: "h" })"});
  ASSERT_NE(set.Find("f", {}), nullptr);
  EXPECT_EQ(set.Find("f", {}), set.Find("std::f", {}));
  EXPECT_EQ(set.Find("f", {}), set.Find("h", {}));
  EXPECT_EQ(set.size(), 3);
}

TEST(CatalogTest, AMethodMatchesInDerivedClasses) {
  const CatalogSet set = Parse({Entry("Base::m", 1) + Entry("Derived::m", 2) + Entry("Base::n", 3) +
                                Entry("Derived::*", 4)});
  EXPECT_EQ(MarkOf(set.FindMethod({"Derived::m", "Base::m"}, {})), 2);
  EXPECT_EQ(MarkOf(set.FindMethod({"Other::m", "Base::m"}, {})), 1);
  EXPECT_EQ(MarkOf(set.FindMethod({"Derived::n", "Base::n"}, {})), 3) << "no glob over glob";
  EXPECT_EQ(MarkOf(set.FindMethod({"Derived::o", "Base::o"}, {})), 4);
}

TEST(CatalogTest, GlobalsBelongToTheProcess) {
  const CatalogSet set = Parse({R"(global { name: "std::cerr" kind: LOG asset: "stderr" }
          global { name: "x" namespace: "y" asset: "z" })"});
  ASSERT_NE(set.FindGlobal("std::cerr"), nullptr);
  EXPECT_EQ(set.FindGlobal("std::cerr")->namespace_(), "process");
  EXPECT_EQ(set.FindGlobal("std::cerr")->kind(), LOG);
  EXPECT_EQ(set.FindGlobal("x")->namespace_(), "y");
  EXPECT_EQ(set.FindGlobal("cerr"), nullptr);
}

TEST(CatalogTest, KnowsTheScopesItSpeaksOf) {
  const CatalogSet set = Parse({Entry("std::vector::push_back", 0) + Entry("lib::C*", 0) +
                                Entry("X::operator std::string", 0) + Entry("fopen", 0)});
  EXPECT_TRUE(set.KnowsScope("std"));
  EXPECT_TRUE(set.KnowsScope("std::vector"));
  EXPECT_TRUE(set.KnowsScope("lib"));
  EXPECT_TRUE(set.KnowsScope("X"));
  EXPECT_FALSE(set.KnowsScope("std::vector::push_back"));
  EXPECT_FALSE(set.KnowsScope("fopen"));
  EXPECT_FALSE(set.KnowsScope("lib::C"));
}

TEST(CatalogTest, TheFingerprintIsThatOfWhatTheCatalogsSay) {
  const auto fingerprint = [](const std::vector<std::string>& texts) {
    std::vector<CatalogSet::Source> sources;
    for (const std::string& text : texts) sources.push_back({"c.txtpb", text});
    return CatalogFingerprint(sources).value();
  };
  const std::string print = fingerprint({Entry("f", 1)});
  EXPECT_EQ(print.size(), 32);
  EXPECT_EQ(fingerprint({"# A comment.\n schema_version: 1 library: 'L'\n" + Entry("f", 1)}),
            print);
  EXPECT_NE(fingerprint({Entry("f", 2)}), print);
  EXPECT_NE(fingerprint({Entry("f", 1), ""}), print);
  EXPECT_NE(fingerprint({Entry("f", 1), Entry("g", 1)}),
            fingerprint({Entry("g", 1), Entry("f", 1)}));
}

TEST(CatalogTest, ErrorsNameFileLineAndColumn) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"api {\n  function \"f\"\n}", "c.txtpb:2:12: Expected \":\", found \"\"f\"\"."},
      {"api {\n  fnction: \"f\"\n}",
       "c.txtpb:2:10: Message type \"pedigree.Api\" has no field named \"fnction\"."},
      {"global {\n  kind: DATABASE\n}",
       "c.txtpb:2:9: Unknown enumeration value of \"DATABASE\" for field \"kind\"."},
      {"schema_version: 2", "c.txtpb:1:1: schema version 2 is newer than this program's (1)"},
      {"\nschema_version: 2\napi { news: 'x' }",
       "c.txtpb:2:1: schema version 2 is newer than this program's (1)"},
      {"api { function: 'f'\n  flow { from: 'arg[0]'\n    to: 'x' } }",
       "c.txtpb:3:5: bad port 'x': expected arg[N], this, return, global(NAME) or new at character "
       "1"},
      {"api { function: 'f'\n  flow { to: 'return' } }", "c.txtpb:2:3: from is missing"},
      {"api { function: 'f'\n  clears: 'this'\n  clears: 'that' }",
       "c.txtpb:3:3: bad port 'that': expected arg[N], this, return, global(NAME) or new at "
       "character 1"},
      {"api { function: 'f'\n  reads { into: 'this'\n name: '{' } }",
       "c.txtpb:3:2: bad template '{': expected a port at character 2"},
      {"\n api { }", "c.txtpb:2:2: an api needs a function"},
      {"api {\n  function: 'f(int'\n}",
       "c.txtpb:2:3: bad function 'f(int': the parameter list has no end"},
      {"api { function: 'f(char*)' }\napi {\n  function: 'f( char * )' }",
       "c.txtpb:3:3: 'f( char * )' is listed twice, first in line 1"},
      {"api { function: [\n 'f',\n 'f' ] }", "c.txtpb:1:7: 'f' is listed twice, first in line 1"},
      {"global { name: 'g' }", "c.txtpb:1:1: a global needs a name and an asset"},
      {"global { name: 'g' asset: 'a' }\nglobal { name: 'g' asset: 'b' }",
       "c.txtpb:2:10: 'g' is listed twice, first in line 1"},
  };
  for (const auto& c : kCases) EXPECT_EQ(ErrorOf(c.text), c.message) << c.text;
}

TEST(CatalogTest, LoadsFiles) {
  const char* dir = std::getenv("TEST_TMPDIR");
  const std::string file = std::string(dir != nullptr ? dir : "/tmp") + "/catalog_test.txtpb";
  std::ofstream(file) << Entry("f", 7);
  const auto set = CatalogSet::Load({.standard = false, .files = {file}});
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(MarkOf(set->Find("f", {})), 7);
  std::ofstream(file, std::ios::trunc).close();
  EXPECT_TRUE(CatalogSet::Load({.standard = false, .files = {file}}).ok())
      << "an empty file says nothing";
}

TEST(CatalogTest, FilesComeAfterTheStandardOnesAndWin) {
  const char* dir = std::getenv("TEST_TMPDIR");
  const std::string file = std::string(dir != nullptr ? dir : "/tmp") + "/own.txtpb";
  std::ofstream(file) << Entry("fread", 7) << Entry("fclose(int)", 8) << Entry("std::*(int)", 9)
                      << R"(global { name: "stdin" asset: "own" })";
  const auto standard = CatalogSet::Load({.standard = true, .files = {}});
  const auto both = CatalogSet::Load({.standard = true, .files = {file}});
  ASSERT_TRUE(standard.ok() && both.ok());
  EXPECT_EQ(both->own().size(), 1);
  EXPECT_EQ(standard->Find("fread", {})->reads.size(), 1);
  EXPECT_EQ(MarkOf(both->Find("fread", {})), 7);
  EXPECT_EQ(MarkOf(both->Find("fclose", {"int"})), 8);
  EXPECT_EQ(standard->Find("fclose", {"int"})->flow.size(),
            both->Find("fclose", {"FILE *"})->flow.size());
  EXPECT_EQ(MarkOf(both->Find("std::no_such_function", {"int"})), 9);
  EXPECT_EQ(standard->Find("std::no_such_function", {"int"}), nullptr);
  EXPECT_EQ(standard->FindGlobal("stdin")->asset(), "stdin");
  EXPECT_EQ(both->FindGlobal("stdin")->asset(), "own");
  EXPECT_TRUE(both->KnowsScope("std::vector"));
}

TEST(CatalogTest, AMissingFileIsNotFound) {
  for (const char* file : {"/does/not/exist.txtpb", "/tmp"}) {
    const absl::Status status = CatalogSet::Load({.standard = false, .files = {file}}).status();
    EXPECT_TRUE(absl::IsNotFound(status)) << status;
    EXPECT_EQ(std::string(status.message()), std::string(file) + ": cannot read the catalog");
  }
}

}  // namespace
}  // namespace pedigree
