// Patterns of C: state of a unit, swaps, machines, arenas, boxes, error codes, lists, callbacks, growth.
#include "corpus.h"
#include <stdlib.h>
#include <string.h>
/* globals and statics */
static int total;
static int history[4];
static struct { int a, b; } cfg;
static int* cursor = history;
static void reset(void) { total = 0; memset(history, 0, sizeof history); cursor = history; }
static void record(int v) { total += v; *cursor++ = v; }
void g1(void) {
  reset();
  record(Read("rec"));
  Write("total", total);  // FLOW: rec
  Write("hist", history[0]);  // FLOW: rec
  reset();
  Write("total2", total);  // NEVER: rec
}
static int next_id(void) { static int id; return ++id; }
static char* dup_static(const char* s) { static char buf[64]; strcpy(buf, s); return buf; }
void g2(void) {
  WriteText("ds", dup_static(ReadText("ds")));  // FLOW: ds
  Write("id", next_id());  // NEVER: ds
}
/* swap through pointers */
static void swap(int* a, int* b) { int t = *a; *a = *b; *b = t; }
static void swap_xor(int* a, int* b) { *a ^= *b; *b ^= *a; *a ^= *b; }
static void swap_ptr(int** a, int** b) { int* t = *a; *a = *b; *b = t; }
#define SWAP(T, a, b) do { T t_ = (a); (a) = (b); (b) = t_; } while (0)
void g3(void) {
  int x = Read("sx"), y = 1;
  swap(&x, &y);
  Write("x", x);  // NEVER: sx
  Write("y", y);  // FLOW: sx
  int p = Read("pp"), q = 2;
  int *pp = &p, *qq = &q;
  swap_ptr(&pp, &qq);
  Write("pp", *pp);  // NEVER: pp
  Write("qq", *qq);  // FLOW: pp
  int m = Read("mm"), n = 3;
  SWAP(int, m, n);
  Write("m", m);  // NEVER: mm
  Write("n", n);  // FLOW: mm
  int u = Read("uu"), w = 4;
  swap_xor(&u, &w);
  Write("w", w);  // FLOW: uu
}
/* stack machine */
enum op { PUSH, ADD, DUP, POP, HALT };
static int run(const int* code) {
  int stack[16], sp = 0, pc = 0;
  for (;;) switch (code[pc++]) {
    case PUSH: stack[sp++] = code[pc++]; break;
    case ADD: sp--; stack[sp - 1] += stack[sp]; break;
    case DUP: stack[sp] = stack[sp - 1]; sp++; break;
    case POP: sp--; break;
    default: return stack[sp - 1];
  }
}
void g4(void) {
  int code[] = {PUSH, Read("code"), DUP, ADD, HALT};
  Write("vm", run(code));  // FLOW: code
}
/* arena */
struct arena { char* base; size_t used, cap; };
static void* alloc(struct arena* a, size_t n) { void* p = a->base + a->used; a->used += (n + 7) & ~7u; return p; }
struct pt { int x, y; };
void g5(void) {
  struct arena a = {malloc(1024), 0, 1024};
  struct pt* p = alloc(&a, sizeof *p);
  struct pt* q = alloc(&a, sizeof *q);
  p->x = Read("ar"); p->y = 0; q->x = 1; q->y = 2;
  Write("arx", p->x);  // FLOW: ar
  free(a.base);
}
/* bit packing */
static unsigned pack(unsigned a, unsigned b) { return (a << 16) | (b & 0xffff); }
void g6(void) {
  unsigned v = pack(Read("hi"), Read("lo"));
  Write("hi", v >> 16);  // FLOW: hi, lo
}
/* struct by value, returned, nested, array of structs */
struct box { struct pt min, max; };
static struct box grow(struct box b, int d) { b.max.x += d; return b; }
void g7(void) {
  struct box b = {{0, 0}, {1, 1}};
  struct box c = grow(b, Read("gr"));
  Write("cx", c.max.x);  // FLOW: gr
  Write("cy", c.max.y);  // NEVER: gr
  Write("bx", b.max.x);  // NEVER: gr
  struct box arr[3] = {{{0}}};
  arr[1] = c;
  struct box* it = arr;
  it++;
  Write("it", it->max.x);  // FLOW: gr
  Write("a0", arr[0].max.x);  // NEVER: gr
  memcpy(&arr[2], &arr[1], sizeof arr[1]);
  Write("a2", arr[2].max.x);  // FLOW: gr
}
/* error codes and gotos */
static int load(const char* n, int* out) { if (!out) return -1; *out = Read(n); return 0; }
int g8(void) {
  int v = 0, rc = -1;
  char* b = malloc(10);
  if (!b) goto out;
  if (load("ld", &v)) goto out_free;
  Write("ld", v);  // FLOW: ld
  rc = 0;
out_free:
  free(b);
out:
  return rc;
}
/* double linked, removal */
struct n { int v; struct n *p, *q; };
static void unlink_(struct n* x) { x->p->q = x->q; x->q->p = x->p; }
void g9(void) {
  struct n h = {0}, a = {Read("rm"), 0, 0}, b = {2, 0, 0};
  h.q = &a; a.p = &h; a.q = &b; b.p = &a; b.q = &h; h.p = &b;
  Write("before", h.q->v);  // FLOW: rm
  unlink_(&a);
  Write("after", h.q->v);  // NEVER: rm
}
/* callbacks with context, iterated */
typedef int (*visit_fn)(int v, void* ctx);
static void each(const int* a, int n, visit_fn f, void* ctx) { for (int i = 0; i < n; i++) if (f(a[i], ctx)) break; }
struct acc { int sum, max; };
static int add_cb(int v, void* c) { struct acc* a = c; a->sum += v; if (v > a->max) a->max = v; return 0; }
static int count_cb(int v, void* c) { (void)v; ++*(int*)c; return 0; }
void g10(void) {
  int a[3] = {Read("ea"), 1, 2}, n = 0;
  struct acc s = {0, 0};
  each(a, 3, add_cb, &s);
  each(a, 3, count_cb, &n);
  Write("sum", s.sum);  // FLOW: ea
  Write("max", s.max);  // FLOW: ea
  Write("n", n);  // NOT: ea
}
/* string table with pointers into a buffer */
static char pool[256]; static size_t pool_n;
static const char* intern(const char* s) { char* p = pool + pool_n; size_t n = strlen(s) + 1; memcpy(p, s, n); pool_n += n; return p; }
void g11(void) { WriteText("intern", intern(ReadText("in"))); }  // FLOW: in
/* realloc growth of struct arrays */
struct vec { struct pt* d; int n, c; };
static void push(struct vec* v, struct pt p) { if (v->n == v->c) { v->c = v->c ? v->c * 2 : 4; v->d = realloc(v->d, v->c * sizeof *v->d); } v->d[v->n++] = p; }
void g12(void) {
  struct vec v = {0};
  push(&v, (struct pt){Read("vx"), 1});
  push(&v, (struct pt){2, 3});
  Write("vx", v.d[0].x);  // FLOW: vx
  Write("vy", v.d[0].y);  // NEVER: vx
}
