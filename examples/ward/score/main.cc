// Judges everyone by a linear model: how far will the disease have progressed in a year?

#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "examples/ward/store.h"

namespace ward {
namespace {

struct Model {
  double intercept = 0;
  double bmi = 0, bp = 0, ltg = 0;
};

Model ReadModel(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot open");
  const nlohmann::json json = nlohmann::json::parse(file);
  const nlohmann::json& weights = json.at("weights");
  Model model;
  model.intercept = json.at("intercept").get<double>();
  model.bmi = weights.at("bmi").get<double>();
  model.bp = weights.at("bp").get<double>();
  model.ltg = weights.at("ltg").get<double>();
  return model;
}

double Risk(const Model& model, const Features& features) {
  return model.intercept + model.bmi * features.bmi + model.bp * features.bp +
         model.ltg * features.ltg;
}

int Score() {
  const Model model = ReadModel("data/model.json");
  Store store(kDatabase);
  const std::vector<Features> all = store.All();
  for (const Features& features : all) store.PutScore(features.id, Risk(model, features));
  return static_cast<int>(all.size());
}

}  // namespace
}  // namespace ward

int main() {
  try {
    const int count = ward::Score();
    std::cerr << "score: " << count << " people\n";
  } catch (const std::exception& e) {
    std::cerr << "score: " << e.what() << "\n";
    return 1;
  }
  return 0;
}
