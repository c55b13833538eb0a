// References in tuples and pairs, and containers of pointers.
#include <any>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>
#include "corpus.h"
void Applied() {
  int x = 0, y = 0;
  std::tuple<int&, int> t(x, Read("applied"));
  std::apply([](int& to, const int& v) { to = v; }, t);
  Write("applied_x", x);  // FLOW: applied
  Write("applied_y", y);  // NEVER: applied
}
void AppliedVector() {
  std::vector<int> x{0, 0};
  std::tuple<std::vector<int>&, int> t(x, Read("applied_vector"));
  std::apply(
      [](std::vector<int>& to, const int& v) {
        to.erase(to.begin());
        to.insert(to.begin(), v);
      },
      t);
  Write("applied_vector_x", x.at(0));  // FLOW: applied_vector
}
void Element() {
  int x = 0, y = 0;
  std::tuple<int&, int&> t(x, y);
  std::get<1>(t) = Read("element");
  Write("element_y", y);  // FLOW: element
  Write("element_x", x);  // NEVER: element
}
void PairOf() {
  int x = 0, y = 0;
  std::pair<int&, int> p(x, 1);
  p.first = Read("pair_of");
  Write("pair_of_x", x);  // FLOW: pair_of
  Write("pair_of_second", p.second);  // NEVER: pair_of
}
void Bound() {
  int x = 0, y = 0;
  std::tuple<int&, int&> t(x, y);
  auto& [a, b] = t;
  a = Read("bound");
  Write("bound_x", x);  // FLOW: bound
  Write("bound_y", y);  // NEVER: bound
}
void Counted() {
  int* p = new int(Read("counted"));
  int* q = new int(Read("counted_other"));
  std::vector<int*> t(1, p);
  Write("counted_t", *t.front());  // FLOW: counted  NEVER: counted_other
  Write("counted_q", *q);  // FLOW: counted_other  NEVER: counted
}
void InsertedPointer() {
  int* p = new int(Read("inserted_pointer"));
  std::vector<int*> t;
  t.insert(t.begin(), p);
  Write("inserted_pointer_t", *t[0]);  // FLOW: inserted_pointer
}
