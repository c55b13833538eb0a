// What a call returned, and what is reached from what it was given: two ways to one object.
#include <stdlib.h>
#include "corpus.h"

struct item { struct item *next; int value, weight; };
struct list { struct item *head; };

static struct item *add(struct list *l) {
  struct item *n = malloc(sizeof *n);
  n->next = l->head;
  n->value = n->weight = 0;
  l->head = n;
  return n;
}
static struct item *first(struct list *l) { return l->head; }
static void set_all(struct list *l, int v) {
  for (struct item *n = l->head; n; n = n->next) n->value = v;
}
static void set_first(struct list *l, int v) { l->head->value = v; }
static int get_first(struct list *l) { return l->head->value; }
static void leave(struct list *l) { (void)l; }

// Changed by way of the list, read by way of the item.
void AllSet(void) {
  struct list l = {0}, other = {0};
  struct item *n = add(&l), *m = add(&other);
  set_all(&l, Read("all"));
  Write("value", n->value);    // FLOW: all
  Write("weight", n->weight);  // NEVER: all
  Write("other", m->value);    // NEVER: all
}
void FirstSet(struct list *l) {
  struct item *n = add(l);
  n->value = 1;
  set_first(l, Read("first"));
  leave(l);
  Write("value", n->value);    // FLOW: first
  Write("weight", n->weight);  // NEVER: first
}
void SetHere(struct list *l) {
  struct item *n = add(l);
  l->head->value = Read("here");
  Write("value", n->value);  // FLOW: here
}
void Found(struct list *l, struct list *other) {
  struct item *n = first(l), *m = first(other);
  set_first(l, Read("found"));
  Write("value", n->value);  // FLOW: found
  Write("other", m->value);  // NEVER: found
}

// Changed by way of the item, read by way of the list.
void ByItem(struct list *l) {
  struct item *n = first(l);
  n->value = Read("item");
  Write("value", l->head->value);  // FLOW: item
  Write("called", get_first(l));   // FLOW: item
}
void MadeAndChanged(void) {
  struct list l = {0}, other = {0};
  struct item *n = add(&l);
  add(&other);
  n->value = Read("made");
  Write("value", get_first(&l));      // FLOW: made
  Write("other", get_first(&other));  // NEVER: made
}
void Linked(void) {
  struct list l = {0};
  struct item *n = add(&l), *m = add(&l);
  n->value = Read("one");
  Write("next", m->next->value);  // FLOW: one
  Write("weight", m->weight);     // NEVER: one
}

// Globals.
static struct list everything;
static void set_global(int v) { everything.head->value = v; }
void InAGlobal(void) {
  struct item *n = add(&everything);
  set_global(Read("global"));
  Write("value", n->value);    // FLOW: global
  Write("weight", n->weight);  // NEVER: global
}
