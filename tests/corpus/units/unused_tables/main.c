#include "corpus.h"
#include "format.h"

int Load(const struct Format* format, const char* path) { return format->load(path); }

int main(void) {
  Write("out", Load(&kCsv, "data.csv"));  // FLOW: data.csv
  return 0;
}
