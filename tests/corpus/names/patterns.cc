// Files that a pattern names, and files that have no name.
#include <glob.h>
#include <wordexp.h>

#include <fstream>
#include <string>

#include "corpus.h"

void Globbed() {
  glob_t found, others;
  glob("shards/*.csv", 0, nullptr, &found);
  glob("others/part-*-of-*.csv", 0, nullptr, &others);
  for (size_t i = 0; i < found.gl_pathc; ++i) {
    std::ifstream file(found.gl_pathv[i]);
    std::string line;
    std::getline(file, line);  // NAME: shards/{*}.csv
    WriteText("lines", line.c_str());  // FLOW: shards/{*}.csv  NEVER: others/part-{*}-of-{*}.csv
  }
  WriteText("first", ReadText(others.gl_pathv[0]));  // FLOW: others/part-{*}-of-{*}.csv  NEVER: shards/{*}.csv
  globfree(&found);
}

class Shards {
 public:
  explicit Shards(const std::string& pattern) { glob((pattern + "/*.bin").c_str(), 0, nullptr, &found_); }
  const char* Name(int i) const { return found_.gl_pathv[i]; }

 private:
  glob_t found_;
};
void GlobbedElsewhere() {
  Shards shards("tokens"), others("others");
  Write("o", Read(shards.Name(3)));  // FLOW: tokens/{*}.bin  NEVER: others/{*}.bin
  Write("p", Read(others.Name(0)));  // FLOW: others/{*}.bin
}

void Expanded() {
  wordexp_t words;
  wordexp("~/data/*.txt", &words, 0);
  Write("o", Read(words.we_wordv[0]));  // FLOW: ~/data/{*}.txt
}

// An argument that is not given: there is no such file.
int Load(const std::string& name) {
  if (name.empty()) return 0;
  return Read(name.c_str());
}
void MaybeGiven(int given) {
  Write("o", Load("train.csv") + Load(given > 1 ? "validation.csv" : ""));  // FLOW: train.csv, validation.csv
}
void NotGiven() {
  Write("", Read("a"));
  Write("o", Load("") + Load("train.csv"));  // FLOW: train.csv
}
