// Other people's files that are read as a whole: as much as they may be, and no more.
#ifndef PEDIGREE_LINEAGE_INTEROP_BOUNDED_FILE_H_
#define PEDIGREE_LINEAGE_INTEROP_BOUNDED_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace pedigree::interop {

// The content of a file (-: of standard input) of at most `most` bytes; of a larger one an error,
// before memory is taken for it.
absl::StatusOr<std::string> ReadBounded(const std::string& path, size_t most);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_BOUNDED_FILE_H_
