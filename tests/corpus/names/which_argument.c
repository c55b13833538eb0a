// FLAGS: -std=gnu17
// Arguments behind the options: which of them a name is, the variable that takes it says.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static double load(const char* path) {
  FILE* f = fopen(path, "r");
  double v = 0;
  if (f) fscanf(f, "%lf", &v);  // NAME: {argv:path}, {argv:model}
  return v;
}
static void save(const char* path, double v) {
  FILE* f = strcmp(path, "-") ? fopen(path, "w") : stdout;
  fprintf(f, "%g", v);  // FLOW: {argv:path} -> {argv:model}, {argv:path} -> stdout, {argv:model} -> stdout, {argv:model} -> scores  NAME: {argv:model}, stdout, scores
}
int main(int argc, char** argv) {
  const char* model = argv[optind];
  const char* out = argc > 7 ? "-" : "scores";
  if (argc > 5) {
    save(out, load(model));
    return 0;
  }
  const double d = load(argv[optind + 1]);
  save(model, d);
  return 0;
}
