// Loops, exceptions.
#include "corpus.h"

void Accumulate() {
  int sum = 0, other = Read("other");
  for (int i = 0; i < 10; ++i) sum += Read("item");
  Write("sum", sum);      // FLOW: item(aggregation)  NEVER: other
  Write("other", other);  // FLOW: other  NEVER: item
}

void Carried() {
  int previous = 0, current = 0;
  while (Any()) {
    previous = current;
    current = Read("item");
  }
  Write("previous", previous);  // FLOW: item
}

void CarriedThroughThree() {
  int a = 0, b = 0, c = 0, d = Read("d");
  for (int i = 0; i < 5; ++i) {
    c = b;
    b = a;
    a = Read("in");
  }
  Write("c", c);  // FLOW: in  NEVER: d
  Write("d", d);  // FLOW: d  NEVER: in
}

void FreshEachTime() {
  for (int i = 0; i < 3; ++i) {
    int x = Read("x");
    Write("x", x);  // FLOW: x  NEVER: y
    x = Read("y");
    Write("y", x);  // FLOW: y  NEVER: x
  }
}

void ResetEachTime() {
  int x = Read("before");
  do {
    x = Read("inside");
  } while (Any());
  Write("out", x);  // FLOW: inside  NEVER: before
}

void MaybeNever() {
  int x = Read("before");
  while (Any()) x = Read("inside");
  Write("out", x);  // FLOW: before, inside
}

void LastMatching() {
  int best = 0;
  for (int i = 0; i < 10; ++i) {
    int score = Read("score");
    if (score > best) best = score;
  }
  Write("best", best);  // FLOW: score
}

void Break() {
  int x = Read("x");
  while (true) {
    if (Any()) break;
    x = Read("step");
    if (Any()) {
      x = Read("lost");
      return;
    }
  }
  Write("out", x);  // FLOW: x, step  NEVER: lost
}

void Continue() {
  int x = Read("x");
  for (int i = 0; i < 3; ++i) {
    if (Any()) continue;
    x = Read("step");
  }
  Write("out", x);  // FLOW: x, step
}

void Count() {
  int n = 0, value = 0;
  while (Read("more")) {
    ++n;
    value = 3;
  }
  Write("n", n);          // NOT: more
  Write("value", value);  // NOT: more
}

void Bound() {
  int n = Read("n"), sum = 0;
  for (int i = 0; i < n; ++i) sum += Read("item");
  Write("sum", sum);  // FLOW: item, n(indirect)
}

void Nested() {
  int m[3][3], sum = 0, apart = Read("apart");
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) m[i][j] = Read("cell");
  for (auto& row : m)
    for (int v : row) sum += v;
  Write("sum", sum);      // FLOW: cell  NEVER: apart
  Write("apart", apart);  // FLOW: apart  NEVER: cell
}

void GotoLoop() {
  int x = 0, next = Read("next"), other = Read("other");
again:
  x += next;
  next = 0;
  if (Any()) goto again;
  Write("x", x);          // FLOW: next  NEVER: other
  Write("other", other);  // FLOW: other  NEVER: next
}

void Thrown() {
  int other = Read("other");
  try {
    throw Read("thrown");
  } catch (int e) {
    Write("caught", e);  // FLOW: thrown  NEVER: other
  }
  Write("other", other);  // FLOW: other  NEVER: thrown
}

struct Error { int code; int detail; };
void ThrownObject() {
  try {
    if (Any()) throw Error{Read("code"), Read("detail")};
  } catch (const Error& e) {
    Write("code", e.code);      // FLOW: code  NEVER: detail
    Write("detail", e.detail);  // FLOW: detail  NEVER: code
  }
}

static void MayThrow() {
  if (Any()) throw 1;
}
void AssignedBeforeTheThrow() {
  int x = Read("old");
  try {
    x = Read("before");
    MayThrow();
    x = Read("lost");
    x = 0;
    x = Read("after");
  } catch (int) {
    Write("handler", x);  // FLOW: before  NEVER: old, lost
    x = Read("handled");
  }
  Write("out", x);  // FLOW: after, handled  NEVER: old, before, lost
}
