// Names from tables, defaults, members and constants, through calls.
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include "corpus.h"

static const std::map<std::string, std::string> kPaths{{"users", "users.csv"}, {"items", "items.csv"}};
void FromAMap() {
  Write("u", Read(kPaths.at("users").c_str()));         // NAME: users.csv, u  FLOW: users.csv  NEVER: items.csv
  Write("i", Read(kPaths.find("items")->second.c_str()));  // NAME: items.csv, i  FLOW: items.csv  NEVER: users.csv
}

void FromALocalMap() {
  std::unordered_map<int, std::string> shards{{0, "shard0"}, {1, "shard1"}};
  Write("zero", Read(shards[0].c_str()));  // NAME: shard0, zero  FLOW: shard0  NEVER: shard1
  shards[1] = "other";
  Write("one", Read(shards[1].c_str()));   // NAME: other, one  FLOW: other  NEVER: shard0
}

static constexpr std::array<const char*, 3> kSplits{"train", "valid", "test"};
static const char* const kNames[] = {"first", "second"};
void FromArrays() {
  Write("t", Read(kSplits[0]));  // NAME: train, t  FLOW: train  NEVER: valid
  Write("v", Read(kSplits[1]));  // NAME: valid, v  FLOW: valid  NEVER: train
  Write("s", Read(kNames[1]));   // NAME: second, s  FLOW: second  NEVER: first
}

struct Dataset { const char* name; const char* target; };
static constexpr Dataset kDatasets[] = {{"iris", "iris_out"}, {"wine", "wine_out"}};
void FromATable() {
  Write(kDatasets[0].target, Read(kDatasets[0].name));  // NAME: iris, iris_out  FLOW: iris  NEVER: wine
  Write(kDatasets[1].target, Read(kDatasets[1].name));  // NAME: wine, wine_out  FLOW: wine  NEVER: iris
}

static int LoadOr(const char* name = "default") { return Read(name); }
void Defaults() {
  Write("d", LoadOr());         // FLOW: default  NEVER: given
  Write("g", LoadOr("given"));  // FLOW: given  NEVER: default
}

class Store {
 public:
  explicit Store(std::string root = "root", std::string suffix = ".bin") : root_(std::move(root)), suffix_(suffix) {}
  int Get(const std::string& key) const { return Read((root_ + "/" + key + suffix_).c_str()); }

 private:
  std::string root_, suffix_;
};
void Members() {
  Store plain, other("other", ".txt");
  Write("p", plain.Get("a"));  // FLOW: root/a.bin  NEVER: other/b.txt
  Write("o", other.Get("b"));  // FLOW: other/b.txt  NEVER: root/a.bin
}

static int Lookup(const std::map<std::string, int>& m, const std::string& key) { return m.at(key); }
void KeysOfCallers() {
  std::map<std::string, int> m;
  m["a"] = Read("a");
  m["b"] = Read("b");
  Write("a", Lookup(m, "a"));  // FLOW: a  NOT: b
  Write("b", m.at("b"));       // FLOW: b  NEVER: a
}

static void Copy(std::string_view from, std::string_view to) {
  Write(std::string(to).c_str(), Read(std::string(from).c_str()));  // FLOW: x -> y, v -> w  NEVER: x -> w, v -> y
}
void ByViews() {
  Copy("x", "y");
  Copy("v", "w");
}
