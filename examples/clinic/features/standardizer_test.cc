#include "examples/clinic/features/standardizer.h"

#include <gtest/gtest.h>

#include "examples/clinic/features/feature_row.h"

namespace clinic {
namespace {

TEST(RunningMomentsTest, CountsInStandardDeviationsFromTheMean) {
  RunningMoments moments;
  for (double value : {2, 4, 4, 4, 5, 5, 7, 9}) moments.Add(value);  // mean 5, deviation 2
  EXPECT_NEAR(moments.Standardize(5), 0, 1e-12);
  EXPECT_NEAR(moments.Standardize(9), 2, 1e-12);
  EXPECT_NEAR(moments.Standardize(2), -1.5, 1e-12);
}

TEST(RunningMomentsTest, ValuesThatAreAllEqualSayNothing) {
  RunningMoments moments;
  moments.Add(3);
  moments.Add(3);
  EXPECT_EQ(moments.Standardize(3), 0);
  EXPECT_EQ(moments.Standardize(4), 0);
}

TEST(StandardizerTest, TreatsEachFeatureByItself) {
  Standardizer standardizer;
  Features features;
  for (double value : {1, 3}) {  // age: mean 2, deviation 1; glucose: mean 20, deviation 10
    features.age = value;
    features.log_glu = 10 * value;
    standardizer.Add(features);
  }
  features.age = 4;
  features.log_glu = 40;
  Features result = standardizer.Standardize(features);
  EXPECT_NEAR(result.age, 2, 1e-12);
  EXPECT_NEAR(result.log_glu, 2, 1e-12);
  EXPECT_EQ(result.bmi, 0);
}

}  // namespace
}  // namespace clinic
