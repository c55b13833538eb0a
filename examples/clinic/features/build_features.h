// From people as measured to features.

#ifndef EXAMPLES_CLINIC_FEATURES_BUILD_FEATURES_H_
#define EXAMPLES_CLINIC_FEATURES_BUILD_FEATURES_H_

#include <vector>

#include "examples/clinic/features/feature_row.h"
#include "examples/clinic/patient.h"
#include "examples/clinic/store/database.h"

namespace clinic {

// Everyone in the table `patients`, by id, with what BuildFeatures() wants to know of them and the
// progression.
std::vector<Patient> ReadPatients(Database& db);

// The features of one person, each in its own unit. `patient` must have passed ingest's checks.
Features BuildFeatures(const Patient& patient);

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_FEATURES_BUILD_FEATURES_H_
