// train: fits the model of the disease's progression to what dbt exported, and measures it on the
// people whom dbt held back.

#include <cstddef>
#include <exception>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "examples/clinic/csv/csv_reader.h"
#include "examples/clinic/model/booster.h"
#include "examples/clinic/train/metrics.h"

namespace crosstool {
namespace {

// Relative to the working directory, as dbt's project has them.
constexpr char kFeatures[] = "out/features.csv";
constexpr char kHoldout[] = "out/holdout.csv";
constexpr char kModel[] = "out/model.json";
constexpr char kMetrics[] = "out/metrics.json";

constexpr const char* kColumns[] = {"age", "bmi", "bp", "tc_hdl", "ldl_hdl", "ltg", "log_glu"};
constexpr std::size_t kColumnCount = std::size(kColumns);

struct Dataset {
  std::vector<float> values;  // row-major, kColumnCount to a row
  std::vector<float> labels;
};

Dataset ReadDataset(const std::string& path) {
  clinic::CsvReader reader(path);
  Dataset dataset;
  while (reader.Next()) {
    for (const char* column : kColumns) {
      dataset.values.push_back(static_cast<float>(reader.Number(column)));
    }
    dataset.labels.push_back(static_cast<float>(reader.Number("progression")));
  }
  if (dataset.labels.empty()) throw std::runtime_error(path + ": no rows");
  return dataset;
}

// The holdout is not read before the model is done.
clinic::Metrics Train() {
  const Dataset train = ReadDataset(kFeatures);
  clinic::Matrix train_matrix(train.values, kColumnCount);
  train_matrix.SetLabels(train.labels);
  clinic::Booster booster(train_matrix);
  booster.SetParam("objective", "reg:squarederror");
  booster.SetParam("max_depth", "3");
  booster.SetParam("eta", "0.05");
  booster.SetParam("min_child_weight", "10");
  booster.SetParam("nthread", "1");
  booster.Train(train_matrix, /*rounds=*/100);
  booster.Save(kModel);

  const Dataset holdout = ReadDataset(kHoldout);
  const clinic::Matrix holdout_matrix(holdout.values, kColumnCount);
  const std::vector<float> baseline(holdout.labels.size(),
                                    static_cast<float>(clinic::Mean(train.labels)));
  clinic::Metrics metrics;
  metrics.train_rows = train.labels.size();
  metrics.test_rows = holdout.labels.size();
  metrics.rmse = clinic::RootMeanSquaredError(booster.Predict(holdout_matrix), holdout.labels);
  metrics.baseline_rmse = clinic::RootMeanSquaredError(baseline, holdout.labels);
  return metrics;
}

}  // namespace
}  // namespace crosstool

int main() {
  try {
    const clinic::Metrics metrics = crosstool::Train();
    clinic::WriteMetrics(metrics, crosstool::kMetrics);
    std::cerr << "train: RMSE " << metrics.rmse << " on " << metrics.test_rows
              << " people the model has not seen; predicting the mean gives "
              << metrics.baseline_rmse << "\n";
  } catch (const std::exception& error) {
    std::cerr << "train: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
