// Functions and variables of one name in two units, and what headers make both share.
#pragma once
#include "corpus.h"

int RunA(int v);
int RunB(int v);
int KeptA();
int KeptB();

static int In(int v) { return v; }       // one in each unit
inline int Through(int v) { return v; }  // one for both
inline int shared_count = 0;
inline int& SharedPlace() {
  static int place = 0;
  return place;
}
template <typename T>
T Twice(T v) {
  return v + v;
}
template <typename T>
struct Holder {
  static T last;
  void Set(T v) { last = v; }
};
template <typename T>
T Holder<T>::last = T();
