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
  out << Read("x");  // FLOW: x  NAME: x, part007.csv
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

// Numbers that are not shown in decimal are not known as text.
void ShownInHex() {
  std::ostringstream hex, octal, plain, flags, based, word;
  hex << "h" << std::hex << 255 << ".csv";
  octal << "o" << 8 << std::oct << 8;
  plain << "p" << 255 << ".csv" << std::hex;
  flags.setf(std::ios::hex, std::ios::basefield);
  flags << "f" << 255;
  based << "b" << std::setbase(16) << 255;
  word << std::boolalpha << "w" << true << "-end";
  Write(hex.str().c_str(), Read("x"));    // FLOW: x  NAME: x, h{?}.csv
  Write(octal.str().c_str(), Read("x"));  // FLOW: x  NAME: x, o8{?}
  Write(plain.str().c_str(), Read("x"));  // FLOW: x  NAME: x, p255.csv
  Write(flags.str().c_str(), Read("x"));  // FLOW: x  NAME: x, f{?}
  Write(based.str().c_str(), Read("x"));  // FLOW: x  NAME: x, b{?}
  Write(word.str().c_str(), Read("x"));   // FLOW: x  NAME: x, w{?}-end
}

void PartsOfPaths() {
  const fs::path in = "lake/2024/clicks.raw.csv";
  fs::path out = in;
  out.replace_extension(".parquet");
  Write(in.stem().c_str(), Read("x"));                          // FLOW: x  NAME: x, clicks.raw
  Write(in.filename().c_str(), Read("x"));                      // FLOW: x  NAME: x, clicks.raw.csv
  Write(in.parent_path().c_str(), Read("x"));                   // FLOW: x  NAME: x, lake/2024
  Write(in.extension().c_str(), Read("x"));                     // FLOW: x  NAME: x, .csv
  Write(out.c_str(), Read("x"));                                // FLOW: x  NAME: x, lake/2024/clicks.raw.parquet
  Write(out.replace_extension("txt").c_str(), Read("x"));       // FLOW: x  NAME: x, lake/2024/clicks.raw.txt
  Write(out.replace_filename("other").c_str(), Read("x"));      // FLOW: x  NAME: x, lake/2024/other
  Write((in.parent_path() / "y.csv").c_str(), Read("x"));       // FLOW: x  NAME: x, lake/2024/y.csv
  Write((in.parent_path().parent_path()).c_str(), Read("x"));   // FLOW: x  NAME: x, lake
}
