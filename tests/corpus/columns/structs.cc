// Objects of the program's own classes that are read and written as a whole: their fields are columns.
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "corpus.h"

struct Home {
  int zip = 0;
  int rooms = 0;
};
struct Patient {
  int id = 0;
  int age = 0;
  Home home;
};

void FieldsOfWhatIsRead() {
  Patient p;
  ReadInto("patients", &p, sizeof p);
  Write("age", p.age);         // FLOW: patients#age  NEVER: patients#id, patients#home.zip
  Write("zip", p.home.zip);    // FLOW: patients#home.zip  NEVER: patients#home.rooms
  Write("sum", p.age + p.id);  // FLOW: patients#age, patients#id  NEVER: patients#home.zip
}

void FieldsOfWhatIsReturned() {
  const Patient p = ReadAs<Patient>("patients");
  Write("age", p.age);  // FLOW: patients#age  NEVER: patients#id
}

void FieldsOfWhatIsWritten() {
  Patient p;
  p.age = Read("age");
  p.home.zip = Read("zip");
  // FLOW: age -> out#age, zip -> out#home.zip  NEVER: age -> out#home.zip, zip -> out#age, age -> out#id
  WriteFrom("out", &p, sizeof p);
}

void FromOneToTheOther() {
  Patient from, to;
  ReadInto("from", &from, sizeof from);
  to.age = from.age;
  to.id = 7;
  // FLOW: from#age -> to#age  NEVER: from#id -> to#id, from#age -> to#id, from#home.zip -> to#home.zip
  WriteAs("to", to);
}

static void Save(const Patient& p) {
  // FLOW: age -> saved#age, id -> saved#id  NEVER: age -> saved#id, id -> saved#age
  WriteAs("saved", p);
}
void AcrossCalls() {
  Patient p;
  p.age = Read("age");
  p.id = Read("id");
  Save(p);
}

static void Fill(Patient* p) { ReadInto("filled", p, sizeof *p); }
void FilledElsewhere() {
  Patient p, q;
  Fill(&p);
  Fill(&q);
  q.age = Read("other");
  Write("age", p.age);   // FLOW: filled#age  NEVER: filled#id, other
  Write("other", q.age); // FLOW: other  NEVER: filled
}

void Rows() {
  std::vector<Patient> rows(10);
  ReadInto("rows", rows.data(), rows.size() * sizeof rows[0]);
  int ages = 0;
  for (const Patient& row : rows) ages += row.age;
  Write("ages", ages);  // FLOW: rows#age  NEVER: rows#id
  // FLOW: rows#age -> copied#age, rows#id -> copied#id, rows#home.zip -> copied#home.zip, rows#home.rooms -> copied#home.rooms  NEVER: rows#age -> copied#id
  WriteAs("copied", rows);
}

void CFiles() {
  FILE* in = fopen("in.bin", "rb");
  FILE* out = fopen("out.bin", "wb");
  Patient p, q;
  fread(&p, sizeof p, 1, in);
  q.home.rooms = p.home.rooms;
  // FLOW: in.bin#home.rooms -> out.bin#home.rooms  NEVER: in.bin#age, in.bin#id, in.bin#home.zip
  fwrite(&q, sizeof q, 1, out);
}

void Streams() {
  std::ifstream in("s.bin", std::ios::binary);
  std::ofstream out("t.bin", std::ios::binary);
  Patient p;
  in.read(reinterpret_cast<char*>(&p), sizeof p);
  Patient q;
  q.age = p.age;
  // FLOW: s.bin#age -> t.bin#age  NEVER: s.bin#id, s.bin#home.zip
  out.write(reinterpret_cast<const char*>(&q), sizeof q);
}

struct Row {
  int age = 0;
};
struct Employee : Row {
  int salary = 0;
};
void Bases() {
  Employee e = ReadAs<Employee>("employees");
  Write("age", e.age);  // FLOW: employees#age  NEVER: employees#salary
  Employee f;
  f.age = e.salary;
  WriteAs("f", f);  // FLOW: employees#salary -> f#age  NEVER: employees#age, employees#salary -> f#salary
}

// Containers' and library types' own parts are no columns.
void Parts() {
  std::pair<int, int> pair = ReadAs<std::pair<int, int>>("pair");
  Write("first", pair.first);  // FLOW: pair  NEVER: pair#first
}
