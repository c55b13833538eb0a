// Names that are built by streams and paths.
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <string>
#include "corpus.h"

namespace fs = std::filesystem;

void Built() {
  std::ostringstream name;
  name << "data/" << "part" << '-' << 3 << ".csv";
  Write(name.str().c_str(), Read("x"));  // FLOW: x  NAME: x, data/part-3.csv
}

static std::string PartName(const std::string& base, int part) {
  std::stringstream s;
  s << base << "-" << part << ".csv";
  return s.str();
}
void ByFunction() {
  std::ofstream a(PartName("a", 1)), b(PartName("b", 2));
  a << Read("x");  // FLOW: x  NAME: x, a-1.csv
  b << Read("y");  // FLOW: y  NAME: y, b-2.csv
}

void Padded() {
  std::ostringstream name;
  name << "part" << std::setw(3) << std::setfill('0') << 7 << ".csv";
  std::ofstream out(name.str());
  out << Read("x");  // FLOW: x  NAME: x, part{?}7.csv
}

void Paths() {
  fs::path dir = "out";
  fs::path file = dir / "sub" / "x.csv";
  std::ofstream out(file), plus(dir.string() + "/y.csv");
  out << Read("x");   // FLOW: x  NAME: x, out/sub/x.csv
  plus << Read("y");  // FLOW: y  NAME: y, out/y.csv
}

void Appended() {
  fs::path file("base");
  file /= "deep";
  file += ".txt";
  std::ofstream out(file.c_str());
  out << Read("x");  // FLOW: x  NAME: x, base/deep.txt
}

void Absolute() {
  std::ofstream out(fs::path("a") / "/root.txt");
  out << Read("x");  // FLOW: x  NAME: x, /root.txt
}
