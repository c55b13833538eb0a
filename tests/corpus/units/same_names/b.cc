#include "common.h"

static int kept = 0;
static int Pick(int) { return Read("picked"); }
namespace {
struct Worker {
  int Do(int v) { return Pick(v); }
};
int Hidden() { return Read("hidden_b"); }
}  // namespace

int RunB(int v) {
  kept = Read("kept_b");
  return Worker().Do(v);
}
int KeptB() { return kept + Hidden(); }
