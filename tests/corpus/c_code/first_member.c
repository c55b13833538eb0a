// Structs that begin with another one, which stands for them.
#include <stdlib.h>
#include "corpus.h"

struct shape { int kind; };
struct circle { struct shape base; int radius; };
static int kind_of(const struct circle* c) { return ((const struct shape*)c)->kind; }
static int kind_of_shape(const struct shape* s) { return s->kind; }
static void set_kind(struct shape* s, int v) { s->kind = v; }

void Derived(void) {
  struct circle c = {{Read("kind")}, Read("radius")};
  Write("kind", kind_of(&c));                        // FLOW: kind  NEVER: radius
  Write("again", kind_of_shape((struct shape*)&c));  // FLOW: kind  NEVER: radius
  set_kind((struct shape*)&c, Read("new"));
  Write("new", c.base.kind);  // FLOW: new  NEVER: kind
  Write("radius", c.radius);  // FLOW: radius  NEVER: new
}

void Made(void) {
  struct circle* c = malloc(sizeof *c);
  c->base.kind = Read("kind");
  c->radius = Read("radius");
  struct shape* s = (struct shape*)c;
  Write("kind", s->kind);                          // FLOW: kind  NEVER: radius
  Write("radius", ((struct circle*)s)->radius);    // FLOW: radius  NEVER: kind
  Write("there", kind_of_shape(s));                // FLOW: kind  NEVER: radius
}
