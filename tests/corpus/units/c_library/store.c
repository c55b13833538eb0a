#include "store.h"

#include <stdlib.h>

#include "corpus.h"

struct store {
  int value;
  const struct backend *backend;
};

store *store_new(void) {
  store *s = malloc(sizeof *s);
  s->value = 0;
  s->backend = 0;
  return s;
}
void store_put(store *s, int value) { s->value = value; }
int store_get(const store *s) { return s->value; }
void store_each(const store *s, visit_fn visit, void *user) { visit(user, "value", s->value); }
void store_use(store *s, const struct backend *b) { s->backend = b; }
int store_load(store *s, const char *key) { return s->backend->load(s->backend->self, key); }
void store_save(store *s, const char *key, int value) { s->backend->save(s->backend->self, key, value); }

struct record *record_push(struct record *list, int id, int value) {
  struct record *r = malloc(sizeof *r);
  r->id = id;
  r->value = value;
  r->next = list;
  return r;
}
int record_find(const struct record *list, int id) {
  for (; list; list = list->next) {
    if (list->id == id) return list->value;
  }
  return 0;
}
void record_fill(struct record *out) {
  out->id = Read("id");
  out->value = Read("filled");
}
int record_into(const struct record *list, int id, int *value) {
  if (!list) return 0;
  *value = record_find(list, id);
  return 1;
}
