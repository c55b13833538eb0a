#include "analyzer/link/terms.h"

#include <gtest/gtest.h>

namespace pedigree::link {
namespace {

TEST(QualityTest, WhatIsComputedStaysSoThroughABound) {
  const Quality sum = Compose(OfStep(TRANSFORMATION, EXACT), OfStep(IDENTITY, WIDENED));
  EXPECT_EQ(sum.confidence, WIDENED);
  EXPECT_TRUE(sum.computed);
}

TEST(QualityTest, WhatAnUnknownFunctionMadeMayBeWhatItGot) {
  EXPECT_FALSE(Compose(OfStep(TRANSFORMATION, ASSUMED), OfStep(IDENTITY, EXACT)).computed);
  EXPECT_FALSE(OfStep(TRANSFORMATION, WIDENED).computed);
}

TEST(LeafSetTest, AValueThatComesUncomputedInOneWayMayBeItself) {
  HopTable hops;
  LeafSet set;
  EXPECT_TRUE(set.Add({.what = 1, .quality = OfStep(TRANSFORMATION, EXACT)}, hops));
  EXPECT_TRUE(set.Add({.what = 1, .quality = OfStep(IDENTITY, WIDENED)}, hops));
  ASSERT_EQ(set.size(), 1);
  EXPECT_EQ(set[0].quality.confidence, EXACT);
  EXPECT_FALSE(set[0].quality.computed);
  // And stays so when a better way comes.
  EXPECT_FALSE(set.Add({.what = 1, .quality = OfStep(IDENTITY, WIDENED)}, hops));
  EXPECT_FALSE(set.Add({.what = 1, .quality = OfStep(AGGREGATION, EXACT)}, hops));
  EXPECT_FALSE(set[0].quality.computed);
}

}  // namespace
}  // namespace pedigree::link
