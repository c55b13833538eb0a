// What a pointer points to, after another pointer was stored where it came from.
#include <stdlib.h>
#include "corpus.h"
struct Item { int value; struct Item* next; };
struct List { struct Item *head, *tail, *free; int n; };

void Detached(struct List* list) {
  list->head->value = Read("x");
  struct Item* item = list->head;
  list->head = NULL;
  Write("o", item->value);  // FLOW: x
}
void Pop(struct List* list) {
  struct Item* item = list->head;
  item->value = Read("x");
  list->head = item->next;
  Write("o", item->value);  // FLOW: x
}
static struct Item* Take(struct List* list) {
  struct Item* item = list->head;
  list->head = item->next;
  item->next = NULL;
  return item;
}
static struct Item* TakeAll(struct List* list) {
  struct Item* item = list->head;
  list->head = NULL;
  return item;
}
static void Push(struct List* list, int v) {
  struct Item* item = malloc(sizeof *item);
  item->value = v;
  item->next = list->head;
  list->head = item;
}
void Taken(void) {
  struct List a = {0}, b = {0};
  Push(&a, Read("a"));
  Push(&b, Read("b"));
  Write("a", Take(&a)->value);  // FLOW: a  NEVER: b
  Write("b", Take(&b)->value);  // FLOW: b  NEVER: a
}
void AllTaken(void) {
  struct List a = {0}, b = {0};
  Push(&a, Read("a"));
  Push(&b, Read("b"));
  Write("a", TakeAll(&a)->value);  // FLOW: a  NEVER: b
}
void Local(void) {
  struct Item x = {Read("x")}, y = {Read("y")};
  struct List l = {&x};
  struct Item* item = l.head;
  l.head = &y;
  Write("x", item->value);    // FLOW: x  NEVER: y
  Write("y", l.head->value);  // FLOW: y  NEVER: x
  item->value = Read("z");
  Write("x2", x.value);       // FLOW: z  NEVER: x, y
}
void Swapped(struct List* a, struct List* b) {
  a->head->value = Read("a");
  b->head->value = Read("b");
  struct Item* t = a->head;
  a->head = b->head;
  b->head = t;
  Write("a", a->head->value);  // FLOW: b
  Write("b", b->head->value);  // FLOW: a
}
static void Swap(struct Item** a, struct Item** b) { struct Item* t = *a; *a = *b; *b = t; }
void SwappedThere(void) {
  struct Item x = {Read("x")}, y = {Read("y")}, *a = &x, *b = &y;
  Swap(&a, &b);
  Write("a", a->value);  // FLOW: y  NEVER: x
  Write("b", b->value);  // FLOW: x  NEVER: y
}
void Replaced(struct List* list, struct Item* other) {
  other->value = Read("other");
  struct Item* old = list->head;
  old->value = Read("old");
  list->head = other;
  Write("old", old->value);         // FLOW: old  NEVER: other
  Write("new", list->head->value);  // FLOW: other  NEVER: old
}
void WrittenAfter(struct List* list, struct Item* other) {
  struct Item* old = list->head;
  list->head = other;
  old->value = Read("old");
  other->value = Read("other");
  Write("old", old->value);         // FLOW: old  NEVER: other
  Write("new", list->head->value);  // FLOW: other  NEVER: old
}
static int Value(struct List* list) {
  struct Item* old = list->head;
  list->head = 0;
  return old->value;
}
void Called(void) {
  struct Item x = {Read("x")}, y = {Read("y")};
  struct List l = {&x}, m = {&y};
  Write("x", Value(&l));  // FLOW: x  NEVER: y
  Write("y", Value(&m));  // FLOW: y  NEVER: x
}
static void SetOld(struct List* list, int v) {
  struct Item* old = list->head;
  list->head = 0;
  old->value = v;
}
void CalledToWrite(void) {
  struct Item x = {Read("x")}, y = {Read("y")};
  struct List l = {&x}, m = {&y};
  SetOld(&l, Read("a"));
  Write("x", x.value);  // FLOW: a  NEVER: x
  Write("y", y.value);  // FLOW: y  NEVER: a
}
void FreeList(struct List* list) {
  struct Item* item = list->free;
  list->free = item->next;
  item->value = Read("x");
  item->next = list->head;
  list->head = item;
  Write("o", list->head->value);  // FLOW: x
}
void Walked(struct List* list) {
  struct Item* p = list->head;
  p->value = Read("first");
  p = p->next;
  p->value = Read("second");
  Write("1", list->head->value);        // FLOW: first  NEVER: second
  Write("2", list->head->next->value);  // FLOW: second  NEVER: first
}
void Reversed(struct List* list) {
  list->head->value = Read("x");
  struct Item *prev = NULL, *cur = list->head;
  while (cur) {
    struct Item* next = cur->next;
    cur->next = prev;
    prev = cur;
    cur = next;
  }
  list->head = prev;
  Write("o", list->head->value);  // FLOW: x
}
void Removed(struct Item** where) {
  struct Item* gone = *where;
  gone->value = Read("x");
  *where = gone->next;
  Write("o", gone->value);  // FLOW: x
  free(gone);
}
static struct Item* global;
void Exchanged(struct Item* now) {
  now->value = Read("now");
  struct Item* was = global;
  was->value = Read("was");
  global = now;
  Write("was", was->value);     // FLOW: was  NEVER: now
  Write("now", global->value);  // FLOW: now  NEVER: was
}
