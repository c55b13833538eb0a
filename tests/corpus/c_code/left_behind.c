// Objects behind several pointers, of which a call that changes none of them gets the first.
#include <stdlib.h>
#include <string.h>
#include "corpus.h"
struct item {
  int value;
  int other;
  struct item* next;
};
static void put(struct item** h, int v) {
  (*h)->value = v;
}
static int get(struct item** h) {
  return (*h)->next->value;
}
static int look(struct item** h) {
  return (*h)->value;
}
void looked_at(void) {
  struct item a, b;
  b.value = Read("looked_at");
  b.other = Read("looked_at_other");
  a.next = &b;
  a.value = Read("looked_at_first");
  struct item* t = &a;
  look(&t);
  Write("looked_at_next", t->next->value);  // FLOW: looked_at  NEVER: looked_at_other, looked_at_first
  Write("looked_at_next_other", t->next->other);  // FLOW: looked_at_other  NEVER: looked_at
}
void stored_before(void) {
  struct item* t = malloc(sizeof *t);
  t->value = 0;
  t->next = malloc(sizeof *t);
  t->next->value = Read("stored_before");
  put(&t, Read("stored_before_put"));
  Write("stored_before_next", t->next->value);  // FLOW: stored_before  NEVER: stored_before_put
  Write("stored_before_value", t->value);  // FLOW: stored_before_put  NEVER: stored_before
}
void read_elsewhere(void) {
  struct item* t = malloc(sizeof *t);
  t->value = 0;
  t->next = malloc(sizeof *t);
  t->next->value = Read("read_elsewhere");
  put(&t, 5);
  Write("read_elsewhere_get", get(&t));  // FLOW: read_elsewhere
}
void copied(void) {
  struct item* t = malloc(sizeof *t);
  t->next = malloc(sizeof *t);
  t->next->value = Read("copied");
  t->next->other = 0;
  look(&t);
  struct item* x;
  memcpy(&x, &t, sizeof x);
  Write("copied_next", x->next->value);  // FLOW: copied
  Write("copied_other", x->next->other);  // NEVER: copied
}
void three(void) {
  struct item a, b, c;
  c.value = Read("three");
  c.other = 0;
  b.next = &c;
  b.value = Read("three_b");
  a.next = &b;
  struct item* t = &a;
  look(&t);
  Write("three_value", t->next->next->value);  // FLOW: three  NEVER: three_b
  Write("three_between", t->next->value);  // FLOW: three_b  NEVER: three
}
struct vec {
  int* items;
  int n;
};
static void push(struct vec* s, int v) {
  s->items = realloc(s->items, (s->n + 1) * sizeof *s->items);
  s->items[s->n++] = v;
}
static int first(struct vec* s) {
  return s->items[0];
}
static void set(struct vec* s, int v) {
  s->items[0] = v;
}
void vectors(void) {
  struct vec x, y;
  memset(&x, 0, sizeof x);
  memset(&y, 0, sizeof y);
  push(&x, Read("vectors_x"));
  push(&y, 2);
  set(&y, Read("vectors"));
  x = y;
  Write("vectors_first", first(&x));  // FLOW: vectors  NEVER: vectors_x
}
