#include "examples/clinic/features/feature_row.h"

namespace clinic {

Features ReadFeatures(const Statement& row) {
  Features features;
  features.age = row.Double(1);
  features.bmi = row.Double(2);
  features.body_fat = row.Double(3);
  features.bp = row.Double(4);
  features.tc_hdl = row.Double(5);
  features.ldl_hdl = row.Double(6);
  features.ltg = row.Double(7);
  features.log_glu = row.Double(8);
  return features;
}

void AppendRow(const Features& features, std::vector<float>* matrix) {
  for (double value : {features.age, features.bmi, features.body_fat, features.bp, features.tc_hdl,
                       features.ldl_hdl, features.ltg, features.log_glu}) {
    matrix->push_back(static_cast<float>(value));
  }
}

}  // namespace clinic
