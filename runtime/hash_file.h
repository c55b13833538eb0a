// The digest of a file as it is on disk.
#ifndef PEDIGREE_RUNTIME_HASH_FILE_H_
#define PEDIGREE_RUNTIME_HASH_FILE_H_

#include <stdint.h>

#include "runtime/records.h"

namespace pedigree {

// Files larger than this are not hashed afterwards. PEDIGREE_HASH_LIMIT (bytes) sets another limit.
inline constexpr uint64_t kHashLimit = 64ull << 30;
void SetHashLimit(uint64_t bytes);
// As the environment has it: that, and the digest cache (runtime/digest_cache.h).
void ConfigureHashing();
// In the child of a fork: whoever held a lock or a buffer is not there.
void ResetHashing();

// Hashes what `fd` (open for reading; its position stays) refers to. The digest has the value and
// FILE_AT_CLOSE (or CACHED) if the file had the identity `expected` before and after;
// CHANGED_DURING_RUN if not; NOT_TAKEN where it could not be read, or is too large.
DigestRecord HashFile(int fd, const Identity& expected);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_HASH_FILE_H_
