#include "corpus.h"

extern const int kRounds;
extern int quiet;
int Disabled();
extern int elsewhere;
int Elsewhere();

void Constant() {
  int x = 0;
  if (kRounds != 5) x = Read("x");
  Write("x", x);  // NEVER: x
}
void Shown() {
  int x = 0;
  if (quiet) x = Read("x");
  Write("x", x);  // FLOW: x
}
void Function() {
  int x = 0;
  if (Disabled()) x = Read("x");
  Write("x", x);  // NEVER: x
}
void Unknown() {
  int x = 0, y = 0;
  if (elsewhere) x = Read("x");
  if (Elsewhere()) y = Read("y");
  Write("x", x);  // FLOW: x
  Write("y", y);  // FLOW: y
}
