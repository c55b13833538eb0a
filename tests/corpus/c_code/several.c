// One statement that makes several objects: what is stored to one is not stored to all.
#include <stdlib.h>
#include "corpus.h"
struct node {
  int value;
  int mark;
  struct node* next;
};
static void push(struct node** head, int v) {
  struct node* n = malloc(sizeof *n);
  n->value = v;
  n->mark = 0;
  n->next = *head;
  *head = n;
}
static struct node* make(struct node* next, int v) {
  struct node* n = malloc(sizeof *n);
  n->value = v;
  n->mark = 0;
  n->next = next;
  return n;
}
static void set_next(struct node** h, int v) {
  (*h)->next->value = v;
}
static int get(struct node** h) {
  return (*h)->value;
}
void in_loop(void) {
  struct node* x = NULL;
  for (int i = 0; i < 3; ++i) {
    struct node* n = malloc(sizeof *n);
    n->value = Read("in_loop");
    n->mark = 0;
    n->next = x;
    x = n;
  }
  x->next->value = Read("in_loop_set");
  Write("in_loop_value", x->value);  // FLOW: in_loop  KNOWN(Objects that a loop makes): NEVER: in_loop_set
  Write("in_loop_next", x->next->value);  // FLOW: in_loop_set  KNOWN(Objects that a loop makes): NEVER: in_loop
  Write("in_loop_mark", x->mark);  // NEVER: in_loop, in_loop_set
}
void in_loop_head(void) {
  struct node* x = NULL;
  for (int i = 0; i < 3; ++i) {
    struct node* n = malloc(sizeof *n);
    n->value = Read("in_loop_head");
    n->mark = 0;
    n->next = x;
    x = n;
  }
  x->value = Read("in_loop_head_set");
  Write("in_loop_head_next", x->next->value);  // FLOW: in_loop_head  KNOWN(Objects that a loop makes): NEVER: in_loop_head_set
}
void by_function(void) {
  struct node* x = NULL;
  for (int i = 0; i < 3; ++i) {
    struct node* n = malloc(sizeof *n);
    n->value = Read("by_function");
    n->mark = 0;
    n->next = x;
    x = n;
  }
  set_next(&x, Read("by_function_set"));
  Write("by_function_value", x->value);  // FLOW: by_function  KNOWN(Objects that a loop makes): NEVER: by_function_set
  Write("by_function_next", x->next->value);  // FLOW: by_function_set  KNOWN(Objects that a loop makes): NEVER: by_function
  Write("by_function_mark", x->mark);  // NEVER: by_function, by_function_set
}
void array(void) {
  struct node* all[3];
  for (int i = 0; i < 3; ++i) {
    all[i] = malloc(sizeof(struct node));
    all[i]->value = Read("array");
  }
  all[0]->value = Read("array_set");
  Write("array_1", all[1]->value);  // FLOW: array  KNOWN(Objects that a loop makes): NEVER: array_set
  Write("array_0", all[0]->value);  // FLOW: array_set  KNOWN(Objects that a loop makes): NEVER: array
}
void within(void) {
  for (int i = 0; i < 3; ++i) {
    struct node* n = malloc(sizeof *n);
    n->value = Read("within_first");
    n->value = Read("within");
    Write("within_value", n->value);  // FLOW: within  NEVER: within_first
  }
}
void pushed(void) {
  struct node* x = NULL;
  push(&x, Read("pushed_1"));
  push(&x, Read("pushed_2"));
  set_next(&x, Read("pushed_set"));
  Write("pushed_value", get(&x));  // FLOW: pushed_2  KNOWN(Objects that a loop makes): NEVER: pushed_set
  Write("pushed_next", x->next->value);  // FLOW: pushed_set  KNOWN(Objects that a loop makes): NEVER: pushed_2
}
void made(void) {
  struct node* x = make(NULL, Read("made_1"));
  x = make(x, Read("made_2"));
  set_next(&x, Read("made_set"));
  Write("made_value", x->value);  // FLOW: made_2
  Write("made_next", x->next->value);  // FLOW: made_set
}
struct base {
  int kind;
  int a;
};
struct more {
  struct base base;
  int b;
};
static int get_b(struct base* h) {
  return ((struct more*)h)->b;
}
static int get_a(struct base* h) {
  return ((struct more*)h)->base.a;
}
void derived(void) {
  struct base* p = malloc(sizeof(struct more));
  p->kind = 1;
  p->a = Read("derived_a");
  ((struct more*)p)->b = Read("derived_b");
  Write("derived_get_b", get_b(p));  // FLOW: derived_b  NEVER: derived_a
  Write("derived_get_a", get_a(p));  // FLOW: derived_a  NEVER: derived_b
}
