#include "lineage/report/owners.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

using Owners = std::vector<std::string>;

TEST(CodeOwners, TheLastPatternThatMatchesCounts) {
  const CodeOwners owners = CodeOwners::Parse(
      "# everybody\n"
      "*            @org/all\n"
      "*.sql        @org/data  # queries\n"
      "/train/      @ada @bob\n"
      "docs/*       @writers\n"
      "/train/free/\n"
      "odd\\ name.cc @odd\n");
  EXPECT_EQ(owners.Of("main.cc"), Owners{"@org/all"});
  EXPECT_EQ(owners.Of("deep/down/q.sql"), Owners{"@org/data"});
  EXPECT_EQ(owners.Of("train/a/b.cc"), (Owners{"@ada", "@bob"}));
  EXPECT_EQ(owners.Of("other/train/b.cc"), Owners{"@org/all"});
  EXPECT_EQ(owners.Of("docs/a.md"), Owners{"@writers"});
  EXPECT_EQ(owners.Of("docs/deep/a.md"), Owners{"@org/all"});
  EXPECT_EQ(owners.Of("train/free/x.cc"), Owners{});
  EXPECT_EQ(owners.Of("odd name.cc"), Owners{"@odd"});
}

// GitLab asks an owner of each section.
TEST(CodeOwners, SectionsCountEachByItself) {
  const CodeOwners owners = CodeOwners::Parse(
      "* @all\n"
      "[Data][2] @data-team\n"
      "*.sql\n"
      "/train/ @ada\n"
      "^[Docs] @writers\n"
      "*.md\n"
      "[DATA]\n"
      "/train/raw.sql @eve\n");
  EXPECT_EQ(owners.Of("main.cc"), Owners{"@all"});
  EXPECT_EQ(owners.Of("q.sql"), (Owners{"@data-team", "@all"}));
  EXPECT_EQ(owners.Of("train/x.cc"), (Owners{"@ada", "@all"}));
  EXPECT_EQ(owners.Of("train/raw.sql"), (Owners{"@eve", "@all"}));
  EXPECT_EQ(owners.Of("train/a.md"), (Owners{"@writers", "@ada", "@all"}));
}

TEST(CodeOwners, WithoutAFileNobodyOwnsAnything) {
  EXPECT_EQ(CodeOwners::Find("/nowhere").Of("main.cc"), Owners{});
}

}  // namespace
}  // namespace pedigree
