// Branches: what may be stored, and under which condition.
#include "corpus.h"

void If() {
  int x = Read("one");
  if (Any()) x = Read("two");
  Write("out", x);  // FLOW: one, two
}

void IfElse() {
  int x = Read("old");
  if (Any()) {
    x = Read("then");
  } else {
    x = Read("else");
  }
  Write("out", x);  // FLOW: then, else  NEVER: old
}

void Condition() {
  int x = 0;
  if (Read("flag") > 3) x = Read("value");
  Write("out", x);  // FLOW: value, flag(indirect conditional)
}

void ConditionElsewhere() {
  int x = Read("value"), y = 0;
  if (Read("flag")) y = 1;
  Write("x", x);  // FLOW: value  NEVER: flag
  Write("y", y);  // FLOW: flag(indirect)  NEVER: value
}

void GuardedSink() {
  int x = Read("value");
  if (Read("flag")) {
    Write("inside", x);  // FLOW: value, flag(indirect)
  }
  Write("outside", x);  // FLOW: value  NEVER: flag
}

void InTheBranchOnly() {
  int x = 0;
  if (Any()) {
    x = Read("then");
    Write("then", x);  // FLOW: then  NEVER: else
  } else {
    x = Read("else");
    Write("else", x);  // FLOW: else  NEVER: then
  }
}

void Unreachable() {
  int x = Read("x");
  if (false) x = Read("dead");
  Write("out", x);  // FLOW: x  NEVER: dead
}

void EarlyReturn() {
  int x = Read("x");
  if (Any()) {
    x = Read("lost");
    return;
  }
  Write("out", x);  // FLOW: x  NEVER: lost
}

void Ternary() {
  int a = Read("a"), b = Read("b"), c = Read("c");
  Write("out", Any() ? a : b);       // FLOW: a, b  NEVER: c
  Write("chosen", c ? a : 0);  // FLOW: a, c(indirect)  NEVER: b
}

void NestedTernary() {
  int a = Read("a"), b = Read("b"), c = Read("c");
  int x = Any() ? (Any() ? a : b) : c;
  Write("out", x);  // FLOW: a, b, c
  x = true ? a : b;
  Write("constant", x);  // FLOW: a  NEVER: b
}

void ShortCircuit() {
  int x = Read("x"), y = Read("y");
  bool both = x && y;
  Write("both", both);  // FLOW: x, y
  int z = 0;
  if (Any() && (z = Read("z"))) Use(z);
  Write("z", z);  // FLOW: z
}

void ShortCircuitGuards() {
  int p = Read("p"), q = Read("q"), x = 0;
  if (p || q) x = 1;
  Write("out", x);  // FLOW: p(indirect), q(indirect)
}

void Elvis() {
  int a = Read("a"), b = Read("b"), c = Read("c");
  Use(c);
  Write("out", a ?: b);  // FLOW: a, b  NEVER: c
}

void Switch() {
  int x;
  switch (Read("tag")) {
    case 0: x = Read("zero"); break;
    case 1: x = Read("one"); break;
    default: x = Read("other");
  }
  Write("out", x);  // FLOW: zero, one, other, tag(indirect)
}

void FallThrough() {
  int x = 0;
  switch (Any()) {
    case 0:
      x = Read("zero");
      [[fallthrough]];
    case 1:
      x += Read("one");
      break;
    case 2:
      x = Read("two");
  }
  Write("out", x);  // FLOW: zero, one, two
}

void SwitchOverwrites() {
  int x = Read("old");
  switch (Any()) {
    case 0: x = Read("zero"); break;
    default: x = Read("other");
  }
  Write("out", x);  // FLOW: zero, other  NEVER: old
}

void CaseOnItsOwn() {
  int x = 0;
  switch (Any()) {
    case 0:
      x = Read("zero");
      Write("zero", x);  // FLOW: zero  NEVER: one
      break;
    case 1:
      x = Read("one");
      Write("one", x);  // FLOW: one  NEVER: zero
      break;
  }
}

void InitStatement() {
  if (int x = Read("x"); Any()) {
    Write("x", x);  // FLOW: x  NEVER: y
  }
  switch (int y = Read("y"); Any()) {
    case 1: Write("y", y);  // FLOW: y  NEVER: x
  }
}

void Goto() {
  int x = Read("x");
  if (Any()) goto skip;
  x = Read("new");
skip:
  Write("out", x);  // FLOW: x, new
}

void GotoAlways() {
  int x = Read("x");
  goto done;
  x = Read("dead");
done:
  Write("out", x);  // FLOW: x  NEVER: dead
}
