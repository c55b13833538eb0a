// Positions in ranges that functions are given as pointers and iterators.
#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <numeric>
#include <string>
#include <vector>
#include "corpus.h"

static int Found(int* begin, int* end) { return *std::find(begin, end, 5); }
static int AfterFound(int* begin, int* end) {
  int* p = std::find(begin, end, 5);
  ++p;
  return *p;
}
static int FoundIf(const int* begin, const int* end) {
  return *std::find_if(begin, end, [](int x) { return x > 5; });
}
static int Largest(const int* a, int n) { return *std::max_element(a, a + n); }
static int Third(const int* a) { return *std::next(a, 2); }
static int SumOf(const int* a, int n) {
  int sum = 0;
  std::for_each(a, a + n, [&](int x) { sum += x; });
  return sum;
}
static void Increase(const int* from, int n, int* to) {
  std::transform(from, from + n, to, [](int x) { return x + 1; });
}
static void Halve(int* a, int n) {
  std::for_each(a, a + n, [](int& x) { x /= 2; });
}

void ThroughPointers() {
  int a[4] = {}, other[4] = {}, to[4] = {};
  a[2] = Read("a");
  other[2] = Read("other");
  Write("found", Found(a, a + 4));       // FLOW: a  NEVER: other
  Write("after", AfterFound(a, a + 4));  // FLOW: a  NEVER: other
  Write("if", FoundIf(a, a + 4));        // FLOW: a  NEVER: other
  Write("largest", Largest(a, 4));       // FLOW: a  NEVER: other
  Write("third", Third(a));              // FLOW: a  NEVER: other
  Write("sum", SumOf(a, 4));             // FLOW: a  NEVER: other
  Increase(a, 4, to);
  Write("to", to[2]);  // FLOW: a  NEVER: other
  Halve(other, 4);
  Write("half", other[2]);  // FLOW: other  NEVER: a
}

struct Row {
  int id, value;
};
static int ValueOf(const Row* begin, const Row* end, int id) {
  const Row* row = std::find_if(begin, end, [=](const Row& r) { return r.id == id; });
  return row == end ? 0 : row->value;
}

void OfStructs() {
  Row rows[3] = {};
  rows[2].id = Read("id");
  rows[2].value = Read("value");
  Write("value", ValueOf(rows, rows + 3, 7));  // FLOW: value  NOT: id
}

void InPlace() {
  int a[4] = {}, out[5] = {};
  a[2] = Read("a");
  const int* next = std::next(a, 2);
  int* p = a;
  std::advance(p, 2);
  int* end = std::copy(a, a + 4, out);
  *end = Read("end");
  Write("next", *next);  // FLOW: a  NEVER: end
  Write("p", *p);        // FLOW: a  NEVER: end
  Write("out", out[4]);  // FLOW: a, end
}

static int LastOf(std::vector<int>::const_iterator begin, std::vector<int>::const_iterator end) {
  return *std::prev(std::find(begin, end, 0));
}

void OfVectors() {
  std::vector<int> v{Read("v"), 2}, w{Read("w")};
  Write("v", LastOf(v.begin(), v.end()));  // FLOW: v  NEVER: w
  Write("w", LastOf(w.begin(), w.end()));  // FLOW: w  NEVER: v
}

void FromAKeyOn() {
  std::map<std::string, int> m;
  m["a"] = Read("ma");
  m["b"] = Read("mb");
  auto it = m.find("a");
  Write("here", it->second);  // FLOW: ma  NEVER: mb
  ++it;
  Write("moved", it->second);                        // FLOW: ma, mb
  Write("next", std::next(m.find("a"))->second);     // FLOW: ma, mb
  Write("still", m.find("b")->second);               // FLOW: mb  NEVER: ma
  for (auto i = m.find("a"); i != m.end(); i++) {
    Write("each", i->second);  // FLOW: ma, mb
  }
}

static const char* After(const char* text) {
  const char* colon = std::strchr(text, ':');
  return colon ? colon + 1 : text;
}

void InTexts() {
  WriteText("text", After(ReadText("text")));    // FLOW: text  NEVER: second
  WriteText("other", After(ReadText("second")));  // FLOW: second  NEVER: text
}
