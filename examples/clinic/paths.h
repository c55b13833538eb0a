// Where the clinic's programs find and leave their files, relative to the working directory.

#ifndef EXAMPLES_CLINIC_PATHS_H_
#define EXAMPLES_CLINIC_PATHS_H_

#include <string>

namespace clinic {

inline constexpr char kDataDir[] = "data";
inline constexpr char kOutDir[] = "out";

inline std::string InDataDir(const std::string& name) { return std::string(kDataDir) + "/" + name; }
inline std::string InOutDir(const std::string& name) { return std::string(kOutDir) + "/" + name; }

// The study as it was delivered, and the note that came with it.
inline std::string PatientsFile() { return InDataDir("patients.csv"); }
inline std::string ReleaseNote() { return InDataDir("release.txt"); }

// What the programs make of it.
inline std::string DatabaseFile() { return InOutDir("clinic.db"); }
inline std::string ModelFile() { return InOutDir("progression.json"); }
inline std::string MetricsFile() { return InOutDir("metrics.json"); }
inline std::string ScoresFile() { return InOutDir("scores.csv"); }

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_PATHS_H_
