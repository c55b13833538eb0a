// The command line handed on to several functions: who looks at all of it leaves each argument what it is.
#include <string.h>

#include "corpus.h"

static int verbose;

static void ReadOptions(int argc, char** argv) {
  for (int i = 3; i < argc; i++) {
    if (strcmp(argv[i], "-v") == 0) verbose = 1;
  }
}
static void Convert(int argc, char** argv) {
  if (argc < 3) return;
  const char* from = argv[1];
  const char* to = argv[2];
  Write(to, Read(from));  // FLOW: {argv:1} -> {argv:2}  NAME: {argv:1}, {argv:2}
}

int main(int argc, char** argv) {
  ReadOptions(argc, argv);
  Convert(argc, argv);
  return 0;
}
