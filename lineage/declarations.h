// Files of declarations (proto/declarations.proto), read and checked.
#ifndef PEDIGREE_LINEAGE_DECLARATIONS_H_
#define PEDIGREE_LINEAGE_DECLARATIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proto/declarations.pb.h"

namespace pedigree {

inline constexpr uint32_t kDeclarationsSchema = 1;

// One file's text. An error names file, line and column. Build files, namespaces and kinds that are
// not said are filled in, and credentials in names are masked; what refers to other files is not
// looked at yet.
absl::StatusOr<Declarations> ParseDeclarations(const std::string& file, std::string_view text);

// Several files as one: what is declared twice in the same words counts once, and schemas are read.
// InvalidArgument where a job names an asset that none of the files declares or a column that an
// asset does not have, where two assets have one name, where two declarations of one asset say
// different things of it, and whatever else does not fit.
absl::StatusOr<Declarations> ReadDeclarations(const std::vector<std::string>& files);

// The same, without the schemas.
absl::StatusOr<Declarations> CombineDeclarations(const std::vector<Declarations>& all);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_DECLARATIONS_H_
