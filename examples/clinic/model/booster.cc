#include "examples/clinic/model/booster.h"

#include <cmath>
#include <stdexcept>

namespace clinic {
namespace {

// Throws if a call of XGBoost's C API failed. Its messages have the form
// "[time] source:line: what happened\nstack trace".
void Check(int result) {
  if (result == 0) return;
  std::string message = XGBGetLastError();
  message = message.substr(0, message.find('\n'));
  std::size_t place_end = message.find(": ");
  if (place_end != std::string::npos) message = message.substr(place_end + 2);
  throw std::runtime_error("xgboost: " + message);
}

}  // namespace

Matrix::Matrix(const std::vector<float>& values, std::size_t columns) {
  Check(XGDMatrixCreateFromMat(values.data(), values.size() / columns, columns, std::nanf(""),
                               &handle_));
}

Matrix::~Matrix() { XGDMatrixFree(handle_); }

void Matrix::SetLabels(const std::vector<float>& labels) {
  Check(XGDMatrixSetFloatInfo(handle_, "label", labels.data(), labels.size()));
}

Booster::Booster() { Check(XGBoosterCreate(nullptr, 0, &handle_)); }

Booster::Booster(const Matrix& examples) { Check(XGBoosterCreate(&examples.handle_, 1, &handle_)); }

Booster::~Booster() { XGBoosterFree(handle_); }

void Booster::SetParam(const std::string& name, const std::string& value) {
  Check(XGBoosterSetParam(handle_, name.c_str(), value.c_str()));
}

void Booster::Train(const Matrix& examples, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    Check(XGBoosterUpdateOneIter(handle_, round, examples.handle_));
  }
}

std::vector<float> Booster::Predict(const Matrix& examples) const {
  bst_ulong size = 0;
  const float* predictions = nullptr;
  Check(XGBoosterPredict(handle_, examples.handle_, /*option_mask=*/0, /*ntree_limit=*/0,
                         /*training=*/0, &size, &predictions));
  // XGBoost keeps the array only until the next call.
  return std::vector<float>(predictions, predictions + size);
}

void Booster::Save(const std::string& path) const {
  Check(XGBoosterSaveModel(handle_, path.c_str()));
}

void Booster::Load(const std::string& path) { Check(XGBoosterLoadModel(handle_, path.c_str())); }

}  // namespace clinic
