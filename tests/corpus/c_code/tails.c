// Lists that are lengthened at the end, through a pointer to the pointer that stands there; lists changed through such pointers.
#include <stdlib.h>
#include "corpus.h"
struct node {
  int* data;
  struct node* next;
};
struct list {
  struct node* head;
  struct node** tail;
};
static void init(struct list* l) {
  l->head = 0;
  l->tail = &l->head;
}
static void push(struct list* l, int* d) {
  struct node* n = malloc(sizeof *n);
  n->data = d;
  n->next = 0;
  *l->tail = n;
  l->tail = &n->next;
}
static int sum(const struct list* l) {
  int s = 0;
  for (const struct node* n = l->head; n; n = n->next) s += *n->data;
  return s;
}
void Pushed(void) {
  struct list l, m;
  init(&l);
  init(&m);
  int x = Read("x"), y = Read("y"), z = Read("z");
  push(&l, &x);
  push(&l, &y);
  push(&m, &z);
  Write("l", sum(&l));  // FLOW: x, y  NEVER: z
  Write("m", sum(&m));  // FLOW: z  NEVER: x, y
}
void Three(void) {
  struct list l;
  init(&l);
  int x = Read("3x"), y = Read("3y"), z = Read("3z");
  push(&l, &x);
  push(&l, &y);
  push(&l, &z);
  Write("three", sum(&l));  // FLOW: 3x, 3y, 3z
}
void InALoop(void) {
  struct list l;
  init(&l);
  for (int i = 0; i < 3; ++i) {
    int* p = malloc(sizeof *p);
    *p = Read("loop");
    push(&l, p);
  }
  Write("first", *l.head->data);  // FLOW: loop
  Write("second", *l.head->next->data);  // FLOW: loop
}
void ByHand(void) {
  int x = Read("hand.x"), y = Read("hand.y");
  struct node a, b, *head = 0, **tail = &head;
  a.data = &x;
  a.next = 0;
  *tail = &a;
  tail = &a.next;
  b.data = &y;
  b.next = 0;
  *tail = &b;
  tail = &b.next;
  Write("hand", *head->data);  // FLOW: hand.x  NEVER: hand.y
  Write("hand2", *head->next->data);  // FLOW: hand.y  NEVER: hand.x
}
static void drop(struct node** at, int k) {
  while (*at) {
    if (*(*at)->data == k)
      *at = (*at)->next;
    else
      at = &(*at)->next;
  }
}
void Dropped(void) {
  int x = Read("drop.x"), y = Read("drop.y");
  struct node b = {&y, 0}, a = {&x, &b}, *head = &a;
  drop(&head, 3);
  Write("drop", *head->data);  // FLOW: drop.x, drop.y
}
static void insert(struct node** at, struct node* n) {
  while (*at && *(*at)->data < *n->data) at = &(*at)->next;
  n->next = *at;
  *at = n;
}
void Inserted(void) {
  int x = Read("ins.x"), y = Read("ins.y");
  struct node a = {&x, 0}, b = {&y, 0}, *head = 0;
  insert(&head, &a);
  insert(&head, &b);
  Write("ins", *head->data);  // FLOW: ins.x, ins.y
  Write("ins2", *head->next->data);  // FLOW: ins.x, ins.y
}
static struct list globally;
static void add(int* d) {
  push(&globally, d);
}
void Global(void) {
  init(&globally);
  static int x, y;
  x = Read("global.x");
  y = Read("global.y");
  add(&x);
  add(&y);
  Write("global", sum(&globally));  // FLOW: global.x, global.y
}
