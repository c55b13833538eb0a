#include "runtime/sha256.h"

#include <string.h>

#include <atomic>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#include <sys/auxv.h>
#endif

namespace pedigree {
namespace {

constexpr uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

uint32_t Rotate(uint32_t x, int n) { return (x >> n) | (x << (32 - n)); }

void BlocksPortable(uint32_t state[8], const uint8_t* data, size_t blocks) {
  for (; blocks > 0; --blocks, data += 64) {
    uint32_t w[64];
    for (int i = 0; i < 16; ++i) {
      w[i] = static_cast<uint32_t>(data[4 * i]) << 24 |
             static_cast<uint32_t>(data[4 * i + 1]) << 16 |
             static_cast<uint32_t>(data[4 * i + 2]) << 8 | data[4 * i + 3];
    }
    for (int i = 16; i < 64; ++i) {
      const uint32_t s0 = Rotate(w[i - 15], 7) ^ Rotate(w[i - 15], 18) ^ (w[i - 15] >> 3);
      const uint32_t s1 = Rotate(w[i - 2], 17) ^ Rotate(w[i - 2], 19) ^ (w[i - 2] >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; ++i) {
      const uint32_t t1 = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) +
                          ((e & f) ^ (~e & g)) + kRound[i] + w[i];
      const uint32_t t2 =
          (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

#if defined(__x86_64__)

// Four rounds at a time; the instructions keep the state as (a, b, e, f) and (c, d, g, h).
__attribute__((target("sha,sse4.1,ssse3"))) void BlocksInstructions(uint32_t state[8],
                                                                    const uint8_t* data,
                                                                    size_t blocks) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bll, 0x0405060700010203ll);
  __m128i t = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state));
  __m128i s1 = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state + 4));
  t = _mm_shuffle_epi32(t, 0xb1);          // c d a b
  s1 = _mm_shuffle_epi32(s1, 0x1b);        // e f g h
  __m128i s0 = _mm_alignr_epi8(t, s1, 8);  // a b e f
  s1 = _mm_blend_epi16(s1, t, 0xf0);       // c d g h
  for (; blocks > 0; --blocks, data += 64) {
    const __m128i s0_before = s0, s1_before = s1;
    __m128i w[4];
    for (int i = 0; i < 4; ++i) {
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data) + i), swap);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; ++i) {
      __m128i k =
          _mm_add_epi32(w[i & 3], _mm_loadu_si128(reinterpret_cast<const __m128i*>(kRound) + i));
      s1 = _mm_sha256rnds2_epu32(s1, s0, k);
      k = _mm_shuffle_epi32(k, 0x0e);
      s0 = _mm_sha256rnds2_epu32(s0, s1, k);
      if (i < 12) {
        // The words 16 further on.
        __m128i next = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        w[i & 3] = _mm_sha256msg2_epu32(next, w[(i + 3) & 3]);
      }
    }
    s0 = _mm_add_epi32(s0, s0_before);
    s1 = _mm_add_epi32(s1, s1_before);
  }
  t = _mm_shuffle_epi32(s0, 0x1b);    // f e b a
  s1 = _mm_shuffle_epi32(s1, 0xb1);   // d c h g
  s0 = _mm_blend_epi16(t, s1, 0xf0);  // d c b a
  s1 = _mm_alignr_epi8(s1, t, 8);     // h g f e
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state), s0);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state + 4), s1);
}

bool CpuHas() {
  unsigned a, b, c, d;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (b & (1u << 29)) == 0) return false;  // SHA
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & (1u << 19)) != 0 &&
         (c & (1u << 9)) != 0;  // SSE4.1, SSSE3
}

#elif defined(__aarch64__)

__attribute__((target("sha2"))) void BlocksInstructions(uint32_t state[8], const uint8_t* data,
                                                        size_t blocks) {
  uint32x4_t s0 = vld1q_u32(state), s1 = vld1q_u32(state + 4);
  for (; blocks > 0; --blocks, data += 64) {
    const uint32x4_t s0_before = s0, s1_before = s1;
    uint32x4_t w[4];
    for (int i = 0; i < 4; ++i) w[i] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(data + 16 * i)));
    for (int i = 0; i < 16; ++i) {
      const uint32x4_t k = vaddq_u32(w[i & 3], vld1q_u32(kRound + 4 * i));
      const uint32x4_t old = s0;
      s0 = vsha256hq_u32(s0, s1, k);
      s1 = vsha256h2q_u32(s1, old, k);
      if (i < 12)
        w[i & 3] = vsha256su1q_u32(vsha256su0q_u32(w[i & 3], w[(i + 1) & 3]), w[(i + 2) & 3],
                                   w[(i + 3) & 3]);
    }
    s0 = vaddq_u32(s0, s0_before);
    s1 = vaddq_u32(s1, s1_before);
  }
  vst1q_u32(state, s0);
  vst1q_u32(state + 4, s1);
}

bool CpuHas() { return (getauxval(AT_HWCAP) & (1u << 6)) != 0; }  // HWCAP_SHA2

#else

void BlocksInstructions(uint32_t state[8], const uint8_t* data, size_t blocks) {
  BlocksPortable(state, data, blocks);
}
bool CpuHas() { return false; }

#endif

// 0: not looked yet; 1: portable; 2: instructions.
std::atomic<int> chosen{0};

void Blocks(uint32_t state[8], const uint8_t* data, size_t blocks) {
  int how = chosen.load(std::memory_order_relaxed);
  if (how == 0) chosen.store(how = CpuHas() ? 2 : 1, std::memory_order_relaxed);
  if (how == 2) {
    BlocksInstructions(state, data, blocks);
  } else {
    BlocksPortable(state, data, blocks);
  }
}

}  // namespace

void Sha256::UseInstructions(bool use) { chosen.store(use && CpuHas() ? 2 : 1); }
bool Sha256::HasInstructions() { return CpuHas(); }

void Sha256::Reset() {
  constexpr uint32_t kStart[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memcpy(state_, kStart, sizeof state_);
  size_ = 0;
}

void Sha256::Add(const void* data, size_t size) {
  const uint8_t* at = static_cast<const uint8_t*>(data);
  const size_t held = size_ % 64;
  size_ += size;
  if (held > 0) {
    const size_t take = size < 64 - held ? size : 64 - held;
    memcpy(block_ + held, at, take);
    at += take;
    size -= take;
    if (held + take < 64) return;
    Blocks(state_, block_, 1);
  }
  if (size >= 64) Blocks(state_, at, size / 64);
  memcpy(block_, at + size / 64 * 64, size % 64);
}

void Sha256::Digest(uint8_t out[kSize]) const {
  uint32_t state[8];
  memcpy(state, state_, sizeof state);
  // The rest, a one bit, zeros, and the length in bits.
  uint8_t end[128] = {};
  const size_t held = size_ % 64;
  memcpy(end, block_, held);
  end[held] = 0x80;
  const size_t blocks = held < 56 ? 1 : 2;
  for (int i = 0; i < 8; ++i)
    end[blocks * 64 - 1 - i] = static_cast<uint8_t>((size_ * 8) >> (8 * i));
  Blocks(state, end, blocks);
  for (int i = 0; i < 8; ++i) {
    for (int j = 0; j < 4; ++j) out[4 * i + j] = static_cast<uint8_t>(state[i] >> (24 - 8 * j));
  }
}

}  // namespace pedigree
