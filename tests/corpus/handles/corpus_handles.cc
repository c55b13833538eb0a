// Handles: opened in one place, used in another.
#include "corpus.h"

void Straight() {
  File* in = Open("in.csv");
  File* out = Open("out.csv");
  WriteTo(out, ReadFrom(in));  // FLOW: in.csv -> out.csv  NAME: in.csv, out.csv
}

void TwoInputs() {
  File* a = Open("a.csv");
  File* b = Open("b.csv");
  File* out = Open("out2.csv");
  int x = ReadFrom(a), y = ReadFrom(b);
  Use(x);
  WriteTo(out, y);  // FLOW: b.csv  NEVER: a.csv
}

static int Next(File* f) { return ReadFrom(f); }
static void Put(File* f, int v) {
  WriteTo(f, v);  // FLOW: c.csv -> c.out, d.csv -> d.out  NEVER: c.csv -> d.out, d.csv -> c.out
}
void ThroughFunctions() {
  File *c = Open("c.csv"), *d = Open("d.csv");
  File *c_out = Open("c.out"), *d_out = Open("d.out");
  Put(c_out, Next(c));
  Put(d_out, Next(d));
}

struct Job {
  File* in;
  File* out;
};
static void Run(const Job& j) {
  WriteTo(j.out, ReadFrom(j.in));  // FLOW: e.csv -> e.out  NEVER: f.csv -> e.out
}
void InAStruct() {
  Job j{Open("e.csv"), Open("e.out")};
  File* unused = Open("f.csv");
  Use(ReadFrom(unused));
  Run(j);
}

class Writer {
 public:
  explicit Writer(const char* name) : file_(Open(name)) {}
  ~Writer() { Close(file_); }
  void Put(int v) {
    WriteTo(file_, v);  // FLOW: one -> one.out, two -> two.out  NEVER: one -> two.out, two -> one.out
  }

 private:
  File* file_;
};
void InAClass() {
  Writer one("one.out"), two("two.out");
  one.Put(Read("one"));
  two.Put(Read("two"));
}

void Reopened() {
  File* f = Open("first.csv");
  Use(ReadFrom(f));
  f = Open("second.csv");
  Write("reopened", ReadFrom(f));  // FLOW: second.csv  NEVER: first.csv
}

void EitherFile() {
  File* f = Any() ? Open("yes.csv") : Open("no.csv");
  Write("either", ReadFrom(f));  // FLOW: yes.csv, no.csv
}

static File* OpenIn(const char* name) {
  File* f = Open(name);
  if (!f) return nullptr;
  return f;
}
void Opener() {
  Write("g", ReadFrom(OpenIn("g.csv")));  // FLOW: g.csv  NEVER: h.csv
  Write("h", ReadFrom(OpenIn("h.csv")));  // FLOW: h.csv  NEVER: g.csv
}

void Columns() {
  Table* users = OpenTable("users");
  Table* features = OpenTable("features");
  int age = ReadColumn(users, "age");
  int sex = ReadColumn(users, "sex");
  Use(sex);
  // FLOW: users#age -> features#years  NEVER: users#sex -> features#years
  WriteColumn(features, "years", age);
  WriteColumn(features, "sum", age + ReadColumn(users, "zip"));  // FLOW: users#age, users#zip  NEVER: users#sex
}

struct Row {
  int age, sex;
};
static Row ReadRow(Table* t) { return {ReadColumn(t, "age"), ReadColumn(t, "sex")}; }
void ColumnsThroughAStruct() {
  Row r = ReadRow(OpenTable("patients"));
  Table* out = OpenTable("clean");
  WriteColumn(out, "age", r.age);  // FLOW: patients#age -> clean#age  NEVER: patients#sex
  WriteColumn(out, "sex", r.sex);  // FLOW: patients#sex -> clean#sex  NEVER: patients#age
}
