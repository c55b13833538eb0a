#include "lineage/asset_pattern.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

bool Matches(std::string_view pattern, std::string_view name) {
  return AssetPattern(pattern).Matches(name);
}

TEST(AssetPatternTest, TextMatchesItself) {
  EXPECT_TRUE(Matches("data/a.csv", "data/a.csv"));
  EXPECT_FALSE(Matches("data/a.csv", "data/a.csv2"));
  EXPECT_FALSE(Matches("data/a.csv", "data/a.cs"));
  EXPECT_FALSE(Matches("", "a"));
}

TEST(AssetPatternTest, AStarStaysInItsSegment) {
  EXPECT_TRUE(Matches("data/*.csv", "data/a.csv"));
  EXPECT_TRUE(Matches("data/*.csv", "data/.csv"));
  EXPECT_FALSE(Matches("data/*.csv", "data/x/a.csv"));
  EXPECT_TRUE(Matches("data/**.csv", "data/x/a.csv"));
  EXPECT_TRUE(Matches("**", "data/x/a.csv"));
}

TEST(AssetPatternTest, AHoleStandsForSomething) {
  EXPECT_TRUE(Matches("lake/{date}/a", "lake/2026-11-26/a"));
  EXPECT_TRUE(Matches("lake/{date}/a", "lake/2026/11/a"));
  EXPECT_FALSE(Matches("lake/{date}/a", "lake//a"));
  EXPECT_FALSE(Matches("lake/{date}", "lake/"));
}

TEST(AssetPatternTest, AHoleOfTheCodeIsAnyTextAndNoParticularOne) {
  EXPECT_TRUE(Matches("{argv:1}/a", "{argv:1}/a"));
  EXPECT_TRUE(Matches("lake/{date}/a", "lake/{flag:date}/a"));
  EXPECT_TRUE(Matches("lake/*/a", "lake/{flag:date}/a"));
  EXPECT_TRUE(Matches("**/a", "{argv:1}/a"));
  EXPECT_FALSE(Matches("lake/a", "{argv:1}/a"));
  EXPECT_FALSE(Matches("lake/a", "{?}"));
}

TEST(AssetPatternTest, TheMoreExactOneComesFirst) {
  const auto width = [](std::string_view text) { return AssetPattern(text).width(); };
  EXPECT_LT(width("a/b"), width("a/{b}"));
  EXPECT_LT(width("a/{b}"), width("a/*"));
  EXPECT_LT(width("a/*"), width("a/**"));
  EXPECT_LT(width("abc/*"), width("a/*"));
}

TEST(AssetPatternTest, HolesAreFilled) {
  const auto value = [](std::string_view hole) {
    return hole == "argv:1" ? std::optional<std::string>("data") : std::nullopt;
  };
  EXPECT_EQ(FillHoles("{argv:1}/a/{env:X}", value), "data/a/{env:X}");
  EXPECT_EQ(FillHoles("{argv:1", value), "{argv:1");
  EXPECT_TRUE(HasHole("a{b}"));
  EXPECT_FALSE(HasHole("}a{"));
}

}  // namespace
}  // namespace pedigree
