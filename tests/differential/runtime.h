// The outside world of the generated programs. The same declarations serve the analysis, for which
// runtime.txtpb says what they do, and the measured run, where runtime.cc gives them bodies that
// put labels on data and look at them.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

// What values are. In the measured run they are wide, so that small structs travel in memory: in
// registers, where DataFlowSanitizer gives the parts of a struct one label.
#ifdef MEASURED
using Number = __int128;
#else
using Number = long;
#endif

Number Read(const char* name);
std::string ReadString(const char* name);
void Write(const char* name, Number value);
void WriteString(const char* name, const std::string& value);

// Which way a program goes: 0 .. ways - 1. The measured run tries all ways.
int Choice(int ways);
inline bool Bit() { return Choice(2) != 0; }

#ifdef MEASURED
#include <new>

struct Program {
  const char* name;
  void (*run)();
  void (*reset)();
  int sources;
};

extern const Program kPrograms[];
extern const int kProgramCount;

template <typename T>
void Renew(T& global) {
  global.~T();
  new (&global) T{};
}
#endif
