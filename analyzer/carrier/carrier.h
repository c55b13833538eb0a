// What binaries carry: the fragments that the compiler plugin put into objects, read back from
// objects, archives, shared libraries and executables.
//
// The one place where linking reads what is not a fragment. `analyzer/link` knows nothing of it.
#ifndef PEDIGREE_ANALYZER_CARRIER_CARRIER_H_
#define PEDIGREE_ANALYZER_CARRIER_CARRIER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pedigree {

struct CarriedUnit {
  std::string place;         // where it was found: "train", "libstore.a(load.o)"
  std::string compiler;      // what made it: "Debian clang version 19.1.7, x86_64-pc-linux-gnu"
  std::string fragment_set;  // a serialised FragmentSet
};

struct Carrier {
  std::string kind;                // "object", "bitcode", "archive", "shared library", "executable"
  std::vector<CarriedUnit> units;  // equal ones once, in the order of the file
  std::string digest;  // SHA-256, 32 bytes, of all notes' contents: as a ledger has it of a program
  size_t objects = 0;  // of an archive: how many it has, and those that carry nothing
  std::vector<std::string> bare;
};

// Whether ReadCarrier is for these bytes: ELF, an archive (thin or not) or LLVM's bitcode, damaged
// or not.
bool LooksLikeBinary(std::string_view bytes);

// Reads what `file`, with content `bytes`, carries, which may be nothing. A thin archive's members
// are read where it says they are. InvalidArgument, naming the file, for what is damaged.
absl::StatusOr<Carrier> ReadCarrier(const std::string& file, const std::string& bytes);

// The error for a binary that carries nothing.
absl::Status NoLineage(const std::string& file, const Carrier& carrier);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CARRIER_CARRIER_H_
