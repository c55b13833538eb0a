// Generated messages: their fields are kept apart, through copies, containers and serialisation.
#include <fstream>
#include <string>
#include "corpus.h"
#include "people.pb.h"

using corpus::Address;
using corpus::Person;

void Scalars() {
  Person p, q;
  p.set_age(Read("age"));
  p.set_income(Read("income"));
  Write("age", p.age());        // FLOW: age  NEVER: income
  Write("income", p.income());  // FLOW: income  NEVER: age
  Write("other", q.age());      // NEVER: age, income
  p.set_age(Read("new"));
  Write("replaced", p.age());   // FLOW: new  NEVER: age
  p.clear_income();
  Write("cleared", p.income());  // NEVER: income
}

void Nested() {
  Person p;
  p.mutable_address()->set_zip(Read("zip"));
  p.mutable_address()->set_city(ReadText("city"));
  Write("zip", p.address().zip());                   // FLOW: zip  NEVER: city
  WriteText("city", p.address().city().c_str());     // FLOW: city  NEVER: zip
  Write("age", p.age());                             // NEVER: zip, city
}

void Repeated() {
  Person p, q;
  p.add_score(Read("score"));
  p.add_former()->set_zip(Read("former"));
  Write("score", p.score(0));             // FLOW: score  NEVER: former
  Write("former", p.former(0).zip());     // FLOW: former  NEVER: score
  Write("other", q.score(0));             // NEVER: score
  int sum = 0;
  for (int s : p.score()) sum += s;
  Write("sum", sum);  // FLOW: score  NEVER: former
}

void Copies() {
  Person p, q, r;
  p.set_age(Read("age"));
  p.set_income(Read("income"));
  q.CopyFrom(p);
  r = p;
  Person s(p);
  p.set_age(0);
  Write("p", p.age());     // NEVER: age, income
  Write("q", q.age());     // FLOW: age  NEVER: income
  Write("r", r.income());  // FLOW: income  NEVER: age
  Write("s", s.age());     // FLOW: age  NEVER: income
  q.Clear();
  Write("cleared", q.age());  // NEVER: age, income
}

void Serialised() {
  Person p, q, other;
  p.set_age(Read("age"));
  p.set_income(Read("income"));
  std::string bytes;
  p.SerializeToString(&bytes);
  WriteText("bytes", bytes.c_str());  // FLOW: age, income
  q.ParseFromString(bytes);
  Write("age", q.age());          // FLOW: age  NEVER: income
  Write("other", other.age());    // NEVER: age, income
}

void Files() {
  Person p;
  std::ifstream in("people.bin", std::ios::binary);
  p.ParseFromIstream(&in);
  Write("age", p.age());        // FLOW: people.bin#age  NEVER: people.bin#income
  Write("income", p.income());  // FLOW: people.bin#income  NEVER: people.bin#age
  std::ofstream out("out.bin", std::ios::binary);
  Person q;
  q.set_phone(Read("phone"));
  q.SerializeToOstream(&out);  // FLOW: phone  NEVER: people.bin
}

void Oneof() {
  Person p;
  p.set_phone(Read("phone"));
  Write("phone", p.phone());  // FLOW: phone
  Write("fax", p.fax());      // NEVER: phone
}

static void FillAge(Person* p) { p->set_age(Read("filled")); }
static int AgeOf(const Person& p) { return p.age(); }
void AcrossCalls() {
  Person p, q;
  FillAge(&p);
  Write("p", AgeOf(p));    // FLOW: filled
  Write("q", AgeOf(q));    // NEVER: filled
  Write("i", p.income());  // NEVER: filled
}

void Maps() {
  Person p;
  (*p.mutable_tag())["a"] = Read("a");
  (*p.mutable_tag())["b"] = Read("b");
  Write("a", p.tag().at("a"));  // FLOW: a  NEVER: b
  Write("b", p.tag().at("b"));  // FLOW: b  NEVER: a
}
