// A null pointer names no file: who hands one on says that there is none.
#include <cstdio>
#include "corpus.h"

static int Load(const char* file) {
  FILE* in = fopen(file, "r");
  int value = 0;
  fscanf(in, "%d", &value);
  return value;
}

static void Dump(const char* file, const char* out) {
  const int value = file != nullptr ? Load(file) : Read("standard");
  Write(out, value);  // FLOW: {argv:1} -> named, standard -> unnamed, standard -> named  NEVER: {argv:1} -> unnamed
}

int main(int argc, char** argv) {
  if (argc < 2) {
    Dump(nullptr, "unnamed");
  } else {
    Dump(argv[1], "named");
  }
}
