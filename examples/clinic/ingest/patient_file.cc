#include "examples/clinic/ingest/patient_file.h"

#include <string_view>
#include <unordered_set>

#include "examples/clinic/csv/csv_reader.h"

namespace clinic {
namespace {

// The current row's number in `column`, which must lie in [low, high]: what a living person can
// have, in the units of data/README.md. Outside it the value was mistyped or is in another unit.
double ReadMeasurement(const CsvReader& reader, std::string_view column, double low, double high) {
  double value = reader.Number(column);
  if (value < low || value > high) {
    reader.Fail(std::string(column) + ": " + reader.Text(column) + " is out of range");
  }
  return value;
}

Patient ReadPatient(const CsvReader& reader) {
  Patient patient;
  patient.id = reader.Integer("id");
  patient.age = ReadMeasurement(reader, "age", 0, 120);
  patient.sex = reader.Integer("sex");
  if (patient.sex != 1 && patient.sex != 2) reader.Fail("sex: neither 1 nor 2");
  patient.bmi = ReadMeasurement(reader, "bmi", 10, 80);
  patient.bp = ReadMeasurement(reader, "bp", 30, 250);
  patient.tc = ReadMeasurement(reader, "tc", 40, 700);
  patient.ldl = ReadMeasurement(reader, "ldl", 10, 600);
  patient.hdl = ReadMeasurement(reader, "hdl", 5, 200);
  patient.tch = ReadMeasurement(reader, "tch", 1, 30);
  patient.ltg = ReadMeasurement(reader, "ltg", 1, 10);
  patient.glu = ReadMeasurement(reader, "glu", 20, 700);
  patient.progression = ReadMeasurement(reader, "progression", 0, 1000);
  return patient;
}

}  // namespace

std::vector<Patient> ReadPatientFile(const std::string& path) {
  CsvReader reader(path);
  std::vector<Patient> patients;
  std::unordered_set<int> ids;
  while (reader.Next()) {
    Patient patient = ReadPatient(reader);
    if (!ids.insert(patient.id).second) {
      reader.Fail("id: " + std::to_string(patient.id) + " comes a second time");
    }
    patients.push_back(patient);
  }
  if (patients.empty()) reader.Fail("no people");
  return patients;
}

}  // namespace clinic
