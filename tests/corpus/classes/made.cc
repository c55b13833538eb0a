// Objects made by new and handed on at once.
#include "corpus.h"

#include <cstdio>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

struct Item { int x = 0, y = 0; Item() {} Item(int a, int b) : x(a), y(b) {} };
template <class T>
struct Bag {
  std::vector<T> items;
  void Add(const T& item) { items.push_back(item); }
  template <class U> void Forward(U&& item) { items.push_back(std::forward<U>(item)); }
};
void ByReference() {
  Bag<Item*> a, b;
  a.Add(new Item(Read("added"), 1));
  b.Add(new Item(2, 3));
  Write("ax", a.items[0]->x);  // FLOW: added
  Write("ay", a.items[0]->y);  // NEVER: added
  Write("bx", b.items[0]->x);  // NEVER: added
}
void Forwarded() {
  Bag<Item*> a;
  a.Forward(new Item(Read("forwarded"), 1));
  Write("fx", a.items[0]->x);  // FLOW: forwarded
  Write("fy", a.items[0]->y);  // NEVER: forwarded
}
static void Take(Item* const& item) { Write("taken", item->x); }  // FLOW: taken
void Taken() { Take(new Item(Read("taken"), 0)); }
static void Job(Item* item) { Write("job", item->x); }  // FLOW: job
void Thread() {
  std::thread t(Job, new Item(Read("job"), 0));
  t.join();
}
void Later() {
  auto f = std::bind(Job, new Item(Read("bound"), 0));
  (void)f;
  Item* const& kept = new Item(Read("kept"), 0);
  Write("kept", kept->x);  // FLOW: kept
  int* const& number = new int(Read("number"));
  Write("number", *number);  // FLOW: number
  std::unique_ptr<Item> owner(new Item(Read("owned"), 0));
  Write("owned", owner->x);  // FLOW: owned
  std::pair<Item*, int> pair(new Item(Read("paired"), 0), 1);
  Write("paired", pair.first->x);  // FLOW: paired
}
