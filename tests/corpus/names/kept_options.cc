// Options that a parser of one's own keeps by name: what is asked for by a name is that option's value.
#include <map>
#include <string>

#include "corpus.h"

class Args {
 public:
  Args(int argc, char** argv) {
    for (int i = 1; i + 1 < argc; i += 2) values_[argv[i]] = argv[i + 1];
  }
  std::string Get(const std::string& name, const std::string& otherwise) const {
    const auto it = values_.find(name);
    return it == values_.end() ? otherwise : it->second;
  }
  const std::string& At(const std::string& name) const { return values_.at(name); }

 private:
  std::map<std::string, std::string> values_;
};

// Asked in the same way, and no option.
static const char* Column(const std::map<std::string, std::string>& row, const char* name) {
  return row.at(name).c_str();
}

int main(int argc, char** argv) {
  std::map<std::string, std::string> kept;
  for (int i = 1; i + 1 < argc; i += 2) kept[argv[i]] = argv[i + 1];
  Write(kept["--a"].c_str(), Read(kept.at("--b").c_str()));  // NAME: {flag:a}, {flag:b}  FLOW: {flag:b}

  const Args args(argc, argv);
  // NAME: {flag:out}, o.bin, {flag:in}, i.bin  FLOW: {flag:in}, i.bin
  Write(args.Get("--out", "o.bin").c_str(), Read(args.Get("--in", "i.bin").c_str()));
  // NAME: {flag:train}, {flag:model}  FLOW: {flag:train}
  Write(args.At("model").c_str(), Read(args.At("train").c_str()));

  const std::map<std::string, std::string> row = {{"file", "data.csv"}};
  Write("column", Read(Column(row, "file")));  // FLOW: data.csv
}
