// How good a model's predictions are.

#ifndef EXAMPLES_CLINIC_TRAIN_METRICS_H_
#define EXAMPLES_CLINIC_TRAIN_METRICS_H_

#include <cstddef>
#include <string>
#include <vector>

namespace clinic {

struct Metrics {
  std::size_t train_rows = 0;
  std::size_t test_rows = 0;
  double rmse = 0;           // of the model, over the test set
  double baseline_rmse = 0;  // of predicting the training set's mean for everyone
};

// The mean of `values`, which must not be empty.
double Mean(const std::vector<float>& values);

// The root of the mean squared difference. Both must have the same size, at least 1.
double RootMeanSquaredError(const std::vector<float>& predicted, const std::vector<float>& actual);

// Writes `metrics` to `path` as JSON. Throws std::runtime_error if that fails.
void WriteMetrics(const Metrics& metrics, const std::string& path);

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_TRAIN_METRICS_H_
