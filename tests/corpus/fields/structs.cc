// Fields of structures are kept apart.
#include "corpus.h"

struct Patient {
  int age;
  int sex;
  int zip;
};
struct Visit {
  Patient patient;
  Patient guardian;
  int day;
};

void SiblingFields() {
  Patient p;
  p.age = Read("age");
  p.sex = Read("sex");
  Write("age", p.age);  // FLOW: age(identity exact)  NEVER: sex
  Write("sex", p.sex);  // FLOW: sex  NEVER: age
}

void FieldOverwritten() {
  Patient p;
  p.age = Read("old");
  p.age = Read("new");
  Write("out", p.age);  // FLOW: new  NEVER: old
}

void OtherInstance() {
  Patient p, q;
  p.age = Read("p");
  q.age = Read("q");
  Write("out", q.age);  // FLOW: q  NEVER: p
}

void NestedFields() {
  Visit v;
  v.patient.age = Read("patient");
  v.guardian.age = Read("guardian");
  v.day = Read("day");
  Write("patient", v.patient.age);    // FLOW: patient  NEVER: guardian, day
  Write("guardian", v.guardian.age);  // FLOW: guardian  NEVER: patient
}

void InnerStructCopied() {
  Visit v{};
  v.patient.age = Read("age");
  v.patient.sex = Read("sex");
  v.guardian = v.patient;
  v.patient.age = 0;
  Write("copy_age", v.guardian.age);  // FLOW: age  NEVER: sex
  Write("copy_sex", v.guardian.sex);  // FLOW: sex  NEVER: age
  Write("original", v.patient.age);   // NEVER: age
}

void StructCopied() {
  Patient p{Read("age"), Read("sex"), 0};
  Patient q = p;
  p.age = Read("later");
  Write("age", q.age);  // FLOW: age  NEVER: later, sex
  Write("zip", q.zip);  // NEVER: age, sex
}

void StructAssigned() {
  Patient p{Read("age"), Read("sex"), 0}, q{Read("old"), 0, 0};
  q = p;
  Write("out", q.age);  // FLOW: age  NEVER: old, sex
}

void StructOverwritten() {
  Patient p{Read("age"), Read("sex"), Read("zip")};
  p = Patient{};
  Write("out", p.age);  // NEVER: age, sex, zip
}

void Aggregate() {
  Patient p{Read("age"), Read("sex")};
  Write("age", p.age);  // FLOW: age  NEVER: sex
  Write("sex", p.sex);  // FLOW: sex  NEVER: age
  Write("zip", p.zip);  // NEVER: age, sex
}

void Designated() {
  Patient p{.sex = Read("sex"), .zip = Read("zip")};
  Write("zip", p.zip);  // FLOW: zip  NEVER: sex
  Write("age", p.age);  // NEVER: sex, zip
}

void NestedAggregate() {
  Visit v{{Read("age"), Read("sex"), 0}, {Read("guardian")}, Read("day")};
  Write("sex", v.patient.sex);        // FLOW: sex  NEVER: age, guardian, day
  Write("guardian", v.guardian.age);  // FLOW: guardian  NEVER: age
  Write("day", v.day);                // FLOW: day  NEVER: sex
}

void BracesLeftOut() {
  Visit v = {1, Read("sex"), 3, Read("guardian"), 5, 6, Read("day")};
  Write("sex", v.patient.sex);        // FLOW: sex  NEVER: guardian
  Write("guardian", v.guardian.age);  // FLOW: guardian  NEVER: sex
  Write("day", v.day);                // FLOW: day  NEVER: guardian
}

struct Defaults {
  int given = Read("initial");
  int other = 3;
};
void DefaultInitializer() {
  Defaults taken;
  Defaults replaced{Read("given")};
  Write("taken", taken.given);        // FLOW: initial
  Write("replaced", replaced.given);  // FLOW: given  NEVER: initial
  Write("other", taken.other);        // NEVER: initial, given
}

void WholeStruct() {
  Patient p{Read("age"), Read("sex"), 0};
  int outside = Read("outside");
  Use(outside);
  WriteAs("all", p);  // FLOW: age, sex  NEVER: outside
}

void ReadWhole() {
  Patient p = ReadAs<Patient>("patients");
  Patient q = ReadAs<Patient>("others");
  Write("out", p.age);  // FLOW: patients  NEVER: others
}

void Filled() {
  Patient p;
  int apart = 0;
  ReadInto("patients", &p, sizeof p);
  Write("age", p.age);   // FLOW: patients
  Write("apart", apart);  // NEVER: patients
}

void FilledInPart() {
  Patient p{};
  ReadInto("ages", &p.age, sizeof p.age);
  Write("age", p.age);  // FLOW: ages
  Write("sex", p.sex);  // NEVER: ages
}
