// The digest of a file as it is on disk.
#ifndef PEDIGREE_RUNTIME_HASH_FILE_H_
#define PEDIGREE_RUNTIME_HASH_FILE_H_

#include <stdint.h>

#include "runtime/records.h"

namespace pedigree {

// Files larger than this are not hashed afterwards. PEDIGREE_HASH_LIMIT (bytes) sets another limit.
inline constexpr uint64_t kHashLimit = 64ull << 30;
void SetHashLimit(uint64_t bytes);
// By how many threads several large files may be hashed at once: 1 unless somebody allows more, for
// these are threads in a program that did not ask for them. PEDIGREE_HASH_THREADS; 0: one a core.
inline constexpr char kHashThreadsVariable[] = "PEDIGREE_HASH_THREADS";
int HashThreads();
// As the environment has it: these, and the digest cache (runtime/digest_cache.h).
void ConfigureHashing();
// In the child of a fork: whoever held a lock or a buffer is not there.
void ResetHashing();

// Hashes what `fd` (open for reading; its position stays) refers to. The digest has the value and
// FILE_AT_CLOSE (or CACHED) if the file had the identity `expected` before and after;
// CHANGED_DURING_RUN if not; NOT_TAKEN where it could not be read, or is too large.
DigestRecord HashFile(int fd, const Identity& expected);

// The same of several files, by HashThreads() threads.
struct ToHash {
  int fd;
  Identity expected;
  DigestRecord* digest;  // what comes of it
};
void HashFiles(const ToHash* files, int count);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_HASH_FILE_H_
