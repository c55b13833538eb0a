// Protobuf schemas, as far as columns are concerned: the fields of a message, from a .proto file's
// text. What a schema imports is not looked at, so that one file is enough.
#ifndef PEDIGREE_LINEAGE_PROTO_SCHEMA_H_
#define PEDIGREE_LINEAGE_PROTO_SCHEMA_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "proto/graph.pb.h"

namespace pedigree {

// The fields of a message, with their types, in its order. The message goes by its full name
// ("clinic.Row") or by any last part that is the only one of that name. An error names file and
// place.
absl::StatusOr<std::vector<Properties::Column>> ColumnsOfMessage(const std::string& file,
                                                                 std::string_view text,
                                                                 const std::string& message);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_PROTO_SCHEMA_H_
