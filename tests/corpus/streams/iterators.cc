// Iterators on streams.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>
#include "corpus.h"

void FromFile() {
  std::ifstream in("in"), other("other");
  std::vector<int> v(std::istream_iterator<int>(in), std::istream_iterator<int>{}), w;
  Write("v", v[0]);  // FLOW: in  NEVER: other
  std::copy(std::istream_iterator<int>(other), std::istream_iterator<int>(), std::back_inserter(w));
  Write("w", w[0]);  // FLOW: other  NEVER: in
}

void ToFile() {
  std::ofstream out("out"), kept("kept");
  std::vector<int> v{Read("a"), Read("b")}, w{Read("c")};
  std::copy(v.begin(), v.end(), std::ostream_iterator<int>(out, "\n"));   // FLOW: a, b  NEVER: c  NAME: out
  std::copy(w.begin(), w.end(), std::ostream_iterator<int>(kept, "\n"));  // FLOW: c  NEVER: a, b  NAME: kept
}

void Transformed() {
  std::ofstream out("out");
  std::vector<int> v{Read("a")};
  std::transform(v.begin(), v.end(), std::ostream_iterator<int>(out, " "), [](int x) { return x + 1; });  // FLOW: a  NAME: out
}

void ByHand() {
  std::ifstream in("in");
  std::istream_iterator<std::string> it(in), end;
  for (; it != end; ++it) WriteAs("word", *it);  // FLOW: in
}

void Assigned() {
  std::ofstream out("out");
  std::ostream_iterator<int> it(out, ",");
  *it++ = Read("x");  // FLOW: x  NAME: x, out
  *it = 7;            // NEVER: x  NAME: out
}

void Characters() {
  std::ifstream in("in");
  std::ofstream out("out");
  std::copy(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>(), std::ostreambuf_iterator<char>(out));  // FLOW: in
}

void Summed() {
  std::ifstream in("in");
  std::istringstream other(ReadAs<std::string>("other"));
  int sum = std::accumulate(std::istream_iterator<int>(in), std::istream_iterator<int>(), 0);
  Write("sum", sum);  // FLOW: in  NEVER: other
  int most = *std::max_element(std::istream_iterator<int>(other), std::istream_iterator<int>());
  Write("most", most);  // FLOW: other  NEVER: in
}

void ToText() {
  std::ostringstream text, none;
  std::vector<int> v{Read("x")};
  std::copy(v.begin(), v.end(), std::ostream_iterator<int>(text, ", "));
  WriteAs("text", text.str());  // FLOW: x
  WriteAs("none", none.str());  // NEVER: x
}
