// Names of assets: literals, concatenation, parameters, globals, members, the command line.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>
#include "corpus.h"

using String = std::string;

void Literal() {
  Write("plain", Read("a"));  // FLOW: a -> plain  NAME: a, plain
}

void Variable() {
  const char* name = "held";
  Write(name, Read("b"));  // FLOW: b -> held  NAME: b, held
}

static const char* kConstant = "constant";
constexpr char kArray[] = "array";
static const String kString = "string";
void Constants() {
  Write(kConstant, Read("c"));        // FLOW: c -> constant  NAME: c, constant
  Write(kArray, Read("d"));           // FLOW: d -> array  NAME: d, array
  Write(kString.c_str(), Read("e"));  // FLOW: e -> string  NAME: e, string
}

void Concatenation() {
  String folder = "out/";
  String name = folder + "model" + ".json";
  Write(name.c_str(), Read("f"));  // FLOW: f -> out/model.json  NAME: f, out/model.json
  String more = "out";
  more += "/";
  more.append("more.json");
  Write(more.c_str(), Read("f2"));  // FLOW: f2 -> out/more.json  NAME: f2, out/more.json
}

static void Under(const String& folder, const String& name, int v) {
  // FLOW: g -> lake/g.csv, h -> lake/h.csv  NEVER: g -> lake/h.csv, h -> lake/g.csv
  // NAME: lake/g.csv, lake/h.csv
  Write((folder + "/" + name).c_str(), v);
}
void Parameters() {
  Under("lake", "g.csv", Read("g"));
  Under("lake", "h.csv", Read("h"));
}

static void Defaulted(int v, const char* name = "default") {
  Write(name, v);  // FLOW: i -> default, j -> given  NEVER: i -> given  NAME: default, given
}
void DefaultArgument() {
  Defaulted(Read("i"));
  Defaulted(Read("j"), "given");
}

static String NameOf(const String& stem) { return stem + ".bin"; }
void ReturnedName() {
  Write(NameOf("k").c_str(), Read("k"));  // FLOW: k -> k.bin  NAME: k, k.bin
  Write(NameOf("l").c_str(), Read("l"));  // FLOW: l -> l.bin  NAME: l, l.bin
}

class Store {
 public:
  explicit Store(String root) : root_(std::move(root)) {}
  void Put(const String& key, int v) {
    // FLOW: m -> s3/m, n -> gs/n  NEVER: m -> gs/n  NAME: s3/m, gs/n
    Write((root_ + "/" + key).c_str(), v);
  }

 private:
  String root_;
};
void Member() {
  Store s("s3"), g("gs");
  s.Put("m", Read("m"));
  g.Put("n", Read("n"));
}

void Chosen() {
  const char* name = Any() ? "yes" : "no";
  Write(name, Read("o"));  // FLOW: o -> yes, o -> no  NAME: o, yes, no
}

void ListOfNames() {
  const char* names[] = {"jan", "feb"};
  int sum = 0;
  for (const char* n : names) sum += Read(n);  // NAME: jan, feb
  Write("months", sum);  // FLOW: jan, feb  NEVER: o
}

void VectorOfNames() {
  std::vector<String> names{"mon", "tue"};
  int sum = 0;
  for (const auto& n : names) sum += Read(n.c_str());  // NAME: mon, tue
  Write("days", sum);  // FLOW: mon, tue  NEVER: o
}

static void Handed(const std::vector<String>& names) {
  Write(names[0].c_str(), Read("handed"));  // FLOW: handed -> one, handed -> three  NAME: handed, one, three
}
void HandsNames() {
  std::vector<String> one{"one"}, three;
  Handed(one);
  three.push_back("three");
  Handed(three);
}

void Path() {
  namespace fs = std::filesystem;
  fs::path folder = "data";
  Write((folder / "train.csv").c_str(), Read("p"));  // FLOW: p -> data/train.csv  NAME: p, data/train.csv
}

void Environment() {
  const char* home = getenv("MODEL_DIR");
  String name = String(home) + "/m.json";
  Write(name.c_str(), Read("q"));  // FLOW: q -> {env:MODEL_DIR}/m.json  NAME: q, {env:MODEL_DIR}/m.json
}

void Number() {
  String name = "part-" + std::to_string(7) + ".csv";
  Write(name.c_str(), Read("r"));  // FLOW: r -> part-7.csv  NAME: r, part-7.csv
}

void NameFromData() {
  String name = ReadAs<String>("index");
  // The content of `index` is no name that we know, and it decides which asset is written.
  Write(name.c_str(), Read("s"));  // FLOW: s
}

void Overwritten() {
  String name = "old";
  name = "new";
  Write(name.c_str(), Read("t"));  // FLOW: t -> new  NAME: t, new
}
