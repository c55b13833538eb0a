// FLAGS: -std=gnu17
// Atomic operations of the language and of compilers.
#include <stdatomic.h>
#include <stdbool.h>
#include "corpus.h"

void Atomics(void) {
  static int shared;
  __atomic_store_n(&shared, Read("at"), __ATOMIC_SEQ_CST);
  Write("load", __atomic_load_n(&shared, __ATOMIC_SEQ_CST));  // FLOW: at
  int old = __sync_fetch_and_add(&shared, Read("add"));
  Write("old", old);  // FLOW: at
  Write("now", shared);  // FLOW: at, add
}
void StdAtomics(void) {
  _Atomic int c = 0;
  atomic_store(&c, Read("sat"));
  Write("sl", atomic_load(&c));  // FLOW: sat
  int e = Read("ex");
  int o = atomic_exchange(&c, e);
  Write("o", o);  // FLOW: sat NEVER: ex
  Write("c", c);  // FLOW: ex NEVER: sat
}

struct Pair {
  int a, b;
};

void Generic(void) {
  static struct Pair shared;
  struct Pair in = {Read("ga"), Read("gb")}, out, old;
  __atomic_store(&shared, &in, __ATOMIC_RELEASE);
  __atomic_load(&shared, &out, __ATOMIC_ACQUIRE);
  Write("ga", out.a);  // FLOW: ga  NEVER: gb, gc
  Write("gb", out.b);  // FLOW: gb  NEVER: ga, gc
  in.a = Read("gc");
  __atomic_exchange(&shared, &in, &old, __ATOMIC_SEQ_CST);
  Write("old", old.a);     // FLOW: ga  NEVER: gc, gb
  Write("new", shared.a);  // FLOW: gc  NEVER: ga, gb
}

void CompareAndExchange(void) {
  static _Atomic int top;
  int expected = Read("expected"), desired = Read("desired");
  atomic_store(&top, Read("top"));
  const bool done = atomic_compare_exchange_strong(&top, &expected, desired);
  Write("done", done);          // FLOW: top, expected  NEVER: desired
  Write("expected", expected);  // FLOW: expected, top  NEVER: desired
  Write("top", top);            // FLOW: top, desired  NEVER: expected
}

void Counters(void) {
  int count = Read("count"), other = Read("other");
  const int before = __atomic_fetch_add(&count, Read("more"), __ATOMIC_RELAXED);
  Write("before", before);                                       // FLOW: count  NEVER: more, other
  Write("after", __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED));  // FLOW: count, more  NEVER: other
  Write("swapped", __sync_val_compare_and_swap(&other, 0, Read("swap")));  // FLOW: other  NEVER: swap, count
  Write("other", other);  // FLOW: other, swap  NEVER: count
}

// A list that threads push to without a lock.
struct Node {
  int value;
  struct Node* next;
};
static _Atomic(struct Node*) head;

static void Push(struct Node* node) {
  node->next = atomic_load(&head);
  while (!atomic_compare_exchange_weak(&head, &node->next, node)) {
  }
}

void LockFree(struct Node* node) {
  node->value = Read("pushed");
  Push(node);
  Write("popped", atomic_load(&head)->value);  // FLOW: pushed  NEVER: count, other
}
