// Globals that are const themselves, and lead to what is not.
#include <cstdlib>
#include <memory>
#include <string_view>

#include "corpus.h"

struct State {
  void Put(int v) { value = v; }
  int Get() const { return value; }
  int value = 0, beside = 0;
};

static int* const number = static_cast<int*>(std::malloc(sizeof(int)));
void StoreNumber() { *number = Read("number"); }
void ReadNumber() { Write("number", *number); }  // FLOW: number

static void Set(int* to, int v) { *to = v; }
static int* const handed = new int;
void StoreHanded() { Set(handed, Read("handed")); }
void ReadHanded() { Write("handed", *handed); }  // FLOW: handed  NEVER: number

static State* const state = new State;
void StoreState() { state->Put(Read("state")); }
void ReadState() {
  Write("state", state->Get());    // FLOW: state
  Write("beside", state->beside);  // NEVER: state
}

static const std::unique_ptr<State> owned(new State);
static const std::shared_ptr<State> shared = std::make_shared<State>();
void StoreOwned() {
  owned->Put(Read("owned"));
  shared->Put(Read("shared"));
}
void ReadOwned() {
  Write("owned", owned->Get());    // FLOW: owned  NEVER: shared
  Write("shared", shared->Get());  // FLOW: shared  NEVER: owned
}

static int all[4];
static int* const ends[2] = {&all[0], &all[3]};
void ThroughATable() {
  *ends[0] = Read("first");
  *ends[1] = Read("last");
  Write("0", all[0]);  // FLOW: first  NEVER: last
  Write("3", all[3]);  // FLOW: last  NEVER: first
}

struct Slot {
  std::string_view name;
  int* value;
};
static int rate, size;
static const Slot slots[] = {{"rate", &rate}, {"size", &size}};
void ThroughSlots() {
  *slots[0].value = Read("rate");
  Set(slots[1].value, Read("size"));
  Write("rate", rate);  // FLOW: rate  NEVER: size
  Write("size", size);  // FLOW: size  NEVER: rate
}

static const int table[] = {1, 2, 3};
static const char* const names[] = {"one.csv", "two.csv"};
void Constants() {
  Write("table", table[Any()]);
  Write("x", Read(names[1]));  // FLOW: two.csv
}
