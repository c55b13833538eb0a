#include "examples/clinic/train/metrics.h"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace clinic {

double Mean(const std::vector<float>& values) {
  double sum = 0;
  for (float value : values) sum += value;
  return sum / values.size();
}

double RootMeanSquaredError(const std::vector<float>& predicted, const std::vector<float>& actual) {
  double squares = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    double difference = predicted[i] - actual[i];
    squares += difference * difference;
  }
  return std::sqrt(squares / actual.size());
}

void WriteMetrics(const Metrics& metrics, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) throw std::runtime_error(path + ": cannot write: " + std::strerror(errno));
  std::fprintf(file,
               "{\n"
               "  \"train_rows\": %zu,\n"
               "  \"test_rows\": %zu,\n"
               "  \"rmse\": %.4f,\n"
               "  \"baseline_rmse\": %.4f\n"
               "}\n",
               metrics.train_rows, metrics.test_rows, metrics.rmse, metrics.baseline_rmse);
  bool written = std::ferror(file) == 0;
  if (std::fclose(file) != 0 || !written) {
    throw std::runtime_error(path + ": cannot write: " + std::strerror(errno));
  }
}

}  // namespace clinic
