// What the whole program says of a number decides which way its branches go.
#include "corpus.h"
#include "settings.h"

void Constants() {
  int x = 0, y = 0;
  if (kRounds != 5) x = Read("x");
  if (kRounds == 5) y = Read("y");
  Write("x", x);  // NEVER: x
  Write("y", y);  // FLOW: y
}
void Flags() {
  int x = Read("x"), y = Read("y"), z = Read("z");
  if (verbose) x = 0;
  if (!quiet) y = 0;
  if (quiet) z = 0;
  Write("x", x);  // NEVER: x
  Write("y", y);  // NEVER: y
  Write("z", z);  // FLOW: z
}
void Changed() {
  int x = Read("x"), y = 0;
  if (changed) x = 0;
  if (changed) y = Read("y");
  Write("x", x);  // FLOW: x
  Write("y", y);  // FLOW: y
}
void ChangedThroughAPointer() {
  int x = 0;
  if (exported) x = Read("x");
  Write("x", x);  // FLOW: x
}
void Chosen() {
  int x = 0;
  switch (mode) {
    case 1:
      x = Read("one");
      break;
    case 3:
      x = Read("three");
      break;
    default:
      x = Read("other");
  }
  Write("x", x);  // FLOW: three  NEVER: one, other
}
void Functions() {
  int x = 0, y = 0, z = 0;
  if (!Enabled()) x = Read("x");
  if (Enabled()) y = Read("y");
  if (Varying()) z = Read("z");
  Write("x", x);  // NEVER: x
  Write("y", y);  // FLOW: y
  Write("z", z);  // FLOW: z
}
void Together() {
  int x = 0;
  if (Disabled() || settings::fast) x = Read("x");
  Write("x", x);  // NEVER: x
}
void Members() {
  int x = 0, y = 0;
  if (Settings::level == 3) x = Read("x");
  if (Settings::On()) y = Read("y");
  Write("x", x);  // NEVER: x
  Write("y", y);  // NEVER: y
}
void Inline() {
  int x = 0;
  if (shared) x = Read("x");
  Write("x", x);  // NEVER: x
}
static int Hidden() {
  if (quiet) return Read("hidden");
  return Read("shown");
}
void Static() { Write("x", Hidden()); }  // FLOW: shown  NEVER: hidden
void InALambda() {
  auto read = [] { return quiet ? Read("hidden") : Read("shown"); };
  Write("x", read());  // FLOW: shown  NEVER: hidden
}

int main(int argc, char**) {
  changed = argc;
  Constants();
  Flags();
  Changed();
  ChangedThroughAPointer();
  Chosen();
  Functions();
  Together();
  Members();
  Inline();
  Static();
  InALambda();
  if (verbose) Write("verbose", Read(quiet ? "hidden" : "shown"));  // FLOW: shown  NEVER: hidden
}
