// train: fits the model of the disease's progression to the table `train_features`, and measures it
// on the table `test_features`.

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "examples/clinic/features/feature_row.h"
#include "examples/clinic/model/booster.h"
#include "examples/clinic/paths.h"
#include "examples/clinic/store/database.h"
#include "examples/clinic/train/metrics.h"

namespace clinic {
namespace {

struct Dataset {
  std::vector<float> values;  // row-major, kFeatureCount to a row
  std::vector<float> labels;
};

// Reads rows of id, the features in their order, and the progression.
Dataset ReadDataset(Database& db, const std::string& query) {
  Statement rows(db, query);
  Dataset dataset;
  while (rows.Step()) {
    AppendRow(ReadFeatures(rows), &dataset.values);
    dataset.labels.push_back(static_cast<float>(rows.Double(9)));
  }
  if (dataset.labels.empty()) throw std::runtime_error(DatabaseFile() + ": no rows: " + query);
  return dataset;
}

// Fits the model, saves it, and gives its metrics. The test set is not read before the model is
// done.
Metrics Train(Database& db) {
  Dataset train =
      ReadDataset(db,
                  "SELECT id, age, bmi, body_fat, bp, tc_hdl, ldl_hdl, ltg, log_glu, progression "
                  "FROM train_features ORDER BY id");
  Matrix train_matrix(train.values, kFeatureCount);
  train_matrix.SetLabels(train.labels);
  Booster booster(train_matrix);
  booster.SetParam("objective", "reg:squarederror");
  booster.SetParam("max_depth", "3");
  booster.SetParam("eta", "0.05");
  booster.SetParam("min_child_weight", "10");
  booster.SetParam("subsample", "0.5");
  booster.SetParam("seed", "2004");
  booster.SetParam("nthread", "1");
  booster.Train(train_matrix, /*rounds=*/100);
  booster.Save(ModelFile());

  Dataset test =
      ReadDataset(db,
                  "SELECT id, age, bmi, body_fat, bp, tc_hdl, ldl_hdl, ltg, log_glu, progression "
                  "FROM test_features ORDER BY id");
  Matrix test_matrix(test.values, kFeatureCount);
  std::vector<float> baseline(test.labels.size(), static_cast<float>(Mean(train.labels)));
  Metrics metrics;
  metrics.train_rows = train.labels.size();
  metrics.test_rows = test.labels.size();
  metrics.rmse = RootMeanSquaredError(booster.Predict(test_matrix), test.labels);
  metrics.baseline_rmse = RootMeanSquaredError(baseline, test.labels);
  return metrics;
}

void TrainAndMeasure() {
  Database db(DatabaseFile(), Database::Mode::kExisting);
  Metrics metrics = Train(db);
  WriteMetrics(metrics, MetricsFile());
  std::cerr << "train: RMSE " << metrics.rmse << " on " << metrics.test_rows
            << " people the model has not seen; predicting the mean gives " << metrics.baseline_rmse
            << "\n";
}

}  // namespace
}  // namespace clinic

int main() {
  try {
    clinic::TrainAndMeasure();
  } catch (const std::exception& error) {
    std::cerr << "train: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
