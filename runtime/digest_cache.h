// Digests of files that were hashed before, by whichever process: a file of fixed size on disk.
//
// A digest stands for (device, inode, size, mtime, ctime). A file that changed within the clock's
// grain of being hashed could look the same afterwards, so only what had not changed for a while is
// kept (HashFile sees to that). Each slot has a check over all of it: who reads while another
// writes, or after a crash, finds nothing, never something wrong.
//
// The cache must be the user's own, writable for nobody else: it is believed.
#ifndef PEDIGREE_RUNTIME_DIGEST_CACHE_H_
#define PEDIGREE_RUNTIME_DIGEST_CACHE_H_

#include <stdint.h>

#include "runtime/records.h"

namespace pedigree {

inline constexpr char kDigestCacheVariable[] = "PEDIGREE_DIGEST_CACHE";

// Files smaller than this are hashed sooner than found.
inline constexpr uint64_t kLeastCached = 64 << 10;

// Uses this file from now on, and makes it where it is not there; empty or too long a name: no
// cache. Nothing is opened before it is needed.
void SetDigestCache(const char* path);

bool RecallDigest(const Identity& file, uint8_t value[Sha256::kSize]);
void RememberDigest(const Identity& file, const uint8_t value[Sha256::kSize]);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_DIGEST_CACHE_H_
