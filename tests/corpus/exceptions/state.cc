// What memory holds when a handler starts: as it was when the exception was thrown.
#include "../corpus.h"

struct Error {
  int code = 0;
};

void SetAndThrow(int* to, int value) {
  *to = value;
  throw Error{};
}

void SetBefore() {
  int x = 0;
  try {
    SetAndThrow(&x, Read("set_before"));
  } catch (const Error&) {
    Write("out", x);  // FLOW: set_before
  }
}

void SetUnlessThrown(int* to, int value) {
  if (Any()) throw Error{};
  *to = value;
}

void NotSet() {
  int x = 0;
  try {
    SetUnlessThrown(&x, Read("not_set"));
    Write("out", x);  // FLOW: not_set
  } catch (const Error&) {
    Write("out", x);  // NEVER: not_set
  }
}

void CleanUnlessThrown(int* to) {
  *to = Read("until_cleaned");
  if (Any()) throw Error{};
  *to = 0;
}

void NotCleaned() {
  int x = 0;
  try {
    CleanUnlessThrown(&x);
    Write("out", x);  // NEVER: until_cleaned
  } catch (const Error&) {
    Write("out", x);  // FLOW: until_cleaned
  }
}

void Check(int value) {
  if (value > 3) throw Error{};
}

void SetAround(int* to, int value) {
  *to = value;
  Check(Any());
  *to = 0;
}

void ThrownFurtherDown() {
  int x = 0;
  try {
    SetAround(&x, Read("further_down"));
    Write("out", x);  // NEVER: further_down
  } catch (const Error&) {
    Write("out", x);  // FLOW: further_down
  }
}

void OwnVariable() {
  int x = Read("own_before");
  try {
    Check(Any());
    x = Read("own_after");
    Use(x);
  } catch (const Error&) {
    Write("out", x);  // FLOW: own_before  NEVER: own_after
  }
}

void OverwrittenBeforeCall() {
  int x = Read("before_call");
  try {
    x = 0;
    Check(Any());
  } catch (const Error&) {
    Write("out", x);  // NEVER: before_call
  }
}

void AfterHandler() {
  int x = Read("kept_before");
  try {
    Check(Any());
    x = 0;
  } catch (const Error&) {
  }
  Write("out", x);  // FLOW: kept_before
}

int shared;

void SetShared(int value) {
  shared = value;
  Check(Any());
  shared = 0;
}

void GlobalState() {
  try {
    SetShared(Read("global_state"));
    Write("out", shared);  // NEVER: global_state
  } catch (const Error&) {
    Write("out", shared);  // FLOW: global_state
  }
}

struct Account {
  int balance = 0;
  int note = 0;
  void Change(int to) {
    balance = to;
    Check(Any());
    note = to;
  }
};

void OfAnObject() {
  Account account;
  try {
    account.Change(Read("changed"));
  } catch (...) {
    Write("out", account.balance);  // FLOW: changed
    Write("out", account.note);     // NEVER: changed
  }
}

int ReturnsUnlessThrown(int value) {
  if (Any()) throw Error{Read("thrown_instead")};
  return value;
}

void Instead() {
  int x = 0;
  try {
    x = ReturnsUnlessThrown(Read("returned"));
  } catch (const Error& e) {
    Write("out", x);       // NEVER: returned, thrown_instead
    Write("out", e.code);  // FLOW: thrown_instead  NEVER: returned
  }
  Write("out", x);  // FLOW: returned  NEVER: thrown_instead
}
