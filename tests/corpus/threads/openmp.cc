// FLAGS: -std=c++20 -fopenmp
// OpenMP: what a region does is done where it stands.
#include <vector>
#include "corpus.h"
void ParallelFor() {
  double in[100], out[100];
  ReadInto("in", in, sizeof in);
  ReadInto("other", out, sizeof out);
#pragma omp parallel for schedule(static)
  for (int i = 0; i < 100; ++i) out[i] = in[i] * 2;
  WriteFrom("out", out, sizeof out);  // FLOW: in, other
}
void Reduction() {
  double in[100];
  ReadInto("in2", in, sizeof in);
  double sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (int i = 0; i < 100; ++i) sum += in[i];
  WriteReal("sum", sum);  // FLOW: in2
}
void Private() {
  int a = Read("a"), b = 0;
#pragma omp parallel firstprivate(a) shared(b)
  {
#pragma omp critical
    b += a;
  }
  Write("b", b);  // FLOW: a
}
void LastPrivate() {
  int v = 0;
  int s = Read("s");
#pragma omp parallel for lastprivate(v)
  for (int i = 0; i < 10; ++i) v = s + i;
  Write("v", v);  // FLOW: s
}
void Simd(float* x) {
  float s = static_cast<float>(ReadReal("k"));
#pragma omp simd
  for (int i = 0; i < 10; ++i) x[i] *= s;
  WriteFrom("x", x, 40);  // FLOW: k
}
void Task() {
  int r1 = 0, r2 = 0;
  int q = Read("q");
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(r1)
    r1 = q;
#pragma omp task shared(r2)
    r2 = 5;
#pragma omp taskwait
  }
  Write("r1", r1);  // FLOW: q
  Write("r2", r2);  // NEVER: q
}
void Sections() {
  int a = 0, b = 0;
#pragma omp parallel sections
  {
#pragma omp section
    a = Read("sa");
#pragma omp section
    b = Read("sb");
  }
  Write("oa", a);  // FLOW: sa
  Write("ob", b);  // FLOW: sb
}
void Atomic(std::vector<int>& h) {
  int k = Read("hk");
#pragma omp parallel for
  for (int i = 0; i < 10; ++i) {
#pragma omp atomic
    h[i] += k;
  }
  Write("h", h[3]);  // FLOW: hk
}
void Nested() {
  double w[10], g[10];
  ReadInto("w", w, sizeof w);
#pragma omp parallel
  {
    double local[10];
    for (int i = 0; i < 10; ++i) local[i] = w[i];
#pragma omp for
    for (int i = 0; i < 10; ++i) g[i] = local[i];
  }
  WriteFrom("g", g, sizeof g);  // FLOW: w
}
