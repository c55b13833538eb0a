#include "corpus.h"
#include "format.h"

static int LoadCsv(const char* path) {
  Write("csv.log", Read(path));  // FLOW: data.csv
  return Read(path);
}
const struct Format kCsv = {"csv", LoadCsv};
