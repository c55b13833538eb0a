// std::fstream and stringstream.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include "corpus.h"

void Extract() {
  std::ifstream in("in.txt"), decoy("decoy.txt");
  std::ofstream out("out.txt");
  int x, y;
  in >> x;
  decoy >> y;
  out << x;  // FLOW: in.txt -> out.txt  NEVER: decoy.txt
}

void Chained() {
  std::ifstream in("pair.txt");
  std::ofstream first("first.txt"), both("both.txt");
  int a, b, c = Read("c");
  in >> a >> b;
  first << "a=" << a << '\n';        // FLOW: pair.txt -> first.txt  NEVER: c
  both << a << ' ' << c << std::endl;  // FLOW: pair.txt, c  NEVER: decoy.txt
}

void Lines() {
  std::ifstream in("lines.txt");
  std::ofstream out("copy.txt");
  std::string line, header;
  std::getline(in, header);
  while (std::getline(in, line)) {
    out << line << "\n";  // FLOW: lines.txt -> copy.txt  NEVER: in.txt
  }
}

void Fields() {
  std::ifstream in("rows.csv");
  std::string line, cell, decoy = ReadAs<std::string>("decoy");
  std::getline(in, line);
  std::stringstream row(line), other(decoy);
  std::getline(row, cell, ',');
  WriteAs("cell", cell);  // FLOW: rows.csv  NEVER: decoy
  std::getline(other, cell, ',');
  WriteAs("other", cell);  // FLOW: decoy  NEVER: rows.csv
}

void StringStream() {
  std::ostringstream a, b;
  a << "x" << Read("a");
  b << Read("b");
  WriteAs("a", a.str());  // FLOW: a  NEVER: b
  WriteAs("b", b.str());  // FLOW: b  NEVER: a
}

void Parse() {
  std::istringstream in(ReadAs<std::string>("text"));
  int x = 0, y = Read("y");
  in >> x;
  Write("x", x);  // FLOW: text  NEVER: y
  Write("y", y);  // FLOW: y  NEVER: text
}

static void Dump(std::ostream& out, int v) {
  out << v;  // FLOW: one -> one.txt, two -> two.txt  NEVER: one -> two.txt, two -> one.txt
}
static int Load(std::istream& in) {
  int v;
  in >> v;
  return v;
}
void Passed() {
  std::ofstream one("one.txt"), two("two.txt");
  Dump(one, Read("one"));
  Dump(two, Read("two"));
  std::ifstream f("f.txt"), g("g.txt");
  Write("f", Load(f));  // FLOW: f.txt  NEVER: g.txt
  Write("g", Load(g));  // FLOW: g.txt  NEVER: f.txt
}

void OpenedLater() {
  std::ofstream out;
  out.open("late.txt");
  out << Read("late");  // FLOW: late -> late.txt  NAME: late, late.txt
  std::fstream both("both.bin");
  both << Read("both");  // FLOW: both -> both.bin  NEVER: late
}

class Log {
 public:
  explicit Log(const std::string& name) : out_(name) {}
  void Add(int v) {
    out_ << v << "\n";  // FLOW: logged -> log.txt  NEVER: unlogged
  }

 private:
  std::ofstream out_;
};
void Member() {
  int unlogged = Read("unlogged");
  Use(unlogged);
  Log log("log.txt");
  log.Add(Read("logged"));
}

struct Point {
  int x, y;
};
static std::ostream& operator<<(std::ostream& out, const Point& p) {
  return out << p.x;  // FLOW: px -> point.txt  NEVER: py
}
void OwnOperator() {
  std::ofstream out("point.txt");
  Point p{Read("px"), Read("py")};
  out << p;
}

void Console() {
  int n;
  std::cin >> n;
  std::cout << n;  // FLOW: stdin -> stdout  NEVER: px
}

void Binary() {
  std::ifstream in("m.bin", std::ios::binary);
  std::ofstream out("n.bin", std::ios::binary);
  char buffer[16];
  in.read(buffer, sizeof buffer);
  out.write(buffer, sizeof buffer);  // FLOW: m.bin -> n.bin  NEVER: in.txt
}
