// Pointers that move on while they are used: cursors over arrays and lists, by methods and by hand.
#include "corpus.h"

struct Cursor {
  int* at;
  void Leave() {}
  void Step() { ++at; }
  int Next() {
    at++;
    return *at;
  }
  int Take() { return *at++; }
  int& Here() { return *at; }
};

struct Item {
  Item* next;
  int value;
};

struct ListCursor {
  Item* item;
  int Next() {
    item = item->next;
    return item->value;
  }
};

static int SecondAfter(ListCursor* cursor) {
  cursor->item = cursor->item->next;
  cursor->item = cursor->item->next;
  return cursor->item->value;
}

void NextOne() {
  int d[3] = {Read("zero"), Read("one"), Read("two")};
  Cursor c{d};
  Write("out", c.Next());  // FLOW: one
}

void TakenInTurn() {
  int d[3] = {Read("zero"), Read("one"), Read("two")};
  Cursor c{d};
  Write("first", c.Take());   // FLOW: zero
  Write("second", c.Take());  // FLOW: one
  Write("third", c.Take());   // FLOW: two
}

void SteppedTwice() {
  int d[3] = {Read("zero"), Read("one"), Read("two")};
  Cursor c{d};
  c.Step();
  c.Step();
  Write("out", *c.at);  // FLOW: two
}

// A call that leaves a pointer alone does not hide where it points.
void LeftAlone() {
  int d = Read("a"), other = Read("b");
  Cursor c{&d}, k{&other};
  c.Leave();
  c.Leave();
  k.Leave();
  Write("out", *c.at);  // FLOW: a
  Write("own", *k.at);  // FLOW: b
}

void LeftAloneThenMoved() {
  int d[2] = {Read("zero"), Read("one")};
  Cursor c{d};
  c.Leave();
  c.at++;
  Write("out", *c.at);  // FLOW: one
}

void LeftAloneAndFilled() {
  int d = 0;
  Cursor c{&d};
  c.Leave();
  c.Leave();
  c.Here() = Read("a");
  Write("out", d);  // FLOW: a
}

void NextItem() {
  Item c{nullptr, Read("c")}, b{&c, Read("b")}, a{&b, Read("a")};
  ListCursor cursor{&a};
  Write("out", cursor.Next());   // FLOW: b
  Write("then", cursor.Next());  // FLOW: c
}

void ItemAfterNext() {
  Item c{nullptr, Read("c")}, b{&c, Read("b")}, a{&b, Read("a")};
  ListCursor cursor{&a};
  Write("out", SecondAfter(&cursor));  // FLOW: c
}

// The old pointer still leads to the old object.
int OldItem(ListCursor* cursor, Item* other) {
  Item* old = cursor->item;
  cursor->item = other;
  return old->value;
}

int NewItem(ListCursor* cursor, Item* other) {
  cursor->item = other;
  return cursor->item->value;
}

void Exchanged() {
  Item a{nullptr, Read("a")}, b{nullptr, Read("b")};
  ListCursor c{&a}, d{&a};
  Write("old", OldItem(&c, &b));  // FLOW: a
  Write("new", NewItem(&d, &b));  // FLOW: b
}

static Item* Pop(ListCursor* cursor) {
  Item* top = cursor->item;
  cursor->item = top->next;
  return top;
}

void Popped() {
  Item b{nullptr, Read("b")}, a{&b, Read("a")};
  ListCursor c{&a};
  Write("first", Pop(&c)->value);   // FLOW: a
  Write("second", Pop(&c)->value);  // FLOW: b
}

struct Numbers {
  int values[4];
  Cursor begin() { return {values}; }
};

void InALoop() {
  Numbers numbers{}, others{};
  numbers.values[2] = Read("a");
  for (Cursor c = numbers.begin(); Any(); c.Step()) {
    int value = c.Here();
    Write("out", value);  // FLOW: a
  }
  for (Cursor c = others.begin(); Any(); c.Step()) {
    int value = c.Here();
    Write("other", value);  // NEVER: a
  }
}
