// The world of the programs that holders.py and c_holders.py make: values that tell what they were
// made of. A number has a digit for each source, a text a letter; programs copy and add. Prints
// "SOURCE SINK" for what was written, and "failed PROGRAM" for those that do not end as they
// should.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kSources = 15, kBits = 4 };

// Of "p3.s12": 12.
static int IndexOf(const char* name) { return atoi(strrchr(name, '.') + 2); }

static void Tell(int source, const char* sink) {
  printf("%.*s.s%d %s\n", (int)(strrchr(sink, '.') - sink), sink, source, sink);
}

long Read(const char* name) { return 1L << (kBits * IndexOf(name)); }

void Write(const char* name, long value) {
  for (int i = 0; i < kSources; ++i) {
    if (value >> (kBits * i) & ((1 << kBits) - 1)) Tell(i, name);
  }
}

const char* ReadText(const char* name) {
  char* text = malloc(2);
  text[0] = (char)('a' + IndexOf(name));
  text[1] = '\0';
  return text;
}

void WriteText(const char* name, const char* value) {
  for (; value && *value; ++value) Tell(*value - 'a', name);
}

#ifndef TEXTS_ARE_OBJECTS
const char* ReadString(const char* name) { return ReadText(name); }
void WriteString(const char* name, const char* value) { WriteText(name, value); }
#endif

// Runs a program in a process of its own.
void Try(const char* name, void (*run)(void)) {
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    run();
    fflush(stdout);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) printf("failed %s\n", name);
}
