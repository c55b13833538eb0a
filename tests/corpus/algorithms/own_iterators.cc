// Iterators of the program's own in algorithms of the library: their operators say what is at them, and move them on.
#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "corpus.h"

struct Iter {
  using iterator_category = std::forward_iterator_tag;
  using value_type = int;
  using difference_type = long;
  using pointer = int*;
  using reference = int&;
  int* p;
  int& operator*() const { return *p; }
  Iter& operator++() { ++p; return *this; }
  Iter operator++(int) { Iter before = *this; ++p; return before; }
  bool operator==(const Iter& o) const { return p == o.p; }
  bool operator!=(const Iter& o) const { return p != o.p; }
};
struct Array {
  int data[4];
  Iter begin() { return {data}; }
  Iter end() { return {data + 4}; }
};
void FirstElement() {
  Array a{{Read("first"), 1, 2, 3}}, b{{1, 2, 3, 4}};
  Write("sum", std::accumulate(a.begin(), a.end(), 0));    // FLOW: first
  Write("other", std::accumulate(b.begin(), b.end(), 0));  // NEVER: first
}
void LastElement() {
  Array a{{1, 2, 3, Read("last")}}, b{{1, 2, 3, 4}};
  Write("sum", std::accumulate(a.begin(), a.end(), 0));    // FLOW: last
  Write("other", std::accumulate(b.begin(), b.end(), 0));  // NEVER: last
}
void Copied() {
  Array a{{1, Read("copied"), 2, 3}}, b{}, c{};
  std::copy(a.begin(), a.end(), b.begin());
  Write("b", b.data[2]);  // FLOW: copied
  Write("c", c.data[2]);  // NEVER: copied
}
void Found() {
  Array a{{1, 2, Read("found"), 3}}, b{{1, 2, 3, 4}};
  Iter at = std::find(a.begin(), a.end(), 3);
  Write("at", *at);  // FLOW: found
  *at = Read("replaced");
  Write("a", a.data[1]);  // FLOW: replaced
  Write("b", *std::find(b.begin(), b.end(), 3));  // NEVER: found, replaced
}
void IntoVector() {
  Array a{{1, 2, 3, Read("vector")}}, b{};
  std::vector<int> v(a.begin(), a.end()), w(b.begin(), b.end());
  Write("v", v[0]);  // FLOW: vector
  Write("w", w[0]);  // NEVER: vector
}
void Callback() {
  Array a{{1, Read("callback"), 2, 3}};
  std::for_each(a.begin(), a.end(), [](int& x) {
    Write("each", x);  // FLOW: callback  NEVER: stored
    x = Read("stored");
  });
  Write("a", a.data[0]);  // FLOW: stored
  Array b{};
  std::transform(a.begin(), a.end(), b.begin(), [](int x) { return x + 1; });
  Write("b", b.data[3]);  // FLOW: callback, stored
}
// A list: what is at the iterator is behind as many pointers as it was moved.
struct Node { int value; Node* next; };
struct ListIter {
  using iterator_category = std::forward_iterator_tag;
  using value_type = int;
  using difference_type = long;
  using pointer = int*;
  using reference = int&;
  Node* node;
  int& operator*() const { return node->value; }
  ListIter& operator++() { node = node->next; return *this; }
  bool operator==(const ListIter& o) const { return node == o.node; }
  bool operator!=(const ListIter& o) const { return node != o.node; }
};
void List() {
  Node c{Read("third"), nullptr}, b{1, &c}, a{2, &b}, d{3, nullptr};
  Write("list", std::accumulate(ListIter{&a}, ListIter{nullptr}, 0));  // FLOW: third
  Write("apart", std::accumulate(ListIter{&d}, ListIter{nullptr}, 0));  // NEVER: third
}
// One that computes what is at it.
struct Counting {
  using iterator_category = std::input_iterator_tag;
  using value_type = int;
  using difference_type = long;
  using pointer = const int*;
  using reference = int;
  int at, step;
  int operator*() const { return at; }
  Counting& operator++() { at += step; return *this; }
  bool operator==(const Counting& o) const { return at == o.at; }
  bool operator!=(const Counting& o) const { return at != o.at; }
};
void Computed() {
  Write("steps", std::accumulate(Counting{0, Read("step")}, Counting{9, 0}, 0));  // FLOW: step
  Write("plain", std::accumulate(Counting{0, 1}, Counting{9, 0}, 0));             // NEVER: step
}
