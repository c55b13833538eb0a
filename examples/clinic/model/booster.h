// XGBoost with owners: a matrix of examples and a booster of trees that free themselves.
// Failures throw std::runtime_error with what XGBoost said.

#ifndef EXAMPLES_CLINIC_MODEL_BOOSTER_H_
#define EXAMPLES_CLINIC_MODEL_BOOSTER_H_

#include <xgboost/c_api.h>

#include <cstddef>
#include <string>
#include <vector>

namespace clinic {

// Examples, one a row.
class Matrix {
 public:
  // `values` is row-major, `columns` to a row. A NaN is a missing value.
  Matrix(const std::vector<float>& values, std::size_t columns);
  ~Matrix();

  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;

  // What is to be predicted, one for each row.
  void SetLabels(const std::vector<float>& labels);

 private:
  friend class Booster;

  DMatrixHandle handle_ = nullptr;
};

// Gradient-boosted trees.
class Booster {
 public:
  // An empty model, to be loaded.
  Booster();

  // A model to be trained on `examples`, which must outlive it.
  explicit Booster(const Matrix& examples);

  ~Booster();

  Booster(const Booster&) = delete;
  Booster& operator=(const Booster&) = delete;

  void SetParam(const std::string& name, const std::string& value);

  // Adds `rounds` trees, each fitted to what the trees before it leave unexplained.
  void Train(const Matrix& examples, int rounds);

  // One prediction for each row.
  std::vector<float> Predict(const Matrix& examples) const;

  void Save(const std::string& path) const;
  void Load(const std::string& path);

 private:
  BoosterHandle handle_ = nullptr;
};

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_MODEL_BOOSTER_H_
