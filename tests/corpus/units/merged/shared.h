// Inline functions, templates and static functions of a header, in two units.
#pragma once
#include "corpus.h"
inline int counter = 0;
inline int Scale(int v) { return v * 2; }
template <typename T>
T Clamp(T v, T low) {
  return v < low ? low : v;
}
static int Local(int v) { return v + 1; }
inline int& Slot() {
  static int slot = 0;
  return slot;
}
void Elsewhere();
