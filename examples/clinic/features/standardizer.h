// Puts features on one scale: mean 0 and standard deviation 1 over the people it was fitted to.

#ifndef EXAMPLES_CLINIC_FEATURES_STANDARDIZER_H_
#define EXAMPLES_CLINIC_FEATURES_STANDARDIZER_H_

#include "examples/clinic/features/feature_row.h"

namespace clinic {

// Mean and standard deviation of values that come one by one (Welford, "Note on a method for
// calculating corrected sums of squares and products", 1962).
class RunningMoments {
 public:
  void Add(double value);

  // How many standard deviations `value` lies above the mean; 0 if all values so far were equal.
  double Standardize(double value) const;

 private:
  int count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // sum of the squared differences from the mean
};

class Standardizer {
 public:
  // Takes one person into the means and standard deviations.
  void Add(const Features& features);

  Features Standardize(const Features& features) const;

 private:
  RunningMoments age_;
  RunningMoments bmi_;
  RunningMoments body_fat_;
  RunningMoments bp_;
  RunningMoments tc_hdl_;
  RunningMoments ldl_hdl_;
  RunningMoments ltg_;
  RunningMoments log_glu_;
};

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_FEATURES_STANDARDIZER_H_
