// Classes in units of their own, joined in main.
#pragma once
#include <string>
#include <vector>
struct Row {
  int age = 0;
  int zip = 0;
};
class Loader {
 public:
  explicit Loader(std::string name) : name_(std::move(name)) {}
  std::vector<Row> Load() const;

 private:
  std::string name_;
};
class Model {
 public:
  void Fit(const std::vector<Row>& rows);
  void Save(const std::string& name) const;
  int mean() const { return mean_; }

 private:
  int mean_ = 0;
  int rows_ = 0;
};
