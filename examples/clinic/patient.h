// A person of the study, as measured at baseline and seen again a year later.

#ifndef EXAMPLES_CLINIC_PATIENT_H_
#define EXAMPLES_CLINIC_PATIENT_H_

namespace clinic {

// Units and coding: data/README.md.
struct Patient {
  int id = 0;
  double age = 0;
  int sex = 0;
  double bmi = 0;
  double bp = 0;
  double tc = 0;
  double ldl = 0;
  double hdl = 0;
  double tch = 0;
  double ltg = 0;
  double glu = 0;
  double progression = 0;
};

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_PATIENT_H_
