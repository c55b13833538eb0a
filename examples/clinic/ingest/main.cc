// ingest: takes the study's CSV file into the table `patients` of the clinic's database.

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "examples/clinic/ingest/patient_file.h"
#include "examples/clinic/paths.h"
#include "examples/clinic/patient.h"
#include "examples/clinic/store/database.h"

namespace clinic {
namespace {

// Shows the note that came with the data, if one did, so that a log tells which release was read.
void LogReleaseNote(const std::string& path) {
  std::ifstream note(path);
  std::string line;
  while (std::getline(note, line)) std::cerr << "ingest: " << line << "\n";
}

void WritePatients(Database& db, const std::vector<Patient>& patients) {
  db.Execute("BEGIN");
  db.Execute("DROP TABLE IF EXISTS patients");
  db.Execute(
      "CREATE TABLE patients (id INTEGER PRIMARY KEY, age REAL, sex INTEGER, bmi REAL, bp REAL, "
      "tc REAL, ldl REAL, hdl REAL, tch REAL, ltg REAL, glu REAL, progression REAL)");
  Statement insert(db,
                   "INSERT INTO patients "
                   "(id, age, sex, bmi, bp, tc, ldl, hdl, tch, ltg, glu, progression) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const Patient& patient : patients) {
    insert.Bind(1, patient.id);
    insert.Bind(2, patient.age);
    insert.Bind(3, patient.sex);
    insert.Bind(4, patient.bmi);
    insert.Bind(5, patient.bp);
    insert.Bind(6, patient.tc);
    insert.Bind(7, patient.ldl);
    insert.Bind(8, patient.hdl);
    insert.Bind(9, patient.tch);
    insert.Bind(10, patient.ltg);
    insert.Bind(11, patient.glu);
    insert.Bind(12, patient.progression);
    insert.Run();
  }
  db.Execute("COMMIT");
}

void Ingest() {
  LogReleaseNote(ReleaseNote());
  std::vector<Patient> patients = ReadPatientFile(PatientsFile());
  std::filesystem::create_directories(kOutDir);
  Database db(DatabaseFile(), Database::Mode::kCreate);
  WritePatients(db, patients);
  std::cerr << "ingest: " << patients.size() << " people\n";
}

}  // namespace
}  // namespace clinic

int main() {
  try {
    clinic::Ingest();
  } catch (const std::exception& error) {
    std::cerr << "ingest: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
