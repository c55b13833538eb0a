// Structures through calls.
#include "corpus.h"

struct Patient {
  int age;
  int sex;
};
struct Node {
  int value;
  Node* next;
};

static Patient Make(int age, int sex) { return {age, sex}; }
static int Age(Patient p) { return p.age; }
static int AgeOf(const Patient* p) { return p->age; }
static int SexOf(const Patient& p) { return p.sex; }
static void SetAge(Patient* p, int age) { p->age = age; }
static void Erase(Patient& p) { p.age = 0; }
static void Swap(Patient& p) {
  int t = p.age;
  p.age = p.sex;
  p.sex = t;
}
static Patient Flipped(Patient p) {
  Swap(p);
  return p;
}

void Returned() {
  Patient p = Make(Read("age"), Read("sex"));
  Write("age", p.age);  // FLOW: age  NEVER: sex
  Write("sex", p.sex);  // FLOW: sex  NEVER: age
}

void FieldOfTheResult() {
  Write("sex", Make(Read("age"), Read("sex")).sex);  // FLOW: sex  NEVER: age
}

void Passed() {
  Patient p{Read("age"), Read("sex")};
  Write("by_value", Age(p));       // FLOW: age  NEVER: sex
  Write("by_pointer", AgeOf(&p));  // FLOW: age  NEVER: sex
  Write("by_reference", SexOf(p));  // FLOW: sex  NEVER: age
}

void SetByPointer() {
  Patient p{Read("old"), Read("sex")};
  SetAge(&p, Read("new"));
  Write("age", p.age);  // FLOW: new  NEVER: old
  Write("sex", p.sex);  // FLOW: sex  NEVER: new
}

void Erased() {
  Patient p{Read("age"), Read("sex")};
  Erase(p);
  Write("age", p.age);  // NEVER: age, sex
  Write("sex", p.sex);  // FLOW: sex
}

void SwappedInPlace() {
  Patient p{Read("age"), Read("sex")};
  Swap(p);
  Write("age", p.age);  // FLOW: sex  NEVER: age
  Write("sex", p.sex);  // FLOW: age  NEVER: sex
}

void SwappedCopy() {
  Patient p{Read("age"), Read("sex")};
  Patient q = Flipped(p);
  Write("original", p.age);  // FLOW: age  NEVER: sex
  Write("flipped", q.age);   // FLOW: sex  NEVER: age
}

void LinkedList() {
  Node last{Read("last"), nullptr};
  Node first{Read("first"), &last};
  Write("first", first.value);       // FLOW: first  NEVER: last
  Write("last", first.next->value);  // FLOW: last  NEVER: first
}

static int Sum(const Node* n) {
  int sum = 0;
  for (; n; n = n->next) sum += n->value;
  return sum;
}
void WalkTheList() {
  Node last{Read("last"), nullptr};
  Node first{Read("first"), &last};
  Node apart{Read("apart"), nullptr};
  Write("sum", Sum(&first));    // FLOW: first, last  NEVER: apart
  Write("apart", Sum(&apart));  // FLOW: apart  NEVER: first, last
}

static void Push(Node** head, int value) { *head = new Node{value, *head}; }
void PushedNodes() {
  Node* list = nullptr;
  Node* other = nullptr;
  Push(&list, Read("one"));
  Push(&list, Read("two"));
  Push(&other, Read("three"));
  Write("list", Sum(list));    // FLOW: one, two  NEVER: three
  Write("other", Sum(other));  // FLOW: three  NEVER: one, two
}

struct Deep {
  struct { struct { struct { int x, y; } c; } b; } a;
};
static int GetX(Deep d) { return d.a.b.c.x; }
void DeeplyNested() {
  Deep d;
  d.a.b.c.x = Read("x");
  d.a.b.c.y = Read("y");
  Write("x", GetX(d));    // FLOW: x  NEVER: y
  Write("y", d.a.b.c.y);  // FLOW: y  NEVER: x
}
