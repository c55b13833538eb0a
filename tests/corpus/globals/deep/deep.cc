#include "deep.h"

static int g, apart;
static void Set() { g = Read("set"); }
static void Clear() { g = 0; }
static void SetThrough() { Set(); }
static void SetDeep() { SetThrough(); }
static void ClearThrough() { Clear(); }

void StoredBelow() {
  g = 0;
  apart = 0;
  SetDeep();
  Write("out", g);        // FLOW: set
  Write("apart", apart);  // NEVER: set
}

void OverwrittenBelow() {
  g = Read("mine");
  SetDeep();
  Write("out", g);  // FLOW: set  NEVER: mine
}

void OverwrittenAfter() {
  SetDeep();
  g = Read("after");
  Write("out", g);  // FLOW: after  NEVER: set
}

static void SetThenClear() {
  SetThrough();
  ClearThrough();
}
void ClearedLast() {
  SetThenClear();
  Write("out", g);  // NEVER: set
}

static void ClearThenSet() {
  ClearThrough();
  SetThrough();
}
void SetLast() {
  ClearThenSet();
  Write("out", g);  // FLOW: set
}

static void SetSometimes() {
  if (Read("choice") > 0) SetThrough();
}
void Sometimes() {
  g = Read("before");
  SetSometimes();
  Write("out", g);  // FLOW: set, before
}

static void Nothing() {}
static void NothingThrough() { Nothing(); }
void NotStored() {
  g = Read("kept");
  NothingThrough();
  Write("out", g);  // FLOW: kept  NEVER: set
}

static void SetAgain(int n) {
  if (n > 0) SetAgain(n - 1);
  SetThrough();
}
void Recursive() {
  g = Read("replaced");
  SetAgain(3);
  Write("out", g);  // FLOW: set  NEVER: replaced
}

static int Counter(int next) {
  static int last;
  int was = last;
  last = next;
  return was;
}
static int CounterThrough(int next) { return Counter(next); }
void FunctionStatic() {
  CounterThrough(Read("counted"));
  Write("out", CounterThrough(0));  // FLOW: counted
}

void OtherUnits() {
  far_off = 0;
  StoreFarThrough();
  Write("out", far_off);  // FLOW: far  NEVER: given, far_apart
}

void GivenToOtherUnits() {
  far_off = Read("given");
  far_off_apart = Read("far_apart");
  WriteFarThrough();
}
