#include "examples/clinic/features/build_features.h"

#include <cmath>

namespace clinic {
namespace {

// Body fat in percent of the body's weight, as Deurenberg, Weststrate and Seidell ("Body mass index
// as a measure of body fatness", 1991) estimate it for adults, without their term for sex.
double BodyFat(const Patient& patient) { return 1.20 * patient.bmi + 0.23 * patient.age - 5.4; }

}  // namespace

std::vector<Patient> ReadPatients(Database& db) {
  Statement rows(db,
                 "SELECT id, age, bmi, bp, tc, ldl, hdl, ltg, glu, progression "
                 "FROM patients ORDER BY id");
  std::vector<Patient> patients;
  while (rows.Step()) {
    Patient patient;
    patient.id = rows.Int(0);
    patient.age = rows.Double(1);
    patient.bmi = rows.Double(2);
    patient.bp = rows.Double(3);
    patient.tc = rows.Double(4);
    patient.ldl = rows.Double(5);
    patient.hdl = rows.Double(6);
    patient.ltg = rows.Double(7);
    patient.glu = rows.Double(8);
    patient.progression = rows.Double(9);
    patients.push_back(patient);
  }
  return patients;
}

Features BuildFeatures(const Patient& patient) {
  Features features;
  features.age = patient.age;
  features.bmi = patient.bmi;
  features.body_fat = BodyFat(patient);
  features.bp = patient.bp;
  features.tc_hdl = patient.tc / patient.hdl;
  features.ldl_hdl = patient.ldl / patient.hdl;
  features.ltg = patient.ltg;
  features.log_glu = std::log(patient.glu);
  return features;
}

}  // namespace clinic
