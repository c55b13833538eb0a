#include "corpus.h"
#include "patient.h"

int main() {
  Patient p, q;
  Fill(&p);
  Write("age", p.age);   // FLOW: age  NEVER: sex
  Write("sex", p.sex);   // FLOW: sex  NEVER: age
  Write("q", q.age);     // NEVER: age, sex
  Write("of", Age(p));   // FLOW: age  NEVER: sex
  Patient r = Load("loaded");
  Write("loaded", r.age);    // FLOW: loaded  NEVER: age
  Write("last", last.age);   // FLOW: loaded  NEVER: age
  Write("last_sex", last.sex);  // NEVER: loaded, sex
}
