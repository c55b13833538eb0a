// C: generic containers over void *, swap by bytes, callbacks, unions with tags.
#include <stdlib.h>
#include <string.h>
#include "corpus.h"

struct vec {
  void *data;
  size_t n, size;
};
static void vec_init(struct vec *v, size_t size) {
  v->data = malloc(16 * size);
  v->n = 0;
  v->size = size;
}
static void vec_push(struct vec *v, const void *item) {
  memcpy((char *)v->data + v->n++ * v->size, item, v->size);
}
static void *vec_at(struct vec *v, size_t i) { return (char *)v->data + i * v->size; }
void generic_vector(void) {
  struct vec a, b;
  vec_init(&a, sizeof(int));
  vec_init(&b, sizeof(int));
  int x = Read("x"), y = Read("y");
  vec_push(&a, &x);
  vec_push(&b, &y);
  Write("a", *(int *)vec_at(&a, 0));  // FLOW: x  NEVER: y
  Write("b", *(int *)vec_at(&b, 0));  // FLOW: y  NEVER: x
}

static void swap_bytes(void *a, void *b, size_t n) {
  char t[16];
  memcpy(t, a, n);
  memcpy(a, b, n);
  memcpy(b, t, n);
}
void swapped_by_bytes(void) {
  int x = Read("x"), y = Read("y"), z = Read("z");
  swap_bytes(&x, &y, sizeof x);
  Write("x", x);  // FLOW: y  NEVER: z  NOT: x
  Write("y", y);  // FLOW: x  NEVER: z  NOT: y
}

enum tag { INT, TEXT };
struct value {
  enum tag tag;
  union {
    int number;
    const char *text;
  } as;
};
static struct value number(int n) {
  struct value v = {.tag = INT, .as.number = n};
  return v;
}
static struct value text(const char *t) {
  struct value v = {.tag = TEXT, .as.text = t};
  return v;
}
// Which member is read depends on the tag, which is not followed.
static void print(const char *name, struct value v) {
  switch (v.tag) {
    case INT:
      Write(name, v.as.number);  // FLOW: n -> one, t -> two  NEVER: t -> one, n -> two
      break;
    case TEXT:
      WriteText(name, v.as.text);  // FLOW: n -> one, t -> two  NEVER: t -> one, n -> two
      break;
  }
}
void tagged(void) {
  print("one", number(Read("n")));
  print("two", text(ReadText("t")));
}

struct visitor {
  void (*visit)(void *self, int v);
  void *self;
};
static void keep_last(void *self, int v) { *(int *)self = v; }
static void keep_none(void *self, int v) {}
static void walk(const int *v, int n, struct visitor visitor) {
  for (int i = 0; i < n; ++i) visitor.visit(visitor.self, v[i]);
}
void visitors(void) {
  int values[2] = {Read("one"), Read("two")};
  int last = 0, none = 0;
  struct visitor keeper = {keep_last, &last}, ignorer = {keep_none, &none};
  walk(values, 2, keeper);
  walk(values, 2, ignorer);
  Write("last", last);  // FLOW: one, two
  Write("none", none);  // NEVER: one, two
}

// An object as C programs make it.
struct stack {
  int items[8];
  int top;
};
static struct stack *stack_new(void) { return calloc(1, sizeof(struct stack)); }
static void stack_push(struct stack *s, int v) { s->items[s->top++] = v; }
static int stack_pop(struct stack *s) { return s->items[--s->top]; }
void stacks(void) {
  struct stack *s = stack_new(), *t = stack_new();
  stack_push(s, Read("s"));
  stack_push(t, Read("t"));
  Write("s", stack_pop(s));  // FLOW: s  NEVER: t
  Write("t", stack_pop(t));  // FLOW: t  NEVER: s
  Write("top", s->top);      // NOT: s, t
}

static int parse_line(char *line, int *id, char **rest) {
  char *comma = strchr(line, ',');
  if (!comma) return -1;
  *comma = '\0';
  *id = atoi(line);
  *rest = comma + 1;
  return 0;
}
void parse(void) {
  char line[64], other[64];
  int id = 0;
  char *rest = NULL;
  ReadInto("line", line, sizeof line);
  ReadInto("other", other, sizeof other);
  if (parse_line(line, &id, &rest) == 0) {
    Write("id", id);          // FLOW: line  NEVER: other
    WriteText("rest", rest);  // FLOW: line  NEVER: other
  }
}
