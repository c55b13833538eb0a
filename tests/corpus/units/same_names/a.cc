#include "common.h"

static int kept = 0;
static int Pick(int v) { return v; }
namespace {
struct Worker {
  int Do(int v) { return Pick(v); }
};
int Hidden() { return Read("hidden_a"); }
}  // namespace

int RunA(int v) {
  kept = v;
  shared_count = Read("count");
  SharedPlace() = Read("place");
  Holder<int>().Set(Read("holder"));
  Holder<long>().Set(Read("other_holder"));
  return Worker().Do(In(v));
}
int KeptA() { return kept + Hidden(); }
