// C: structures, designated initialisers, flexible arrays, function-pointer tables, opaque handles.
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "corpus.h"

struct patient {
  int age;
  int sex;
  struct { int street, zip; } address;
};

void designated(void) {
  struct patient p = {.sex = Read("sex"), .address.zip = Read("zip")};
  Write("sex", p.sex);          // FLOW: sex  NEVER: zip
  Write("zip", p.address.zip);  // FLOW: zip  NEVER: sex
  Write("age", p.age);          // NEVER: sex, zip
}

void designated_array(void) {
  int a[4] = {[2] = Read("two"), Read("three")};
  Write("two", a[2]);    // FLOW: two  NEVER: three
  Write("three", a[3]);  // FLOW: three  NEVER: two
  Write("zero", a[0]);   // NEVER: two, three
}

void compound_literal(void) {
  struct patient p = (struct patient){.age = Read("age")};
  const int *v = (int[]){Read("first"), Read("second")};
  Write("age", p.age);   // FLOW: age
  Write("sex", p.sex);   // NEVER: age
  Write("second", v[1]);  // FLOW: second  NEVER: first
}

static void set_age(struct patient *p, int age) { p->age = age; }
static struct patient make(int age, int sex) {
  struct patient p;
  memset(&p, 0, sizeof p);
  p.age = age;
  p.sex = sex;
  return p;
}
void by_pointer(void) {
  struct patient p = make(Read("old"), Read("sex"));
  set_age(&p, Read("new"));
  Write("age", p.age);            // FLOW: new  NEVER: old, sex
  Write("sex", p.sex);            // FLOW: sex  NEVER: old, new
  Write("zip", p.address.zip);    // NEVER: old, new, sex
}

struct message {
  int length;
  int data[];
};
void flexible(void) {
  struct message *m = malloc(sizeof *m + 4 * sizeof(int));
  m->length = Read("length");
  m->data[0] = Read("zero");
  m->data[1] = Read("one");
  Write("zero", m->data[0]);    // FLOW: zero  NEVER: length, one
  Write("length", m->length);  // FLOW: length  NEVER: zero
  free(m);
}

struct node {
  int value;
  struct node *next;
};
static struct node *push(struct node *head, int value) {
  struct node *n = malloc(sizeof *n);
  n->value = value;
  n->next = head;
  return n;
}
void list(void) {
  struct node *a = push(push(NULL, Read("one")), Read("two"));
  struct node *b = push(NULL, Read("three"));
  int sum = 0;
  for (struct node *n = a; n; n = n->next) sum += n->value;
  Write("sum", sum);         // FLOW: one, two  NEVER: three
  Write("top", a->value);    // FLOW: two  NEVER: one, three
  Write("other", b->value);  // FLOW: three  NEVER: one, two
}

struct ops {
  int (*read)(const char *name);
  int (*mix)(int a, int b);
};
static int first(int a, int b) { return a; }
static int second(int a, int b) { return b; }
static int read_twice(const char *name) { return Read(name) + Read(name); }
static const struct ops ops_a = {.read = Read, .mix = first};
static const struct ops ops_b = {.read = read_twice, .mix = second};
void table(void) {
  Write("a", ops_a.mix(Read("x"), Read("y")));  // FLOW: x  NEVER: y
  Write("b", ops_b.mix(Read("v"), Read("w")));  // FLOW: w  NEVER: v
  Write("read", ops_b.read("through"));         // FLOW: through  NEVER: x
}
static int run(const struct ops *o, int a, int b) { return o->mix(a, b); }
void table_passed(void) {
  Write("a", run(&ops_a, Read("x"), Read("y")));  // FLOW: x   NEVER: y
  Write("b", run(&ops_b, Read("v"), Read("w")));  // FLOW: w   NEVER: v
}

static int sum_of(int n, ...) {
  va_list list;
  va_start(list, n);
  int sum = 0;
  while (n-- > 0) sum += va_arg(list, int);
  va_end(list);
  return sum;
}
void varargs(void) {
  int apart = Read("apart");
  Write("sum", sum_of(2, Read("a"), Read("b")));  // FLOW: a, b  NEVER: apart
  Write("apart", apart);                          // FLOW: apart  NEVER: a
}

void void_pointer(void) {
  int x = Read("x"), y = Read("y");
  void *p = &x;
  *(int *)p = Read("new");
  Write("x", x);  // FLOW: new  NEVER: x
  Write("y", y);  // FLOW: y  NEVER: new
}

void byte_copy(void) {
  struct patient p = make(Read("age"), Read("sex")), q;
  char *to = (char *)&q;
  const char *from = (const char *)&p;
  for (unsigned i = 0; i < sizeof p; ++i) to[i] = from[i];
  Write("age", q.age);  // FLOW: age
}

#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define STORE(s, field, v) (s).field = (v)
void macros(void) {
  int a = Read("a"), b = Read("b"), c = Read("c");
  Write("max", MAX(a, b));  // FLOW: a, b  NEVER: c
  struct patient p = {0};
  STORE(p, age, Read("age"));
  STORE(p, sex, c);
  Write("age", p.age);  // FLOW: age  NEVER: c
}

enum color { RED, GREEN };
void enums(void) {
  enum color c = (enum color)Read("color");
  int x = RED;
  Write("color", c);  // FLOW: color
  Write("x", x);      // NEVER: color
}

void statement_expression(void) {
  int a = Read("a"), b = Read("b");
  int x = ({ int t = a; t + 1; });
  Write("x", x);  // FLOW: a  NEVER: b
  Write("b", b);  // FLOW: b  NEVER: a
}

void variable_length(int n) {
  int a[n], b[n];
  a[0] = Read("a");
  b[0] = Read("b");
  Write("a", a[0]);  // FLOW: a  NEVER: b
  Write("b", b[0]);  // FLOW: b  NEVER: a
}

static int read_or(const char *name, int otherwise) {
  int status = 0, value = otherwise;
  if (!Any()) {
    status = -1;
    goto out;
  }
  value = Read(name);
out:
  return status ? otherwise : value;
}
void goto_cleanup(void) {
  int other = Read("other");
  Write("out", read_or("in", Read("otherwise")));  // FLOW: in, otherwise  NEVER: other
  Write("other", other);                           // FLOW: other  NEVER: in
}
