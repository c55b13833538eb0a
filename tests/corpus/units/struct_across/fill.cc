#include "corpus.h"
#include "patient.h"

Patient last;

void Fill(Patient* p) {
  p->age = Read("age");
  p->sex = Read("sex");
}
Patient Load(const char* name) {
  last.age = Read(name);
  return last;
}
int Age(const Patient& p) { return p.age; }
