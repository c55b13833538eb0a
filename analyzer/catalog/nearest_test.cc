#include "analyzer/catalog/nearest.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

TEST(NearestTest, CountsEdits) {
  EXPECT_EQ(EditDistance("fopen", "fopen", 3), 0u);
  EXPECT_EQ(EditDistance("fopen", "fpoen", 3), 1u);
  EXPECT_EQ(EditDistance("fopen", "fopn", 3), 1u);
  EXPECT_EQ(EditDistance("fopen", "freopen", 3), 2u);
  EXPECT_EQ(EditDistance("fopen", "popen", 3), 1u);
  EXPECT_EQ(EditDistance("", "abc", 3), 3u);
  EXPECT_EQ(EditDistance("fopen", "sqlite3_open", 3), 4u) << "more than the limit";
}

TEST(NearestTest, TheNearestWins) {
  EXPECT_EQ(Nearest("fopne", {"freopen", "fopen", "popen"}), "fopen");
  EXPECT_EQ(Nearest("XGBoosterSavModel", {"XGBoosterLoadModel", "XGBoosterSaveModel"}),
            "XGBoosterSaveModel");
}

TEST(NearestTest, WhatIsTooFarWasNotMeant) {
  EXPECT_EQ(Nearest("read", {"write", "open"}), "");
  EXPECT_EQ(Nearest("f", {"g"}), "");
  EXPECT_EQ(Nearest("read", {}), "");
  EXPECT_EQ(Nearest("read", {"read"}), "") << "it is no other name";
}

}  // namespace
}  // namespace pedigree
