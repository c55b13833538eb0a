#include "runtime/crc32c.h"

#include <string.h>

#include <atomic>

#if defined(__x86_64__)
#include <cpuid.h>
#include <nmmintrin.h>
#endif

namespace pedigree {
namespace {

uint32_t Portable(uint32_t crc, const uint8_t* at, size_t size) {
  for (; size > 0; --size, ++at) {
    crc ^= *at;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0x82f63b78u & (0u - (crc & 1)));
  }
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) uint32_t Instructions(uint32_t crc, const uint8_t* at,
                                                        size_t size) {
  uint64_t wide = crc;
  for (; size >= 8; size -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    wide = _mm_crc32_u64(wide, word);
  }
  crc = static_cast<uint32_t>(wide);
  for (; size > 0; --size, ++at) crc = _mm_crc32_u8(crc, *at);
  return crc;
}

bool CpuHas() {
  unsigned a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & (1u << 20)) != 0;
}
#endif

}  // namespace

uint32_t ExtendCrc32c(uint32_t before, const void* data, size_t size) {
  const uint8_t* at = static_cast<const uint8_t*>(data);
#if defined(__x86_64__)
  // 0: not looked yet; 1: no; 2: yes.
  static std::atomic<int> known{0};
  int how = known.load(std::memory_order_relaxed);
  if (how == 0) known.store(how = CpuHas() ? 2 : 1, std::memory_order_relaxed);
  if (how == 2) return ~Instructions(~before, at, size);
#endif
  return ~Portable(~before, at, size);
}

}  // namespace pedigree
