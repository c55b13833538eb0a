// What an optional holds, stored by another function.
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "corpus.h"
void ByALambda() {
  std::optional<int> v, w;
  auto set = [&v] { v = Read("lambda"); };
  set();
  Write("lambda.out", *v);  // FLOW: lambda
  Write("w", w.value_or(0));  // NEVER: lambda
}
static void Fill(std::optional<int>& v) {
  v = Read("filled");
}
void ByReference() {
  std::optional<int> v;
  Fill(v);
  Write("filled.out", *v);  // FLOW: filled
}
static void Change(std::optional<int>& v) {
  v = 3;
}
void Overwritten() {
  std::optional<int> v = Read("old");
  Change(v);
  Write("old.out", *v);  // NEVER: old
}
struct Keeps {
  std::optional<int>& v;
  void Set() {
    v = Read("kept");
  }
};
void ByAMember() {
  std::optional<int> v;
  Keeps k{v};
  k.Set();
  Write("kept.out", *v);  // FLOW: kept
}
struct Lazy {
  std::optional<int> v;
  void Load() {
    v = Read("lazy");
  }
  int Get() {
    if (!v) Load();
    return *v;
  }
};
void Loaded() {
  Lazy l;
  l.Load();
  Write("lazy.out", *l.v);  // FLOW: lazy
  Lazy m;
  Write("lazy.get", m.Get());  // FLOW: lazy
  Write("lazy.again", m.Get());  // FLOW: lazy
}
void ValueOr() {
  std::optional<int> v;
  auto set = [&] { v = Read("or"); };
  set();
  Write("or.out", v.value_or(1));  // FLOW: or
}
void OfARow() {
  std::vector<std::optional<int>> v(3);
  auto set = [&] { v[1] = Read("row"); };
  set();
  Write("row.out", *v[1]);  // FLOW: row
}
