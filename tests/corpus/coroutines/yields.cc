// What a coroutine yields comes to who iterates over it.
#include "generator.h"

#include "../corpus.h"

Generator<int> One() { co_yield Read("one"); }

void Value() {
  auto values = One();
  while (values.next()) Write("out", values.value());  // FLOW: one
}

Generator<int> Clean() {
  Use(Read("unused"));
  co_yield Any();
}

void CleanValue() {
  auto values = Clean();
  while (values.next()) Write("out", values.value());  // NEVER: unused
}

Generator<int> Two() {
  co_yield Read("first");
  co_yield Read("second");
}

void Both() {
  for (int value : Two()) {
    Write("out", value);  // FLOW: first, second
  }
}

Generator<int> Passes(int given, int ignored) {
  co_yield given;
  Use(ignored);
}

void Parameters() {
  for (int value : Passes(Read("given"), Read("ignored"))) {
    Write("out", value);  // FLOW: given  NEVER: ignored
  }
}

void OtherInstance() {
  auto left = Passes(Read("left"), Any());
  auto right = Passes(Read("right"), Any());
  left.next();
  right.next();
  Write("left_out", left.value());    // FLOW: left  NEVER: right
  Write("right_out", right.value());  // FLOW: right  NEVER: left
}

Generator<int> Forever(int from) {
  for (int i = from;; ++i) co_yield i;
}

void WithoutEnd() {
  auto numbers = Forever(Read("from"));
  numbers.next();
  Write("out", numbers.value());  // FLOW: from
}

struct Pair {
  int key = 0;
  int value = 0;
};

Generator<Pair> Pairs() {
  co_yield Pair{Read("key"), Read("value")};
}

void OfPairs() {
  for (const Pair& pair : Pairs()) {
    Write("out", pair.key);    // FLOW: key  NEVER: value
    Write("out", pair.value);  // FLOW: value  NEVER: key
  }
}

Generator<int> Doubled(Generator<int> from) {
  while (from.next()) co_yield from.value() * 2;
}

void Chained() {
  for (int value : Doubled(One())) {
    Write("out", value);  // FLOW: one(transformation)  NEVER: unused
  }
}

Generator<int> WhenAsked(int* log) {
  *log = Read("logged");
  co_yield Read("asked");
  *log = 0;
}

void SideEffects() {
  int log = 0;
  auto values = WhenAsked(&log);
  values.next();
  Write("log", log);             // FLOW: logged  NEVER: asked
  Write("out", values.value());  // FLOW: asked  NEVER: logged
}

Generator<int> OverwrittenBefore() {
  int x = Read("overwritten");
  x = Any();
  co_yield x;
  x = Read("after_the_last");
}

void Overwritten() {
  for (int value : OverwrittenBefore()) {
    Write("out", value);  // NEVER: overwritten, after_the_last
  }
}

void OfLambda() {
  int captured = Read("captured");
  int other = Read("not_captured");
  auto make = [captured]() -> Generator<int> { co_yield captured; };
  Use(other);
  for (int value : make()) {
    Write("out", value);  // FLOW: captured  NEVER: not_captured
  }
}

struct Source {
  int field;
  int sibling;
  Generator<int> Values() { co_yield field; }
};

void OfMember() {
  Source source{Read("field"), Read("sibling")};
  for (int value : source.Values()) {
    Write("out", value);  // FLOW: field  NEVER: sibling
  }
}
