// score: predicts everyone's progression with the trained model, for the clinic's care planning.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "examples/clinic/features/feature_row.h"
#include "examples/clinic/model/booster.h"
#include "examples/clinic/paths.h"
#include "examples/clinic/store/database.h"

namespace clinic {
namespace {

struct Score {
  int id = 0;
  float progression = 0;
};

// How closely someone is to be followed up. The limits are the clinic's.
const char* FollowUp(float progression) {
  if (progression < 100) return "yearly";
  if (progression < 200) return "quarterly";
  return "monthly";
}

// Scores the rows of `query`, which gives id and the features in their order.
void ScoreRows(Database& db, const std::string& query, const Booster& booster,
               std::vector<Score>* scores) {
  Statement rows(db, query);
  std::vector<int> ids;
  std::vector<float> values;
  while (rows.Step()) {
    ids.push_back(rows.Int(0));
    AppendRow(ReadFeatures(rows), &values);
  }
  if (ids.empty()) return;
  std::vector<float> predictions = booster.Predict(Matrix(values, kFeatureCount));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    scores->push_back({.id = ids[i], .progression = predictions[i]});
  }
}

void WriteScores(const std::vector<Score>& scores, const std::string& path) {
  std::ofstream file(path);
  file << "id,progression,follow_up\n";
  for (const Score& score : scores) {
    file << score.id << "," << score.progression << "," << FollowUp(score.progression) << "\n";
  }
  file.close();
  if (!file) throw std::runtime_error(path + ": cannot write: " + std::strerror(errno));
}

void ScoreEveryone() {
  Booster booster;
  booster.Load(ModelFile());
  Database db(DatabaseFile(), Database::Mode::kExisting);
  std::vector<Score> scores;
  ScoreRows(db,
            "SELECT id, age, bmi, body_fat, bp, tc_hdl, ldl_hdl, ltg, log_glu FROM train_features",
            booster, &scores);
  ScoreRows(db,
            "SELECT id, age, bmi, body_fat, bp, tc_hdl, ldl_hdl, ltg, log_glu FROM test_features",
            booster, &scores);
  std::sort(scores.begin(), scores.end(),
            [](const Score& a, const Score& b) { return a.id < b.id; });
  WriteScores(scores, ScoresFile());
  std::cerr << "score: " << scores.size() << " people\n";
}

}  // namespace
}  // namespace clinic

int main() {
  try {
    clinic::ScoreEveryone();
  } catch (const std::exception& error) {
    std::cerr << "score: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
