#include "shared.h"

static int hidden = Read("main");

int main() {
  Write("scaled", Scale(Read("a")));                    // FLOW: a  NEVER: b
  Write("clamped", Clamp(Read("c"), Read("low")));      // FLOW: c, low  NEVER: d
  Write("local", Local(Read("e")));                     // FLOW: e  NEVER: f
  Write("hidden", hidden);                              // FLOW: main  NEVER: other
  counter = Read("counted");
  Slot() = Read("slot");
  Elsewhere();
}
