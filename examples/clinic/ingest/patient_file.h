// Reads the study's people from the file they were delivered in.

#ifndef EXAMPLES_CLINIC_INGEST_PATIENT_FILE_H_
#define EXAMPLES_CLINIC_INGEST_PATIENT_FILE_H_

#include <string>
#include <vector>

#include "examples/clinic/patient.h"

namespace clinic {

// All people of the CSV file `path`, in its order. Throws std::runtime_error, naming the line and
// the column, if a value is missing, malformed or out of its range, or an id comes twice.
std::vector<Patient> ReadPatientFile(const std::string& path);

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_INGEST_PATIENT_FILE_H_
