#include "shared.h"

static int hidden = Read("other");

void Elsewhere() {
  Write("scaled2", Scale(Read("b")));                // FLOW: b  NEVER: a
  Write("clamped2", Clamp(Read("d"), Read("low2")));  // FLOW: d, low2  NEVER: c, low
  Write("local2", Local(Read("f")));                 // FLOW: f  NEVER: e
  Write("hidden2", hidden);                          // FLOW: other  NEVER: main
  Write("counter", counter);                         // FLOW: counted  NEVER: slot
  Write("slot", Slot());                             // FLOW: slot  NEVER: counted
}
