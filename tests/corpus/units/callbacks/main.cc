#include "corpus.h"
#include "registry.h"

struct Totals {
  int sum = 0;
  int count = 0;
};
static void Add(int value, void* user) {
  static_cast<Totals*>(user)->sum += value;
  Write("seen", value);  // FLOW: fired  NEVER: other
}

int main() {
  int other = Read("other");
  Use(other);
  Totals totals;
  Register(Add, &totals);
  Fire(Read("fired"));
  Source* a = MakeSource("a");
  Source* b = MakeSource("b");
  Write("a", Drain(*a));  // FLOW: a  NEVER: b, unused
  Write("b", Drain(*b));  // FLOW: b  NEVER: a, unused
}
