// features: makes the tables `train_features` and `test_features` out of the table `patients`.

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "examples/clinic/features/build_features.h"
#include "examples/clinic/features/feature_row.h"
#include "examples/clinic/features/standardizer.h"
#include "examples/clinic/paths.h"
#include "examples/clinic/patient.h"
#include "examples/clinic/store/database.h"

namespace clinic {
namespace {

// One row of a feature table.
struct Example {
  int id = 0;
  Features features;
  double progression = 0;
};

// One person in five is kept for testing. The ids say nothing about the people.
bool IsForTesting(const Patient& patient) { return patient.id % 5 == 0; }

void WriteExamples(Database& db, const std::string& table, const std::vector<Example>& examples) {
  db.Execute("DROP TABLE IF EXISTS " + table);
  db.Execute("CREATE TABLE " + table +
             " (id INTEGER PRIMARY KEY, age REAL, bmi REAL, body_fat REAL, bp REAL, tc_hdl REAL, "
             "ldl_hdl REAL, ltg REAL, log_glu REAL, progression REAL)");
  Statement insert(db, "INSERT INTO " + table +
                           " (id, age, bmi, body_fat, bp, tc_hdl, ldl_hdl, ltg, log_glu, "
                           "progression) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const Example& example : examples) {
    insert.Bind(1, example.id);
    insert.Bind(2, example.features.age);
    insert.Bind(3, example.features.bmi);
    insert.Bind(4, example.features.body_fat);
    insert.Bind(5, example.features.bp);
    insert.Bind(6, example.features.tc_hdl);
    insert.Bind(7, example.features.ldl_hdl);
    insert.Bind(8, example.features.ltg);
    insert.Bind(9, example.features.log_glu);
    insert.Bind(10, example.progression);
    insert.Run();
  }
}

void BuildTables() {
  Database db(DatabaseFile(), Database::Mode::kExisting);
  std::vector<Patient> patients = ReadPatients(db);

  // Fitted to the people of the training set alone: nothing of the test set may reach the model.
  Standardizer standardizer;
  for (const Patient& patient : patients) {
    if (!IsForTesting(patient)) standardizer.Add(BuildFeatures(patient));
  }

  std::vector<Example> train;
  std::vector<Example> test;
  for (const Patient& patient : patients) {
    Example example;
    example.id = patient.id;
    example.features = standardizer.Standardize(BuildFeatures(patient));
    example.progression = patient.progression;
    if (IsForTesting(patient)) {
      test.push_back(example);
    } else {
      train.push_back(example);
    }
  }

  db.Execute("BEGIN");
  WriteExamples(db, "train_features", train);
  WriteExamples(db, "test_features", test);
  db.Execute("COMMIT");
  std::cerr << "features: " << train.size() << " people to train with, " << test.size()
            << " to test with\n";
}

}  // namespace
}  // namespace clinic

int main() {
  try {
    clinic::BuildTables();
  } catch (const std::exception& error) {
    std::cerr << "features: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
