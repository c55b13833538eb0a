// Functions of the program's own that bear the name of one of a C library's.
#include <cstring>
#include <string>
#include "corpus.h"

// The C library's takes a char*, and returns a pointer into that.
std::string basename(std::string path) {
  const char *end = strrchr(path.c_str(), '/');
  return end == nullptr ? path : std::string(end + 1);
}

int remove(int from, int what) { return from - what; }

int fopen(const std::string &name) { return Read(name.c_str()); }

int main(int, char **argv) {
  Write((basename(std::string(argv[1])) + ".bin").c_str(), 0);  // NAME: {argv:1}.bin
  int all = Read("all");
  int left = remove(all, 1);
  Write("left", left);  // FLOW: all
  int own = fopen("own");
  Write("own_copy", own);  // FLOW: own
}
