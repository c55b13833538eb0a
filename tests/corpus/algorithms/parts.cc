// Algorithms and blocks that write a part of an array: the rest stays what it was.
#include <algorithm>
#include <array>
#include <cstring>
#include <vector>
#include "corpus.h"

void CopyPart() {
  int a[4] = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  int s[2] = {Read("s0"), Read("s1")}, other[2] = {Read("other")};
  std::copy(s, s + 2, a + 2);
  Write("o2", a[2]);         // FLOW: s0, s1, a2  NEVER: other, a0, a1
  Write("other", other[0]);  // FLOW: other  NEVER: s0, s1
}

void CopyN() {
  std::array<int, 4> a = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  int s[2] = {Read("s0"), Read("s1")};
  std::copy_n(s, 2, a.begin() + 2);
  Write("o2", a[2]);  // FLOW: s0, s1, a2
}

void FillPart() {
  std::array<int, 4> a = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  std::fill(a.begin() + 1, a.begin() + 3, Read("x"));
  std::fill_n(a.data(), 2, Read("y"));
  Write("o1", a[1]);  // FLOW: x, y, a1  NEVER: a0, a2
}

void Data() {
  std::vector<char> v(10, Read("v"));
  int x = Read("x");
  std::memcpy(v.data() + 4, &x, sizeof x);
  Write("o", v[0]);  // FLOW: v, x
  std::array<char, 8> a;
  a.fill(Read("a"));
  std::memcpy(a.data(), &x, sizeof x);
  Write("p", a[6]);  // FLOW: a, x
  std::memcpy(&a, &x, sizeof x);
  Write("q", a[6]);  // FLOW: a, x
}
