// Arrays that grow by realloc, and what else points to them.
#include <stdlib.h>
#include <string.h>
#include "corpus.h"
struct V {
  int* items;
  size_t count, room;
};
static void Push(struct V* s, int v) {
  if (s->count == s->room) {
    s->room = s->room ? 2 * s->room : 1;
    s->items = realloc(s->items, s->room * sizeof *s->items);
  }
  s->items[s->count++] = v;
}
int Second(struct V* h) {
  return h->items[1];
}
static struct V* Kept(struct V* h) {
  static struct V* kept;
  if (h) kept = h;
  return kept;
}
void ThroughKept(void) {
  struct V x;
  memset(&x, 0, sizeof x);
  Push(&x, 0);
  Kept(&x);
  Kept(NULL)->items[1] = Read("kept");
  Write("kept_second", Second(&x));  // FLOW: kept
}
static struct V* last;
static void Remember(struct V* v) {
  last = v;
}
void ThroughGlobal(void) {
  struct V x;
  memset(&x, 0, sizeof x);
  Push(&x, 0);
  Remember(&x);
  last->items[1] = Read("global");
  Write("global_second", x.items[1]);  // FLOW: global
}
void TwoNames(void) {
  struct V t;
  memset(&t, 0, sizeof t);
  Push(&t, 0);
  Push(&t, 0);
  struct V x = t;
  x.items[1] = Read("two_names");
  Write("two_names_t", t.items[1]);  // FLOW: two_names
}
void TwoOfThem(void) {
  struct V a, b;
  memset(&a, 0, sizeof a);
  memset(&b, 0, sizeof b);
  Push(&a, Read("first_of_two"));
  Push(&b, Read("second_of_two"));
  Write("two_a", a.items[0]);  // FLOW: first_of_two  NEVER: second_of_two
  Write("two_b", b.items[0]);  // FLOW: second_of_two  NEVER: first_of_two
}
void Copied(void) {
  int own[2] = {0, 0};
  struct V x;
  memset(&x, 0, sizeof x);
  Push(&x, Read("copied"));
  struct V y;
  y.items = malloc(sizeof(int));
  memcpy(y.items, x.items, sizeof(int));
  y.items[0] = 1;
  Write("copied_x", x.items[0]);  // FLOW: copied
  Write("copied_y", y.items[0]);  // NEVER: copied
  Write("copied_own", own[1]);  // NEVER: copied
}
void Grown(void) {
  int* p = malloc(2 * sizeof(int));
  p[0] = Read("grown");
  p = realloc(p, 4 * sizeof(int));
  p[1] = Read("grown_more");
  Write("grown_0", p[0]);  // FLOW: grown  NEVER: grown_more
  Write("grown_1", p[1]);  // FLOW: grown_more  NEVER: grown
}
int main(void) {
  ThroughKept();
  ThroughGlobal();
  TwoNames();
  TwoOfThem();
  Copied();
  Grown();
}
