// Lists that keep where their last pointer is, and structs that point into themselves, made by functions.
#include <stdlib.h>
#include <sys/queue.h>
#include "corpus.h"
struct E {
  int v;
  STAILQ_ENTRY(E) next;
};
STAILQ_HEAD(Q, E);
struct Ctx {
  struct Q q;
  int n;
};
static void Add(struct Q* q, int v) {
  struct E* e = malloc(sizeof *e);
  e->v = v;
  STAILQ_INSERT_TAIL(q, e, next);
}
static struct Ctx* MakeCtx(void) {
  struct Ctx* c = malloc(sizeof *c);
  STAILQ_INIT(&c->q);
  c->n = 0;
  return c;
}
void MadeElsewhere(void) {
  struct Ctx* c = MakeCtx();
  struct Ctx* d = MakeCtx();
  Add(&c->q, Read("made"));
  Add(&d->q, Read("made_other"));
  Write("made_first", STAILQ_FIRST(&c->q)->v);  // FLOW: made  NEVER: made_other
  Write("made_n", c->n);  // NEVER: made
}
struct T {
  int v;
  TAILQ_ENTRY(T) link;
};
TAILQ_HEAD(TQ, T);
struct Dev {
  struct TQ list;
};
static struct Dev* Open_(void) {
  struct Dev* d = calloc(1, sizeof *d);
  TAILQ_INIT(&d->list);
  return d;
}
static void Put(struct Dev* d, int v) {
  struct T* t = calloc(1, sizeof *t);
  t->v = v;
  TAILQ_INSERT_TAIL(&d->list, t, link);
}
static int Take(struct Dev* d) {
  struct T* t = TAILQ_FIRST(&d->list);
  if (!t) return 0;
  TAILQ_REMOVE(&d->list, t, link);
  int v = t->v;
  free(t);
  return v;
}
void PutAndTaken(void) {
  struct Dev* d = Open_();
  struct Dev* e = Open_();
  Put(d, Read("put"));
  Write("put_taken", Take(d));  // FLOW: put
  Write("put_other", Take(e));  // NEVER: put
}
struct I {
  int x;
  int y;
  int* p;
};
static struct I* MakeI(void) {
  struct I* c = malloc(sizeof *c);
  c->x = c->y = 0;
  c->p = &c->x;
  return c;
}
void Stored(void) {
  struct I* c = MakeI();
  *c->p = Read("stored");
  Write("stored_x", c->x);  // FLOW: stored
  Write("stored_y", c->y);  // NEVER: stored
}
static void Join(struct I* k) {
  k->p = &k->x;
}
void Joined(void) {
  struct I k = {0, 0, NULL};
  Join(&k);
  *k.p = Read("joined");
  Write("joined_x", k.x);  // FLOW: joined
  Write("joined_y", k.y);  // NEVER: joined
}
int main(void) {
  MadeElsewhere();
  PutAndTaken();
  Stored();
  Joined();
}
