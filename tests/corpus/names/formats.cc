// Names that format functions build.
#include <fmt/format.h>
#include <filesystem>
#include <string>
#include "corpus.h"

void Format() {
  std::string name = fmt::format("{}/part-{}.csv", "out", 3);
  Write(name.c_str(), Read("x"));  // FLOW: x  NAME: x, out/part-3.csv
}

void Positions() {
  Write(fmt::format("{1}-{0}", "a", "b").c_str(), Read("x"));    // FLOW: x  NAME: x, b-a
  Write(fmt::format("{:04d}.txt", 12).c_str(), Read("y"));       // FLOW: y  NAME: y, 0012.txt
  Write(fmt::format("{{{}}}", "braces").c_str(), Read("z"));     // FLOW: z  NAME: z, {braces}
  Write(fmt::format("w{:.2f}", 0.5).c_str(), Read("w"));         // FLOW: w  NAME: w, w{?}
}

static std::string NameOf(const std::string& base, int part) { return fmt::format("{}.{}", base, part); }
void ByFunction() {
  Write(NameOf("a", 1).c_str(), Read("x"));  // FLOW: x  NAME: x, a.1
  Write(NameOf("b", 2).c_str(), Read("y"));  // FLOW: y  NAME: y, b.2
}

void Data() {
  std::string a = fmt::format("{}:{}", Read("a"), Read("b")), c = fmt::format("{}", 7);
  WriteAs("ab", a);  // FLOW: a, b
  WriteAs("c", c);   // NEVER: a, b
}

void FormatTo() {
  std::string out, none;
  fmt::format_to(std::back_inserter(out), "{}", Read("x"));
  WriteAs("out", out);    // FLOW: x
  WriteAs("none", none);  // NEVER: x
}

void Separators() {
  std::filesystem::path dir = "out/", name = dir / "x.csv";
  Write(name.c_str(), Read("x"));                                         // FLOW: x  NAME: x, out/x.csv
  Write((std::filesystem::path("a") / "/root.txt").c_str(), Read("y"));  // FLOW: y  NAME: y, /root.txt
}

void CharacterStored() {
  std::string name = "part0", other = name;
  name[4] = static_cast<char>('0' + Any());
  Write(name.c_str(), Read("x"));   // FLOW: x  NAME: x, {?:CharacterStored}
  Write(other.c_str(), Read("y"));  // FLOW: y  NAME: y, part0
}
