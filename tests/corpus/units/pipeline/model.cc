#include "corpus.h"
#include "stages.h"

void Model::Fit(const std::vector<Row>& rows) {
  int sum = 0;
  for (const Row& row : rows) {
    sum += row.age;
    ++rows_;
  }
  mean_ = rows_ ? sum / rows_ : 0;
}
void Model::Save(const std::string& name) const {
  // FLOW: train.csv -> train.json, test.csv -> test.json
  // NEVER: train.csv -> test.json, zips, unused.csv
  Write((name + ".json").c_str(), mean_);
}
