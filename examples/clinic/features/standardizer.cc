#include "examples/clinic/features/standardizer.h"

#include <cmath>

namespace clinic {

void RunningMoments::Add(double value) {
  ++count_;
  double difference = value - mean_;
  mean_ += difference / count_;
  squares_ += difference * (value - mean_);
}

double RunningMoments::Standardize(double value) const {
  if (squares_ == 0) return 0;
  return (value - mean_) / std::sqrt(squares_ / count_);
}

void Standardizer::Add(const Features& features) {
  age_.Add(features.age);
  bmi_.Add(features.bmi);
  body_fat_.Add(features.body_fat);
  bp_.Add(features.bp);
  tc_hdl_.Add(features.tc_hdl);
  ldl_hdl_.Add(features.ldl_hdl);
  ltg_.Add(features.ltg);
  log_glu_.Add(features.log_glu);
}

Features Standardizer::Standardize(const Features& features) const {
  Features result;
  result.age = age_.Standardize(features.age);
  result.bmi = bmi_.Standardize(features.bmi);
  result.body_fat = body_fat_.Standardize(features.body_fat);
  result.bp = bp_.Standardize(features.bp);
  result.tc_hdl = tc_hdl_.Standardize(features.tc_hdl);
  result.ldl_hdl = ldl_hdl_.Standardize(features.ldl_hdl);
  result.ltg = ltg_.Standardize(features.ltg);
  result.log_glu = log_glu_.Standardize(features.log_glu);
  return result;
}

}  // namespace clinic
