// FLAGS: -std=gnu17
// What compilers add to C.
#include <alloca.h>
#include <stdlib.h>
#include "corpus.h"
#define max(a, b) ({ __typeof__(a) _a = (a); __typeof__(b) _b = (b); _a > _b ? _a : _b; })
void StatementExpression(void) {
  int a = Read("a"), b = Read("b");
  Write("max", max(a, b));  // FLOW: a, b
}
static void FreeInt(int** p) { Write("clean", **p); free(*p); }  // FLOW: kept
void Cleanup(void) {
  __attribute__((cleanup(FreeInt))) int* p = malloc(sizeof *p);
  *p = Read("kept");
}
static void Report(int* p) { Write("end", *p); }  // FLOW: last  NEVER: first, kept
void CleanupOfNumber(void) {
  __attribute__((cleanup(Report))) int n = Read("first");
  Use(n);
  n = Read("last");
}
void ComputedGoto(int op) {
  static void* table[] = {&&one, &&two};
  int v = Read("v"), w = 0;
  goto* table[op];
one:
  w = v;
two:
  Write("w", w);  // FLOW: v
}
void Elvis(void) {
  const char* t = ReadText("t") ?: "none";
  WriteText("t", t);  // FLOW: t
}
void Ranges(void) {
  int x = Read("x");
  int t[10] = {[0 ... 4] = 1, [5 ... 9] = 2};
  t[3] = x;
  Write("t3", t[3]);  // FLOW: x
  Write("t7", t[7]);  // NEVER: x
}
void Vla(int n) {
  int v[n];
  for (int i = 0; i < n; ++i) v[i] = Read("vla");
  Write("vla", v[n - 1]);  // FLOW: vla
  int* d = alloca(n * sizeof *d);
  d[0] = v[0];
  Write("d", d[0]);  // FLOW: vla
}
struct Pair { int a, b; };
static inline struct Pair Make(int a, int b) { return (struct Pair){.b = b, .a = a}; }
void Compound(void) {
  struct Pair p = Make(Read("pa"), Read("pb"));
  Write("pa", p.a);  // FLOW: pa NEVER: pb
  Write("pb", p.b);  // FLOW: pb NEVER: pa
  struct Pair* q = &(struct Pair){p.b, 1};
  Write("q", q->a);  // FLOW: pb NEVER: pa
}
void Overflow(void) {
  int a = Read("oa"), r;
  if (__builtin_mul_overflow(a, 4, &r)) return;
  Write("r", r);  // FLOW: oa
  int e = __builtin_expect(a, 1);
  Write("e", e);  // FLOW: oa
  int pc = __builtin_popcount(a);
  Write("pc", pc);  // FLOW: oa
  unsigned bs = __builtin_bswap32(a);
  Write("bs", bs);  // FLOW: oa
}
struct Flex { int n; int data[]; };
void Flexible(int n) {
  struct Flex* f = malloc(sizeof *f + n * sizeof(int));
  f->n = n;
  for (int i = 0; i < n; ++i) f->data[i] = Read("flex");
  Write("n", f->n);  // NEVER: flex
  Write("data", f->data[n / 2]);  // FLOW: flex
}
