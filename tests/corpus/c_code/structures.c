// Structures of data in C: lists, trees, rings, buffers, maps, intrusive links, tables of functions, unions.
#include "corpus.h"
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>

struct node { int v; struct node* next; };
static struct node* push(struct node* h, int v) {
  struct node* n = malloc(sizeof *n);
  n->v = v; n->next = h;
  return n;
}
static void append(struct node** h, int v) {
  while (*h) h = &(*h)->next;
  *h = push(NULL, v);
}
static int sum(const struct node* n) { int s = 0; for (; n; n = n->next) s += n->v; return s; }
static struct node* reverse(struct node* n) {
  struct node* r = NULL;
  while (n) { struct node* t = n->next; n->next = r; r = n; n = t; }
  return r;
}
void lists(void) {
  struct node* a = push(push(NULL, 1), Read("la"));
  struct node* b = push(NULL, 2);
  append(&b, Read("lb"));
  Write("suma", sum(a));  // FLOW: la  NEVER: lb
  Write("sumb", sum(b));  // FLOW: lb  NEVER: la
  Write("rev", reverse(b)->v);  // FLOW: lb  NEVER: la
}
struct tree { int key, val; struct tree *l, *r; };
static struct tree* insert(struct tree* t, int k, int v) {
  if (!t) { t = calloc(1, sizeof *t); t->key = k; t->val = v; }
  else if (k < t->key) t->l = insert(t->l, k, v);
  else if (k > t->key) t->r = insert(t->r, k, v);
  else t->val = v;
  return t;
}
static int find(struct tree* t, int k) {
  while (t) { if (k == t->key) return t->val; t = k < t->key ? t->l : t->r; }
  return -1;
}
void trees(void) {
  struct tree *t = NULL, *u = NULL;
  t = insert(t, 1, Read("tv")); t = insert(t, 2, 5);
  u = insert(u, 1, 3);
  Write("t", find(t, 1));  // FLOW: tv
  Write("u", find(u, 1));  // NEVER: tv
}
struct ring { int buf[8]; unsigned head, tail; };
static void put(struct ring* r, int v) { r->buf[r->head++ & 7] = v; }
static int get(struct ring* r) { return r->buf[r->tail++ & 7]; }
void rings(void) {
  struct ring a = {0}, b = {0};
  put(&a, Read("ring")); put(&b, 1);
  Write("ringa", get(&a));  // FLOW: ring
  Write("ringb", get(&b));  // NEVER: ring
}
struct buf { char* data; size_t len, cap; };
static void buf_add(struct buf* b, const char* s, size_t n) {
  if (b->len + n + 1 > b->cap) {
    b->cap = (b->len + n + 1) * 2;
    b->data = realloc(b->data, b->cap);
  }
  memcpy(b->data + b->len, s, n);
  b->len += n;
  b->data[b->len] = 0;
}
void bufs(void) {
  struct buf a = {0}, b = {0};
  const char* t = ReadText("buf");
  buf_add(&a, t, strlen(t));
  buf_add(&a, "x", 1);
  buf_add(&b, "y", 1);
  WriteText("bufa", a.data);  // FLOW: buf
  WriteText("bufb", b.data);  // NEVER: buf
}
typedef struct { const char* k; int v; int used; } slot;
typedef struct { slot* s; size_t n; } map;
static slot* lookup(map* m, const char* k) {
  size_t h = 5381;
  for (const char* p = k; *p; p++) h = h * 33 + *p;
  for (size_t i = 0;; i++) {
    slot* s = &m->s[(h + i) % m->n];
    if (!s->used || !strcmp(s->k, k)) return s;
  }
}
static void map_put(map* m, const char* k, int v) { slot* s = lookup(m, k); s->k = k; s->v = v; s->used = 1; }
static int map_get(map* m, const char* k) { return lookup(m, k)->v; }
void maps(void) {
  map m = {calloc(16, sizeof(slot)), 16}, n = {calloc(16, sizeof(slot)), 16};
  map_put(&m, "a", Read("mapv"));
  Write("mapm", map_get(&m, "a"));  // FLOW: mapv
  Write("mapn", map_get(&n, "a"));  // NEVER: mapv
}
#define container_of(p, T, m) ((T*)((char*)(p) - offsetof(T, m)))
struct link { struct link *prev, *next; };
struct item { int v; struct link l; int w; };
static void link_add(struct link* h, struct link* n) { n->next = h->next; n->prev = h; h->next->prev = n; h->next = n; }
void intrusive(void) {
  struct link head = {&head, &head};
  struct item a = {Read("intr"), {0, 0}, 7};
  link_add(&head, &a.l);
  for (struct link* p = head.next; p != &head; p = p->next) {
    struct item* i = container_of(p, struct item, l);
    Write("iv", i->v);  // FLOW: intr
    Write("iw", i->w);  // NEVER: intr
  }
}
struct ops { int (*get)(void*); void (*set)(void*, int); };
struct dev { const struct ops* ops; int reg, other; };
static int get_reg(void* p) { return ((struct dev*)p)->reg; }
static int get_other(void* p) { return ((struct dev*)p)->other; }
static void set_reg(void* p, int v) { ((struct dev*)p)->reg = v; }
static const struct ops real_ops = {get_reg, set_reg};
static const struct ops fake_ops = {.set = set_reg, .get = get_other};
void vtables(void) {
  struct dev a = {&real_ops, 0, 0}, b = {&fake_ops, 0, 0};
  a.ops->set(&a, Read("dev")); b.ops->set(&b, Read("devb"));
  Write("deva", a.ops->get(&a));  // FLOW: dev  NEVER: devb
  Write("devb", b.ops->get(&b));  // NEVER: dev, devb
}
static int vsum(int n, ...) {
  va_list ap; va_start(ap, n);
  int s = 0;
  while (n--) s += va_arg(ap, int);
  va_end(ap);
  return s;
}
void variadic(void) {
  Write("va", vsum(2, 1, Read("va")));  // FLOW: va
  Write("vb", vsum(2, 1, 2));  // NEVER: va
}
static int cmp(const void* a, const void* b) { return *(const int*)a - *(const int*)b; }
void sorted(void) {
  int a[3] = {Read("q0"), 2, 3}, b[3] = {1, 2, 3};
  qsort(a, 3, sizeof *a, cmp);
  qsort(b, 3, sizeof *b, cmp);
  Write("qa", a[2]);  // FLOW: q0
  Write("qb", b[2]);  // NEVER: q0
  int k = 2;
  int* f = bsearch(&k, a, 3, sizeof *a, cmp);
  Write("bs", *f);  // FLOW: q0
}
union pun { float f; uint32_t u; unsigned char b[4]; };
void puns(void) {
  union pun p;
  p.u = Read("pun");
  Write("punb", p.b[2]);  // FLOW: pun
  WriteReal("punf", p.f);  // FLOW: pun
  union pun q = p;
  q.u = 0;
  Write("punq", q.b[0]);  // NEVER: pun
}
struct msg { int kind; union { int num; struct { int lo, hi; } pair; } u; };
void tagged(void) {
  struct msg m = {0};
  m.u.pair.hi = Read("hi");
  Write("hi", m.u.pair.hi);  // FLOW: hi
  Write("lo", m.u.pair.lo);  // NEVER: hi
  Write("kind", m.kind);  // NEVER: hi
}
struct flex { int n; int data[]; };
void flexible(void) {
  struct flex* f = malloc(sizeof *f + 4 * sizeof(int));
  f->n = 4;
  f->data[1] = Read("flex");
  Write("f1", f->data[1]);  // FLOW: flex
  Write("f0", f->data[0]);  // NEVER: flex
  Write("fn", f->n);  // NEVER: flex
}
void compound(void) {
  struct node* n = &(struct node){.v = Read("cl"), .next = 0};
  Write("cl", n->v);  // FLOW: cl
  int* a = (int[]){1, Read("ca"), 3};
  Write("ca1", a[1]);  // FLOW: ca
  Write("ca0", a[0]);  // NEVER: ca
}
static void out_params(int** out, size_t* n) { *out = malloc(8); (*out)[0] = Read("outp"); *n = 1; }
void outs(void) {
  int* p; size_t n;
  out_params(&p, &n);
  Write("outp", p[0]);  // FLOW: outp
  Write("outn", (int)n);  // NEVER: outp
}
void matrix(void) {
  int** m = malloc(2 * sizeof *m);
  for (int i = 0; i < 2; i++) m[i] = calloc(2, sizeof **m);
  m[0][1] = Read("mat");
  Write("mat", m[0][1]);  // FLOW: mat
  int flat[2][3] = {{0}};
  flat[1][2] = Read("flat");
  Write("flat", flat[1][2]);  // FLOW: flat
  Write("flat0", flat[0][2]);  // NEVER: flat
}
void dispatch(void) {
  int x = Read("goto"), y = 0;
  static void* const labels[] = {&&one, &&two};
  goto *labels[Any() & 1];
one:
  y = x;
  goto done;
two:
  y = 1;
done:
  Write("goto", y);  // FLOW: goto
}
void duff(void) {
  int a[8], n = 8, *p = a;
  switch (n % 4) { case 0: do { *p++ = Read("duff"); case 3: *p++ = 1; case 2: *p++ = 2; case 1: *p++ = 3; } while (p < a + 8); }
  Write("duff", a[0]);  // FLOW: duff
}
static int (*table[2])(const char*) = {Read, 0};
void fntable(void) { Write("fnt", table[0]("fnt")); }  // FLOW: fnt
static int apply(int (*f)(int, void*), int x, void* ctx) { return f(x, ctx); }
static int add(int x, void* c) { return x + *(int*)c; }
static int drop(int x, void* c) { return *(int*)c; }
void contexts(void) {
  int c = Read("ctx"), d = 1;
  Write("ctx", apply(add, Read("arg"), &d));  // FLOW: arg  NEVER: ctx
  Write("ctx2", apply(drop, Read("arg2"), &c));  // FLOW: ctx  NEVER: arg2
}
struct opaque { long handle; };
void as_long(void) {
  struct node n = {Read("al"), 0};
  struct opaque o = {(long)&n};
  Write("al", ((struct node*)o.handle)->v);  // FLOW: al
  size_t z = (size_t)&n;
  struct node* m = (struct node*)z;
  Write("az", m->v);  // FLOW: al
}
void strs(void) {
  char a[64], b[64];
  strcpy(a, ReadText("sc"));
  strncpy(b, a, 10); b[10] = 0;
  WriteText("sb", b);  // FLOW: sc
  a[0] = 0;
  strcat(a, "x");
  char* save;
  char c[64];
  snprintf(c, sizeof c, "%s-%d", b, 3);
  char* tok = strtok_r(c, "-", &save);
  WriteText("tok", tok);  // FLOW: sc
  int n;
  sscanf(ReadText("ssc"), "%d", &n);
  Write("ssc", n);  // FLOW: ssc
  Write("len", (int)strlen(b));  // FLOW: sc
  char d[8] = "abc";
  memmove(d, d + 1, 3);
  WriteText("d", d);  // NEVER: sc
  long l = strtol(ReadText("stl"), NULL, 10);
  Write("stl", l);  // FLOW: stl
}
