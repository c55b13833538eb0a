// FLAGS: -std=c++20 -mavx2 -mfma
// SIMD by intrinsics and by vectors of the language: a vector is one value, and an access to an array by
// vectors is to any of its elements.
#include <immintrin.h>
#include <cstddef>
#include "corpus.h"
static float Dot(const float* a, const float* b, int n) {
  __m256 acc = _mm256_setzero_ps();
  for (int i = 0; i < n; i += 8)
    acc = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), acc);
  float t[8];
  _mm256_storeu_ps(t, acc);
  return t[0] + t[1] + t[2] + t[3] + t[4] + t[5] + t[6] + t[7];
}
void DotProduct() {
  float a[64], b[64];
  ReadInto("a", a, sizeof a);
  ReadInto("b", b, sizeof b);
  WriteReal("dot", Dot(a, b, 64));  // FLOW: a, b
}
void Scale() {
  float x[8], y[8];
  ReadInto("x", x, sizeof x);
  ReadInto("y", y, sizeof y);
  __m256 s = _mm256_set1_ps(static_cast<float>(ReadReal("s")));
  __m256 v = _mm256_mul_ps(_mm256_load_ps(x), s);
  _mm256_store_ps(x, v);
  WriteFrom("ox", x, sizeof x);  // FLOW: x, s
  WriteFrom("oy", y, sizeof y);  // FLOW: y  NEVER: x, s
}
void Ints() {
  int in[4];
  ReadInto("ints", in, sizeof in);
  __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
  v = _mm_add_epi32(v, _mm_set1_epi32(3));
  int out[4];
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), v);
  WriteFrom("oints", out, sizeof out);  // FLOW: ints
  Write("lane", _mm_cvtsi128_si32(v));  // FLOW: ints
  Write("lane2", _mm_extract_epi32(v, 2));  // FLOW: ints
}
void Horizontal() {
  float x[8];
  ReadInto("hx", x, sizeof x);
  __m256 v = _mm256_loadu_ps(x);
  __m128 lo = _mm256_castps256_ps128(v), hi = _mm256_extractf128_ps(v, 1);
  __m128 r = _mm_add_ps(lo, hi);
  r = _mm_hadd_ps(r, r);
  WriteReal("h", _mm_cvtss_f32(r));  // FLOW: hx
}
typedef float v4 __attribute__((vector_size(16)));
void VectorExtension() {
  v4 a, b;
  ReadInto("va", &a, sizeof a);
  ReadInto("vb", &b, sizeof b);
  v4 c = a * 2.0f;
  WriteReal("c", c[1]);  // FLOW: va  NEVER: vb
  v4 d = __builtin_shufflevector(a, b, 0, 1, 4, 5);
  WriteReal("d", d[1]);  // FLOW: va, vb
  a[2] = static_cast<float>(ReadReal("lane"));
  WriteReal("a2", a[2]);  // FLOW: lane  NEVER: vb  KNOWN(A lane of a vector): NOT: va
}

void ElementsThatAreStoredAlone() {
  float x[8] = {}, y[8] = {};
  for (int i = 0; i < 8; ++i) x[i] = static_cast<float>(ReadReal("x"));
  y[5] = static_cast<float>(ReadReal("y"));
  const __m256 sum = _mm256_add_ps(_mm256_loadu_ps(x), _mm256_setzero_ps());
  float out[8];
  _mm256_storeu_ps(out, sum);
  WriteReal("x3", out[3]);  // FLOW: x  NEVER: y
  _mm256_storeu_ps(out, _mm256_loadu_ps(y));
  WriteReal("y3", out[3]);  // FLOW: y, x
}

// As distances are computed where vectors are searched for.
static float SquaredDistance(const float* a, const float* b, std::size_t n) {
  float result = 0;
  __m256 sum = _mm256_setzero_ps();
  for (; n > 7; n -= 8, a += 8, b += 8) {
    const __m256 difference = _mm256_sub_ps(_mm256_loadu_ps(a), _mm256_loadu_ps(b));
    sum = _mm256_fmadd_ps(difference, difference, sum);
  }
  alignas(32) float lanes[8];
  _mm256_store_ps(lanes, sum);
  for (const float lane : lanes) result += lane;
  for (; n > 0; --n, ++a, ++b) result += (*a - *b) * (*a - *b);
  return result;
}

void Nearest() {
  float* index = static_cast<float*>(ReadBlock("index"));
  float query[64], other[64];
  ReadInto("query", query, sizeof query);
  ReadInto("other", other, sizeof other);
  WriteReal("distance", SquaredDistance(index, query, 64));  // FLOW: index, query  NEVER: other
  WriteReal("far", SquaredDistance(index, other, 64));       // FLOW: index, other  NEVER: query
}

void ComplexNumbers() {
  _Complex double z = 0, w = 0;
  __real__ z = ReadReal("re");
  __imag__ z = ReadReal("im");
  WriteReal("z", __real__(z * z));  // FLOW: re, im  NEVER: other2
  __real__ w = ReadReal("other2");
  WriteReal("w", __real__ w);  // FLOW: other2  NEVER: re, im
}

// Four fields that lie beside each other are a vector.
struct Quad {
  float x, y, z, w;
};

void FieldsAsAVector() {
  Quad from{0, static_cast<float>(ReadReal("quad")), 0, 0}, to{}, other{};
  _mm_storeu_ps(&to.x, _mm_loadu_ps(&from.x));
  WriteReal("quad", to.y);      // FLOW: quad
  WriteReal("beside", other.y);  // NEVER: quad
}
