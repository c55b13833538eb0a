// The measured run: each program of a batch is run in a process of its own, once for every way
// through its choices, with a DataFlowSanitizer label on each source. Prints "SINK SOURCE..." for
// what reached each sink in any run.
//
// A label is one bit of eight, so a program with more sources is run again for each eight of them.
#include "runtime.h"

#include <sanitizer/dfsan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int kLabels = 8;
constexpr int kSinks = 64;
constexpr int kExhaustive = 6000;  // runs, until one gives up on trying all ways
constexpr int kRandom = 4000;      // runs after that

struct Decision {
  int taken;
  int ways;
};

std::vector<Decision>& decisions = *new std::vector<Decision>;
size_t decided = 0;
bool at_random = false;
unsigned state = 1;

int group = 0;  // the sources group * 8 .. group * 8 + 7 have labels
unsigned long long reached[kSinks][4];

// The number behind the last point of "p3.s12".
int IndexOf(const char* name) { return atoi(strrchr(name, '.') + 2); }

dfsan_label LabelOf(const char* name) {
  int source = IndexOf(name);
  return source / kLabels == group ? 1 << (source % kLabels) : 0;
}

void Record(const char* name, dfsan_label label) { reached[IndexOf(name)][group] |= label; }

int Random(int ways) {
  state = state * 1664525u + 1013904223u;
  return static_cast<int>((state >> 16) % ways);
}

// Whether there is another way to go: the last decision that has another one is changed.
bool NextWay() {
  while (!decisions.empty() && decisions.back().taken + 1 == decisions.back().ways)
    decisions.pop_back();
  if (decisions.empty()) return false;
  ++decisions.back().taken;
  return true;
}

void RunOnce(const Program& program) {
  decided = 0;
  program.reset();
  try {
    program.run();
  } catch (...) {
  }
}

void RunAllWays(const Program& program) {
  bool all = false;
  for (group = 0; group * kLabels < program.sources; ++group) {
    decisions.clear();
    int runs = 0;
    at_random = all = false;
    do {
      RunOnce(program);
    } while (!(all = !NextWay()) && ++runs < kExhaustive);
    at_random = true;
    for (runs = 0; !all && runs < kRandom; ++runs) RunOnce(program);
  }
  printf("%s %s\n", program.name, all ? "all" : "sampled");
  for (int sink = 0; sink < kSinks; ++sink) {
    for (int source = 0; source < program.sources; ++source) {
      if (reached[sink][source / kLabels] >> (source % kLabels) & 1) {
        printf("%s.s%d %s.k%d\n", program.name, source, program.name, sink);
      }
    }
  }
}

}  // namespace

int Choice(int ways) {
  if (at_random) return Random(ways);
  if (decided == decisions.size()) decisions.push_back({0, ways});
  return decisions[decided++].taken;
}

Number Read(const char* name) {
  Number value = 10 + IndexOf(name);
  dfsan_set_label(LabelOf(name), &value, sizeof value);
  return value;
}

std::string ReadString(const char* name) {
  std::string value(20, static_cast<char>('1' + IndexOf(name) % 8));
  dfsan_set_label(LabelOf(name), value.data(), value.size());
  return value;
}

void Write(const char* name, Number value) {
  Record(name, dfsan_get_label(static_cast<long>(value)));
}

void WriteString(const char* name, const std::string& value) {
  Record(name, dfsan_read_label(value.data(), value.size()));
}

int main() {
  setvbuf(stdout, nullptr, _IOFBF, 1 << 16);
  for (int i = 0; i < kProgramCount; ++i) {
    const Program& program = kPrograms[i];
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      // Of its own time, so that what else the machine does changes nothing.
      const rlimit limit{60, 60};
      setrlimit(RLIMIT_CPU, &limit);
      RunAllWays(program);
      fflush(stdout);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) printf("%s failed\n", program.name);
  }
}
