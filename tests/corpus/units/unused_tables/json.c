#include "corpus.h"
#include "format.h"

static int LoadJson(const char* path) {
  Write("json.log", Read("schema.json"));
  return Read(path);
}
const struct Format kJson = {"json", LoadJson};
// Only this table, which nobody asks either, leads to it.
static const struct Format* const kKnown[] = {&kJson};
int Known(int i) { return Load(kKnown[i], "known"); }
