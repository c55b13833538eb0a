// Names that a library has put into an object, which calls change otherwise before the names are used.
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus.h"

struct Loader {
  glob_t found;
  FILE* file;
  int next;
};

static void Start(struct Loader* loader, const char* pattern) {
  loader->file = NULL;
  glob(pattern, 0, NULL, &loader->found);
}

static void Advance(struct Loader* loader) {
  if (loader->file != NULL) fclose(loader->file);
  loader->file = fopen(loader->found.gl_pathv[loader->next++], "rb");
}

static int Next(struct Loader* loader) {
  int value = 0;
  fread(&value, sizeof value, 1, loader->file);  // NAME: train-{*}, valid-{*}, each-{*}
  return value;
}

void Again(void) {
  struct Loader loader;
  Start(&loader, "train-*");
  Advance(&loader);
  if (Any()) Advance(&loader);
  Write("again", Next(&loader));  // FLOW: train-{*}  NEVER: valid-{*}, each-{*}
}

void Once(void) {
  struct Loader loader;
  Start(&loader, "valid-*");
  Advance(&loader);
  Write("once", Next(&loader));  // FLOW: valid-{*}  NEVER: train-{*}, each-{*}
}

static void StartAll(struct Loader* loader, const char* pattern) {
  glob(pattern, 0, NULL, &loader->found);
  for (size_t i = 0; i < loader->found.gl_pathc; ++i) Advance(loader);
}

void InALoop(void) {
  struct Loader loader = {0};
  StartAll(&loader, "each-*");
  for (int i = 0; i < 3; ++i) {
    if (Any()) Advance(&loader);
    Write("loop", Next(&loader));  // FLOW: each-{*}  NEVER: train-{*}, valid-{*}
  }
}
