#include "lineage/report/mask_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pedigree {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Masked(std::vector<std::string> lines) {
  MaskSource(lines);
  return lines;
}

TEST(MaskSourceTest, LiteralsBesideANameThatSaysSo) {
  EXPECT_THAT(
      Masked({R"(  settings.api_key = "abc";)", R"(const char* kDbPassword = "a\"b", *n = "x";)"}),
      ElementsAre(R"(  settings.api_key = "***";)",
                  R"(const char* kDbPassword = "****", *n = "*";)"));
}

TEST(MaskSourceTest, WhatLooksLikeOneTakesTheWholeLineAlong) {
  EXPECT_THAT(Masked({R"(snprintf(url, n, "https://me:%s@host", "abc");)"}),
              ElementsAre(R"(snprintf(url, n, "******************", "***");)"));
}

TEST(MaskSourceTest, TheLineThatGoesOn) {
  EXPECT_THAT(Masked({"std::string Password() {", "  return \"abc\";", "}", "Open(\"file\");"}),
              ElementsAre("std::string Password() {", "  return \"***\";", "}", "Open(\"file\");"));
  EXPECT_THAT(
      Masked({"const char* auth_token =", "    \"abc\"", "    \"def\";", "Open(\"file\");"}),
      ElementsAre("const char* auth_token =", "    \"***\"", "    \"***\";", "Open(\"file\");"));
}

TEST(MaskSourceTest, ArgumentsForAParameterThatSaysSo) {
  EXPECT_THAT(Masked({"Db Connect(const char* host, const char* password);",
                      "Db db = Connect(\"h\", \"abc\");", "Db other = Reconnect(\"h\");"}),
              ElementsAre("Db Connect(const char* host, const char* password);",
                          "Db db = Connect(\"*\", \"***\");", "Db other = Reconnect(\"h\");"));
}

TEST(MaskSourceTest, OtherLinesStayAsTheyAre) {
  const std::vector<std::string> lines = {
      R"(in = fopen("train.csv", "r");)",
      "long n = 1'000'000;  // it's many",
      "",
      "if (a) Read(\"x\");",
  };
  EXPECT_EQ(Masked(lines), lines);
}

}  // namespace
}  // namespace pedigree
