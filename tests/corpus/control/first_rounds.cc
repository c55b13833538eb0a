// Loops that are sure to do a first round: what it overwrites is gone after them.
#include "corpus.h"

void Counted() {
  int x = Read("old"), y = Read("kept");
  for (int i = 0; i < 3; ++i) x = Any();
  Write("x", x);  // NEVER: old
  Write("y", y);  // FLOW: kept
}
void CountedTo(int n) {
  int x = Read("old");
  for (int i = 0; i < n; ++i) x = 0;
  Write("x", x);  // FLOW: old
}
void While() {
  int x = Read("old"), n = 0;
  while (n < 5) {
    x = Any();
    ++n;
  }
  Write("x", x);  // NEVER: old
}
void UntilDone() {
  int x = Read("old");
  bool done = false;
  while (!done) {
    x = 0;
    done = Any();
  }
  Write("x", x);  // NEVER: old
}
void OverAnArray() {
  int x = Read("old");
  int all[] = {Read("a"), Any()};
  for (int one : all) x = one;
  Write("x", x);  // FLOW: a  NEVER: old
}
void InSomeRounds() {
  int x = Read("old"), y = Read("old"), z = Read("old");
  for (int i = 0; i < 3; ++i) {
    if (Any()) x = 0;
    if (Any()) continue;
    y = 0;
    if (Any()) break;
    z = 0;
  }
  Write("x", x);  // FLOW: old
  Write("y", y);  // FLOW: old
  Write("z", z);  // FLOW: old
}
void LeftAtOnce() {
  int x = Read("old"), y = Read("kept");
  for (int i = 0; i < 3; ++i) {
    x = 0;
    break;
  }
  Write("x", x);  // NEVER: old
  for (int i = 0; i < 3; ++i) {
    if (Any()) break;
    y = 0;
  }
  Write("y", y);  // FLOW: kept
}
void CarriedOn() {
  int x = Read("first"), y = 0, z = 0;
  for (int i = 0; i < 3; ++i) {
    Write("each", z);  // FLOW: carried  NEVER: first
    z = Read("carried");
    y = x;
    x = 0;
  }
  Write("x", x);  // NEVER: first
  Write("y", y);  // FLOW: first
}
void Nested() {
  int x = Read("old");
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 2; ++j) x = Any();
  }
  Write("x", x);  // NEVER: old
}
void ComeBackTo() {
  int x = Read("old"), i = 0;
again:
  for (; i < 3; ++i) x = 0;
  Write("x", x);  // FLOW: new, old
  if (Any()) {
    x = Read("new");
    i = 7;
    goto again;
  }
}
int Returned() {
  int x = Read("old");
  for (int i = 0; i < 3; ++i) {
    if (x > 3) return x;
    x = 0;
  }
  return x;
}
void Returns() { Write("x", Returned()); }  // FLOW: old
void NotEntered() {
  int x = Read("old"), y = 0;
  for (int i = 0; i < 0; ++i) {
    x = 0;
    y = Read("never");
  }
  Write("x", x);  // FLOW: old
  Write("y", y);  // NEVER: never
}
