// The process's own streams, where other functions than the one that names them write to them.
#include <fstream>
#include <iostream>
#include <memory>

#include "corpus.h"

static void Print(std::ostream& out, int x) {
  out << x;  // FLOW: printed -> stdout, filed -> filed.txt  NOT: printed -> filed.txt, filed -> stdout
}

static void PrintTo(std::ostream* out, int x) {
  std::ostream& stream = *out;
  stream << x << std::endl;  // FLOW: pointed -> stdout  NAME: stdout
}

struct Record {
  int value;
  void Dump(std::ostream& out) const {
    out << "value: " << value;  // FLOW: dumped  NAME: stdout
  }
};

struct Reporter {
  explicit Reporter(std::ostream& out) : out(out) {}
  void Report(int x) {
    out << x;  // FLOW: reported  NAME: stderr
  }
  std::ostream& out;
};

static std::ostream* chosen;
static void Choose() { chosen = &std::cout; }
static void Chosen() {
  *chosen << Read("chosen");  // FLOW: chosen -> stdout
}

static int Take(std::istream& in) {
  int x;
  in >> x;
  return x;
}

static int TakeC(FILE** in) {
  int x;
  fscanf(*in, "%d", &x);
  return x;
}

int main() {
  Print(std::cout, Read("printed"));
  std::ofstream file("filed.txt");
  Print(file, Read("filed"));
  PrintTo(&std::cout, Read("pointed"));
  Record record{Read("dumped")};
  record.Dump(std::cout);
  Reporter(std::cerr).Report(Read("reported"));
  Choose();
  Chosen();
  Write("taken", Take(std::cin));  // FLOW: stdin
  Write("in C", TakeC(&stdin));  // FLOW: stdin
  WriteAs("clean", record.value);  // FLOW: dumped  NEVER: stdin
}
