// Pointers, smart pointers and optionals of which it is known whether they hold something.
#include <memory>
#include <optional>
#include <utility>

#include "corpus.h"

int* Maybe();

void Made() {
  int x = Read("old");
  auto p = std::make_unique<int>(Read("held"));
  if (p) x = *p;
  Write("out", x);  // FLOW: held  NEVER: old
  if (!p) x = Read("never");
  Write("still", x);  // FLOW: held  NEVER: never
}

void Emptied() {
  auto p = std::make_shared<int>(1);
  p.reset();
  if (p) *p = Read("never");
  int x = Read("kept");
  if (p) x = *p;
  Write("out", x);  // FLOW: kept  NEVER: never
}

void MovedFrom() {
  auto from = std::make_unique<int>(Read("moved"));
  auto to = std::move(from);
  if (from) *from = Read("never");
  Write("to", to ? *to : Read("otherwise"));  // FLOW: moved  NEVER: never, otherwise
  from = std::move(to);
  if (to) *to = Read("neither");
  Write("back", *from);  // FLOW: moved  NEVER: neither
}

void MovedToItself() {
  auto p = std::make_shared<int>(Read("value"));
  p = std::move(p);
  int x = 0;
  if (p) x = *p;
  Write("out", x);  // FLOW: value
}

void Optional() {
  std::optional<int> none, some = Read("some");
  int x = Read("x"), y = Read("y");
  if (some.has_value()) x = *some;
  if (none) y = 0;
  Write("x", x);  // FLOW: some  NEVER: x
  Write("y", y);  // FLOW: y
  none = Read("now");
  if (none != std::nullopt) y = *none;
  Write("now", y);  // FLOW: now  NEVER: y
  some = std::nullopt;
  if (some) y = Read("never");
  Write("same", y);  // FLOW: now  NEVER: never
}

void MovedOptional() {
  std::optional<int> from = Read("moved");
  std::optional<int> to = std::move(from);
  int x = Read("x");
  if (from) x = *to;
  Write("out", x);  // FLOW: moved  NEVER: x
}

void Raw(bool which) {
  int held = Read("held"), x = Read("x"), y = Read("y"), z = Read("z");
  int* p = &held;
  int* q = nullptr;
  int* r = which ? &held : nullptr;
  if (p != nullptr) x = *p;
  if (q) y = 0;
  if (r) z = *r;
  Write("x", x);  // FLOW: held  NEVER: x
  Write("y", y);  // FLOW: y
  Write("z", z);  // FLOW: held, z
}

// Where it is not known, both ways count.
void Unknown(std::unique_ptr<int> given, std::optional<int> perhaps) {
  int x = Read("x"), y = Read("y"), z = Read("z");
  if (given) x = Read("given");
  if (perhaps) y = Read("perhaps");
  if (Maybe()) z = Read("maybe");
  Write("x", x);  // FLOW: x, given
  Write("y", y);  // FLOW: y, perhaps
  Write("z", z);  // FLOW: z, maybe
}

void OneOfTwo() {
  std::unique_ptr<int> p;
  if (Any()) p = std::make_unique<int>(Read("made"));
  int x = Read("x");
  if (p) x = *p;
  Write("out", x);  // FLOW: x, made
}

void InALoop() {
  auto p = std::make_unique<int>(1);
  int x = Read("x");
  while (Any()) {
    if (p) {
      x = Read("first");
    } else {
      x = Read("second");
    }
    p.reset();
  }
  Write("out", x);  // FLOW: x, first, second
}

static void Fill(std::unique_ptr<int>& p) { p = std::make_unique<int>(Read("filled")); }
void GivenAway() {
  std::unique_ptr<int> p;
  Fill(p);
  int x = Read("x");
  if (p) x = *p;
  Write("out", x);  // FLOW: x, filled
}

void Captured() {
  auto p = std::make_unique<int>(1);
  auto drop = [&p] { p.reset(); };
  if (Any()) drop();
  int x = Read("x");
  if (p) x = Read("there");
  Write("out", x);  // FLOW: x, there
}

void TakenByALambda() {
  auto p = std::make_unique<int>(1);
  auto owner = [q = std::move(p)] { return *q; };
  int x = Read("x");
  if (!p) x = Read("gone");
  Write("out", x + owner());  // FLOW: x, gone
}

struct Failure {};
void MayThrow();
void Handlers() {
  std::unique_ptr<int> p;
  int x = Read("x");
  try {
    MayThrow();
    p = std::make_unique<int>(1);
    MayThrow();
    p.reset();
  } catch (const Failure&) {
    if (p) {
      x = Read("second_call");
    } else {
      x = Read("first_call");
    }
  }
  if (p) x = 0;
  Write("out", x);  // FLOW: x, first_call, second_call
}

void Chosen() {
  auto p = std::make_unique<int>(Read("held"));
  std::unique_ptr<int> none;
  Write("first", p ? *p : Read("never"));               // FLOW: held  NEVER: never
  Write("second", !none ? Read("always") : *p);         // FLOW: always  NEVER: held
  Write("either", Any() && p ? *p : Read("otherwise"));  // FLOW: held, otherwise
}

// An optional that holds a null pointer, or an empty optional, holds something.
void HoldsNothing() {
  std::optional<int*> pointer = nullptr;
  std::optional<std::shared_ptr<int>> shared = std::shared_ptr<int>();
  std::optional<std::optional<int>> nested = std::optional<int>();
  std::shared_ptr<int> empty;
  std::optional<std::shared_ptr<int>> assigned;
  assigned = empty;
  int w = Read("w"), x = Read("x"), y = Read("y"), z = Read("z");
  if (pointer) w = Read("pointer");
  if (shared.has_value()) x = Read("shared");
  if (nested) y = Read("nested");
  if (assigned) z = Read("assigned");
  Write("w", w);  // FLOW: pointer, w
  Write("x", x);  // FLOW: shared  NEVER: x
  Write("y", y);  // FLOW: y, nested
  Write("z", z);  // FLOW: assigned  NEVER: z
  if (pointer == nullptr) w = Read("null_inside");
  Write("compared", w);  // FLOW: pointer, w, null_inside
}
