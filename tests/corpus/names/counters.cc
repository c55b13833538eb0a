// Names and places with a number that is counted, or that nothing is known of: any number, not those
// of the first rounds.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>
#include "corpus.h"

void Counted() {
  for (int i = 0; i < 10; ++i) Write(("counted" + std::to_string(i)).c_str(), Read("x"));  // FLOW: x  NAME: counted{?}, x
}

void CountedUp() {
  int i = 0;
  while (Any()) i = i + 1;
  Write(("up" + std::to_string(i)).c_str(), Read("x"));  // FLOW: x  NAME: up{?}, x
  i = 7;
  Write(("up" + std::to_string(i)).c_str(), Read("y"));  // FLOW: y  NAME: up7, y
}

void Stepped() {
  int i = 0, last = 0;
  for (; i < 100; i += 10) last = i;
  Write(("stepped" + std::to_string(i)).c_str(), Read("x"));  // FLOW: x  NAME: stepped{?}, x
  Write(("last" + std::to_string(last)).c_str(), Read("x"));  // FLOW: x  NAME: last{?}, x
}

void Printed() {
  char name[32];
  for (int i = 0; i < 10; ++i) {
    snprintf(name, sizeof name, "printed%d", i);
    Write(name, Read("x"));  // FLOW: x  NAME: printed{?}, x
  }
}

void Unknown() {
  int n = 3;
  if (Any()) n = rand();
  Write(("unknown" + std::to_string(n)).c_str(), Read("x"));  // FLOW: x  NAME: unknown{?}, x
  if (n == 5) Write("five", Read("y"));                       // FLOW: y
}

void OneOfTwo() {
  int n = 3;
  if (Any()) n = 4;
  Write(("two" + std::to_string(n)).c_str(), Read("x"));  // FLOW: x  NAME: two3, two4, x
}

class Model {
 public:
  explicit Model(std::string path) : path_(std::move(path)) {}
  void Train() {
    for (int epoch = 0; epoch < 10; ++epoch) {
      if (epoch == 0) continue;
      std::string name = path_;
      if (Any()) name = name + "_epoch" + std::to_string(epoch);
      Save(name);
    }
  }

 private:
  void Save(const std::string& name) { Write(name.c_str(), Read("rows")); }  // FLOW: rows  NAME: model, model_epoch{?}, rows
  std::string path_;
};

void Epochs() { Model("model").Train(); }

// Likewise where it is an index.
void OfVector() {
  std::vector<int> a{Read("a0"), Read("a1"), Read("a2")};
  int k = 2;
  Write("known", a[k]);  // FLOW: a2  NEVER: a0, a1
  if (Any()) k = rand() % 3;
  Write("unknown", a[k]);  // FLOW: a0, a1, a2
}

void OfMap() {
  std::map<int, int> m;
  m[1] = Read("m1");
  m[2] = Read("m2");
  int k = 1;
  Write("known", m[k]);  // FLOW: m1  NEVER: m2
  if (Any()) k = rand();
  Write("unknown", m[k]);  // FLOW: m1, m2
}

void OfLast() {
  std::vector<int> v(200);
  v[0] = Read("v0");
  v[90] = Read("v90");
  int k = 0;
  for (int i = 0; i < 100; i += 10) k = i;
  Write("last", v[k]);  // FLOW: v0, v90
  Write("first", v[0]);  // FLOW: v0  NEVER: v90
}
