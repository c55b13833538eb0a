// How many elements there are, where a number says so.
#include "corpus.h"
#include <string>
#include <vector>
void Sized() { std::vector<int> v(Read("n")); Write("n", v.size()); }  // FLOW: n(indirect)
void Resized() { std::vector<int> v; v.resize(Read("r")); Write("r", v.size()); }  // FLOW: r(indirect)
void Text() { std::string s(Read("s"), 'x'); Write("s", s.size()); }  // FLOW: s(indirect)
void TextResized() { std::string s; s.resize(Read("sr")); Write("sr", s.size()); }  // FLOW: sr(indirect)
void Copied() { std::vector<int> v(Read("c")); auto w = v; Write("c", w.size()); }  // FLOW: c(indirect)
void Loop() { std::vector<int> v; for (int i = 0, n = Read("l"); i < n; ++i) v.push_back(1); Write("l", v.size()); }  // FLOW: l(indirect)
void Others() {
  std::vector<int> v(Read("others")), w(3);
  w.resize(4);
  Write("w", w.size());  // NEVER: others
  Write("element", v[0]);  // NEVER: others
}
void Cleared() {
  std::vector<int> v(Read("cleared"));
  v.clear();
  Write("v", v.size());  // NEVER: cleared
}
void Values() {
  std::vector<int> v(Read("count"), Read("value"));
  Write("element", v[0]);  // FLOW: value  NEVER: count
  Write("size", v.size());  // FLOW: count(indirect)  NEVER: value
}
