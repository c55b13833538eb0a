// What the model sees of a person, and how it is laid out in tables and matrices.

#ifndef EXAMPLES_CLINIC_FEATURES_FEATURE_ROW_H_
#define EXAMPLES_CLINIC_FEATURES_FEATURE_ROW_H_

#include <cstddef>
#include <vector>

#include "examples/clinic/store/database.h"

namespace clinic {

struct Features {
  double age = 0;
  double bmi = 0;
  double body_fat = 0;
  double bp = 0;
  double tc_hdl = 0;
  double ldl_hdl = 0;
  double ltg = 0;
  double log_glu = 0;
};

inline constexpr std::size_t kFeatureCount = 8;

// The features of the current row of a result whose columns 1 to 8 are
// age, bmi, body_fat, bp, tc_hdl, ldl_hdl, ltg, log_glu (column 0 is the person's id).
Features ReadFeatures(const Statement& row);

// Appends the features, in the order above, as one row of a row-major matrix.
void AppendRow(const Features& features, std::vector<float>* matrix);

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_FEATURES_FEATURE_ROW_H_
