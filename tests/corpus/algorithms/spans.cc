// Spans over memory that is known by a pointer alone, and parts of them.
#include <algorithm>
#include <ranges>
#include <span>
#include <valarray>
#include <vector>

#include "corpus.h"

void ByIndex(int* p, int n) {
  p[2] = Read("second");
  std::span<int> s(p, n);
  Write("same", s[2]);   // FLOW: second
  Write("other", s[1]);  // NEVER: second
}

void Each(int* p, int n) {
  p[2] = Read("stored");
  std::span<int> s(p, n);
  for (int x : s) Write("each", x);                           // FLOW: stored
  Write("back", s.back());                                    // FLOW: stored
  Write("front", s.front());                                  // NEVER: stored
  Write("greatest", *std::max_element(s.begin(), s.end()));   // FLOW: stored
}

void StoredThrough(int* p, int n, int* q) {
  std::span<int> s(p, n);
  for (int& x : s) x = Read("loop");
  Write("loop", p[3]);  // FLOW: loop
  std::ranges::fill(s, Read("filled"));
  Write("filled", p[3]);  // FLOW: filled, loop
  Write("beside", q[3]);  // NEVER: loop, filled
}

void Parts(int* p, int n) {
  p[2] = Read("two");
  p[3] = Read("three");
  std::span<int> s(p, n);
  Write("exact", s.subspan(2)[0]);     // FLOW: two NEVER: three
  Write("next", s.subspan(2, 2)[1]);   // FLOW: three NEVER: two
  Write("first", s.first(3)[2]);       // FLOW: two NEVER: three
  Write("last", s.last(1)[0]);         // FLOW: two, three
}

void OfAnArray() {
  int a[8] = {}, b[8] = {};
  a[5] = Read("five");
  b[5] = Read("b");
  std::span<int> s(a, 8);
  int sum = 0;
  for (int x : s) sum += x;
  Write("sum", sum);         // FLOW: five NEVER: b
  Write("exact", s[5]);      // FLOW: five NEVER: b
  Write("before", s[4]);     // NEVER: five, b
}

void Given(std::span<const int> s) {
  int sum = 0;
  for (int x : s) sum += x;
  Write("given", sum);  // FLOW: element NEVER: unused
}

void Gives() {
  std::vector<int> v, unused;
  v.push_back(Read("element"));
  unused.push_back(Read("unused"));
  Given(v);
  Write("unused", unused[0]);  // FLOW: unused
}

void Counted(int* p, int n) {
  p[2] = Read("counted");
  for (int x : std::views::counted(p, n)) Write("counted", x);  // FLOW: counted
}

void Numbers(const int* p, int n, int* q) {
  q[1] = Read("other");
  const_cast<int*>(p)[2] = Read("number");
  std::valarray<int> v(p, n);
  Write("number", v[2]);     // FLOW: number NEVER: other
  Write("total", v.sum());   // FLOW: number NEVER: other
}
