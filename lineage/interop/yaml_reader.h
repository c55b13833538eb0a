// Other people's YAML. A pipeline is written by hand or by a compiler, and small: a file is read as
// a whole, and one that is too large, too deep or no YAML is an error with its place.
#ifndef PEDIGREE_LINEAGE_INTEROP_YAML_READER_H_
#define PEDIGREE_LINEAGE_INTEROP_YAML_READER_H_

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace pedigree::interop {

// Gives `take` the documents of a file.
absl::Status ReadYaml(const std::string& path,
                      absl::FunctionRef<absl::Status(const std::vector<YAML::Node>&)> take);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_YAML_READER_H_
