// SHA-256 (FIPS 180-4) of data as it comes, by the CPU's SHA instructions where it has them.
#ifndef PEDIGREE_RUNTIME_SHA256_H_
#define PEDIGREE_RUNTIME_SHA256_H_

#include <stddef.h>
#include <stdint.h>

namespace pedigree {

class Sha256 {
 public:
  static constexpr size_t kSize = 32;

  Sha256() { Reset(); }
  void Reset();
  void Add(const void* data, size_t size);
  // The digest of all that was added. The state stays as it is: more can be added afterwards.
  void Digest(uint8_t out[kSize]) const;
  uint64_t size() const { return size_; }

  // Turns the CPU's instructions off and on again, for tests of the portable code.
  static void UseInstructions(bool use);
  static bool HasInstructions();

 private:
  uint32_t state_[8];
  uint64_t size_;
  uint8_t block_[64];  // the last size_ % 64 bytes
};

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_SHA256_H_
