// Unions, bit-fields, base-class fields, anonymous members.
#include "corpus.h"

union Number {
  int i;
  float f;
};
void UnionMembersShareMemory() {
  Number n;
  n.i = Read("bits");
  WriteReal("out", n.f);  // FLOW: bits
}

void UnionOverwritten() {
  Number n;
  n.i = Read("old");
  n.f = ReadReal("new");
  WriteReal("out", n.f);  // FLOW: new  NEVER: old
}

void OtherUnion() {
  Number n, m;
  n.i = Read("n");
  m.i = Read("m");
  WriteReal("out", m.f);  // FLOW: m  NEVER: n
}

struct Tagged {
  int tag;
  union {
    int number;
    char letter;
  };
};
void AnonymousUnion() {
  Tagged t;
  t.tag = Read("tag");
  t.number = Read("number");
  Write("letter", t.letter);  // FLOW: number  NEVER: tag
  Write("tag", t.tag);        // FLOW: tag  NEVER: number
}

struct Bits {
  unsigned low : 4;
  unsigned high : 4;
};
void BitFields() {
  Bits b;
  b.low = Read("low");
  b.high = Read("high");
  Write("low", b.low);    // FLOW: low  NEVER: high
  Write("high", b.high);  // FLOW: high  NEVER: low
}

struct Person {
  int age;
};
struct Employee : Person {
  int salary;
};
struct Manager : Employee {
  int age;  // hides Person's
};

void BaseField() {
  Employee e;
  e.age = Read("age");
  e.salary = Read("salary");
  Write("age", e.age);  // FLOW: age  NEVER: salary
  Person& p = e;
  Write("person", p.age);  // FLOW: age  NEVER: salary
}

void HiddenField() {
  Manager m;
  m.Person::age = Read("person");
  m.age = Read("manager");
  Write("person", m.Person::age);  // FLOW: person  NEVER: manager
  Write("manager", m.age);         // FLOW: manager  NEVER: person
}

static void SetAge(Person* p, int age) { p->age = age; }
void ThroughTheBase() {
  Manager m;
  m.age = Read("manager");
  SetAge(&m, Read("person"));
  Write("person", m.Person::age);  // FLOW: person  NEVER: manager
  Write("manager", m.age);         // FLOW: manager  NEVER: person
}

static int Salary(Person* p) { return static_cast<Employee*>(p)->salary; }
void Downcast() {
  Employee e;
  e.age = Read("age");
  e.salary = Read("salary");
  Write("out", Salary(&e));  // FLOW: salary  NEVER: age
}

void Sliced() {
  Employee e{{Read("age")}, Read("salary")};
  Person p = e;
  Write("out", p.age);  // FLOW: age  NEVER: salary
  WriteAs("all", p);    // FLOW: age  NEVER: salary
}

struct Left { int x; };
struct Right { int y; };
struct Both : Left, Right { int z; };
void TwoBases() {
  Both b;
  b.x = Read("x");
  b.y = Read("y");
  Right* r = &b;
  Write("x", b.x);   // FLOW: x  NEVER: y
  Write("y", r->y);  // FLOW: y  NEVER: x
}
