#include "plugin/options.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

std::string Error(const std::string& argument) {
  return std::string(ParsePluginOptions({argument}).status().message());
}

TEST(PluginOptions, AreRead) {
  const auto options = ParsePluginOptions({"catalog=a.txtpb", "catalog=b.txtpb", "policy=p.txtpb",
                                           "W=no-pedigree-pii", "probes", "out=frags", "root=..",
                                           "strict", "no-embed"});
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->catalogs, (std::vector<std::string>{"a.txtpb", "b.txtpb"}));
  EXPECT_EQ(options->policies, std::vector<std::string>{"p.txtpb"});
  EXPECT_EQ(options->warnings, std::vector<std::string>{"no-pedigree-pii"});
  EXPECT_TRUE(options->probes);
  EXPECT_EQ(options->out, "frags");
  EXPECT_EQ(options->root, "..");
  EXPECT_TRUE(options->strict);
  EXPECT_FALSE(options->embed);
}

TEST(PluginOptions, WhatIsNoneIsAnError) {
  EXPECT_EQ(Error("stritc"),
            "unknown option 'stritc', only catalog=, catalog-dir=, no-default-catalogs, policy=, "
            "W=, probes, out=, root=, strict, no-embed");
  EXPECT_EQ(Error("strict=yes").substr(0, 28), "unknown option 'strict=yes',");
  EXPECT_EQ(Error("out"), "option 'out' needs a value: out=...");
  EXPECT_EQ(Error("catalog="), "option 'catalog' needs a value: catalog=...");
}

TEST(OutputFile, IsAFileOrInAFolder) {
  EXPECT_EQ(OutputFile("x/a.frag", "src/a.cc"), "x/a.frag");
  EXPECT_EQ(OutputFile("x", "src/a.cc"), "x/src/a.cc.frag");
  EXPECT_EQ(OutputFile("x", "../src/a.cc"), "x/up/src/a.cc.frag");
  EXPECT_EQ(OutputFile("x", "/src/a.cc"), "x/src/a.cc.frag");
}

TEST(DefaultRoot, HoldsTheBuildAndTheSource) {
  EXPECT_EQ(DefaultRoot("a.cc", "/home/p"), "");
  EXPECT_EQ(DefaultRoot("/home/p/src/a.cc", "/home/p"), "");
  EXPECT_EQ(DefaultRoot("/home/p/src/a.cc", "/home/p/build"), "/home/p");
  EXPECT_EQ(DefaultRoot("../src/a.cc", "/home/p/build/"), "/home/p");
  EXPECT_EQ(DefaultRoot("/home/p/src/a.cc", "/home/b/p"), "");
  EXPECT_EQ(DefaultRoot("/usr/src/a.cc", "/home/p"), "");
}

}  // namespace
}  // namespace pedigree
