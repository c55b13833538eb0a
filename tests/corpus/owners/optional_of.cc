// Optionals of classes: what they hold is constructed in them.
#include <optional>
#include <utility>

#include "corpus.h"

struct Row {
  int key = 0;
  std::optional<int> note;
  Row(int key, std::optional<int> note) : key(key), note(note) {}
};

struct Swapped {
  int first = 0, second = 0;
  Swapped(int a, int b) : first(b), second(a) {}
};

struct Meters {
  int value;
  Meters(int value) : value(value) {}
};

void ConstructedTwice() {
  std::optional<std::optional<Row>> row = std::optional<std::optional<Row>>(std::optional<Row>(Row(Read("key"), Read("note"))));
  Write("out_key", (*row)->key);     // FLOW: key  NEVER: note
  Write("out_note", *(*row)->note);  // FLOW: note  NEVER: key
}

void Nested() {
  std::optional<std::optional<int>> inside(std::optional<int>(Read("inner")));
  Write("out_inner", **inside);  // FLOW: inner
  inside = std::optional<int>(Read("later"));
  Write("out_later", **inside);  // FLOW: later  NEVER: inner
}

void InPlace() {
  std::optional<Swapped> two(std::in_place, Read("one"), Read("two"));
  Write("out_first", two->first);    // FLOW: two  NEVER: one
  Write("out_second", two->second);  // FLOW: one  NEVER: two
}

void Emplaced() {
  std::optional<Swapped> two;
  two.emplace(Read("left"), Read("right"));
  Write("out_first", two->first);    // FLOW: right  NEVER: left
  Write("out_second", two->second);  // FLOW: left  NEVER: right
}

void Converted() {
  std::optional<Meters> way(Read("first_way"));
  Write("out", way->value);  // FLOW: first_way
  way = Read("second_way");
  Write("out", way->value);  // FLOW: second_way  NEVER: first_way
  way = std::nullopt;
  if (Any()) Write("out", way->value);  // NEVER: first_way  NEVER: second_way
}

void MadeOfItself() {
  std::optional<Swapped> two(Swapped(Read("a"), Read("b")));
  two = Swapped(two->first, two->second);
  Write("out_first", two->first);    // FLOW: a  NEVER: b
  Write("out_second", two->second);  // FLOW: b  NEVER: a
}
