#include "examples/clinic/features/build_features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "examples/clinic/features/feature_row.h"
#include "examples/clinic/patient.h"

namespace clinic {
namespace {

// The study's second person.
Patient SomePatient() {
  Patient patient;
  patient.id = 2;
  patient.age = 48;
  patient.sex = 1;
  patient.bmi = 21.6;
  patient.bp = 87;
  patient.tc = 183;
  patient.ldl = 103.2;
  patient.hdl = 70;
  patient.tch = 3;
  patient.ltg = 3.8918;
  patient.glu = 69;
  patient.progression = 75;
  return patient;
}

TEST(BuildFeaturesTest, TakesMeasurementsAsTheyAre) {
  Features features = BuildFeatures(SomePatient());
  EXPECT_EQ(features.age, 48);
  EXPECT_EQ(features.bmi, 21.6);
  EXPECT_EQ(features.bp, 87);
  EXPECT_EQ(features.ltg, 3.8918);
}

TEST(BuildFeaturesTest, EstimatesBodyFatFromBmiAndAge) {
  EXPECT_NEAR(BuildFeatures(SomePatient()).body_fat, 1.20 * 21.6 + 0.23 * 48 - 5.4, 1e-12);
}

TEST(BuildFeaturesTest, RelatesCholesterolToHdl) {
  Features features = BuildFeatures(SomePatient());
  EXPECT_NEAR(features.tc_hdl, 183 / 70.0, 1e-12);
  EXPECT_NEAR(features.ldl_hdl, 103.2 / 70, 1e-12);
}

TEST(BuildFeaturesTest, TakesTheLogarithmOfBloodSugar) {
  EXPECT_NEAR(BuildFeatures(SomePatient()).log_glu, std::log(69.0), 1e-12);
}

TEST(FeaturesTest, AMatrixRowHoldsEveryFeatureInOrder) {
  Features features;
  features.age = 1;
  features.bmi = 2;
  features.body_fat = 3;
  features.bp = 4;
  features.tc_hdl = 5;
  features.ldl_hdl = 6;
  features.ltg = 7;
  features.log_glu = 8;
  std::vector<float> matrix = {0};
  AppendRow(features, &matrix);
  EXPECT_EQ(matrix, std::vector<float>({0, 1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(matrix.size(), 1 + kFeatureCount);
}

}  // namespace
}  // namespace clinic
