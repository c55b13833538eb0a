/* A library in C with an opaque handle, callbacks with user data, and a table of functions. */
#ifndef STORE_H
#define STORE_H
#ifdef __cplusplus
extern "C" {
#endif
typedef struct store store;
typedef void (*visit_fn)(void *user, const char *key, int value);
struct backend {
  int (*load)(void *self, const char *key);
  void (*save)(void *self, const char *key, int value);
  void *self;
};
struct record { int id; int value; struct record *next; };

store *store_new(void);
void store_put(store *s, int value);
int store_get(const store *s);
void store_each(const store *s, visit_fn visit, void *user);
void store_use(store *s, const struct backend *b);
int store_load(store *s, const char *key);
void store_save(store *s, const char *key, int value);
struct record *record_push(struct record *list, int id, int value);
int record_find(const struct record *list, int id);
void record_fill(struct record *out);
int record_into(const struct record *list, int id, int *value);
#ifdef __cplusplus
}
#endif
#endif
