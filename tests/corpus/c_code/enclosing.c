// An object known by a pointer to a part of it: container_of, and structs that begin with another.
#include <stddef.h>
#include <stdlib.h>
#include "corpus.h"

#define container_of(p, type, member) ((type*)((char*)(p) - offsetof(type, member)))

struct node { struct node *next, *prev; };
struct entry { int value, other; struct node link; };

static void list_init(struct node* h) { h->next = h->prev = h; }
static void list_add(struct node* h, struct node* n) {
  n->next = h->next;
  n->prev = h;
  h->next->prev = n;
  h->next = n;
}
static struct entry* entry_of(struct node* n) { return container_of(n, struct entry, link); }
static int first_value(struct node* h) { return container_of(h->next, struct entry, link)->value; }
static void set_value(struct node* n, int v) { container_of(n, struct entry, link)->value = v; }

void Listed(void) {
  struct node head, others;
  struct entry e = {Read("e"), Read("other")}, f = {Read("f")};
  list_init(&head);
  list_init(&others);
  list_add(&head, &e.link);
  list_add(&others, &f.link);
  Write("e", first_value(&head));         // FLOW: e  NEVER: f, other
  Write("f", entry_of(&f.link)->value);   // FLOW: f  NEVER: e
  for (struct node* n = head.next; n != &head; n = n->next) {
    Write("each", container_of(n, struct entry, link)->value);  // FLOW: e  NEVER: f, other
  }
}

void StoredThere(void) {
  struct entry e = {Read("e"), Read("other")}, f = {Read("f")};
  set_value(&e.link, Read("new"));
  Write("e", e.value);      // FLOW: new  NEVER: e, other
  Write("other", e.other);  // FLOW: other  NEVER: new
  Write("f", f.value);      // FLOW: f  NEVER: new
}

void StoredThrough(void) {
  struct entry e = {Read("e"), Read("other")};
  entry_of(&e.link)->other = Read("new");
  Write("e", e.value);      // FLOW: e  NEVER: new
  Write("other", e.other);  // FLOW: new
}

struct shape { int kind; };
struct circle { struct shape base; int radius; };
static int radius_of(const struct shape* s) { return ((const struct circle*)s)->radius; }
static int kind_of(const struct circle* c) { return ((const struct shape*)c)->kind; }
static int kind_of_shape(const struct shape* s) { return s->kind; }
static void set_radius(struct shape* s, int v) { ((struct circle*)s)->radius = v; }
static void set_kind(void* s, int v) { ((struct shape*)s)->kind = v; }

void Derived(void) {
  struct circle c = {{Read("kind")}, Read("radius")}, d = {{0}, Read("d")};
  Write("radius", radius_of(&c.base));                  // FLOW: radius  NEVER: kind, d
  Write("d", radius_of((struct shape*)&d));             // FLOW: d  NEVER: radius
  Write("kind", kind_of(&c));                           // FLOW: kind  NEVER: radius
  Write("again", kind_of_shape((struct shape*)&c));     // FLOW: kind  NEVER: radius
  set_radius(&c.base, Read("new"));
  Write("new", c.radius);       // FLOW: new  NEVER: radius
  Write("kept", c.base.kind);   // FLOW: kind  NEVER: new
  set_kind(&c, Read("k"));
  Write("k", c.base.kind);      // FLOW: k  NEVER: kind
  Write("r", c.radius);         // FLOW: new  NEVER: k
}

struct object { struct shape* shape; };
void Made(void) {
  struct circle* c = malloc(sizeof *c);
  c->base.kind = Read("kind");
  c->radius = Read("radius");
  struct object o = {(struct shape*)c};
  Write("kind", o.shape->kind);           // FLOW: kind  NEVER: radius
  Write("radius", radius_of(o.shape));    // FLOW: radius  NEVER: kind
}

// A list that another function puts entries in front of.
static void put(struct node** front, struct entry* e) {
  e->link.next = *front;
  *front = &e->link;
}

void PutInFront(void) {
  struct node* front = NULL;
  struct entry e = {Read("put"), Read("other")}, f = {Read("f")};
  put(&front, &e);
  for (struct node* n = front; n; n = n->next) {
    Write("each", container_of(n, struct entry, link)->value);  // FLOW: put  NEVER: other, f
  }
  Use(f.value);
}
