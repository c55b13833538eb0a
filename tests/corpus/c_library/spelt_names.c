// Names that are put together in memory by single characters: no name is told that is not the file's.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus.h"

static int first(const char* name) {
  int x = 0;
  FILE* file = fopen(name, "r");
  fscanf(file, "%d", &x);  // NAME: {?:first}, plain.csv
  fclose(file);
  return x;
}

static void joined(const char* folder) {
  size_t n = strlen(folder);
  char* path = malloc(n + 9);
  memcpy(path, folder, n);
  path[n] = '/';
  memcpy(path + n + 1, "x.csv", 6);
  FILE* file = fopen(path, "r");
  int x;
  fscanf(file, "%d", &x);  // NAME: {?:joined}
  Write("here", x);        // FLOW: {?:joined}
  Write("in a callee", first(path));  // FLOW: {?:first}
}

int main(int argc, char** argv) {
  joined(argv[1]);
  Write("plain", first("plain.csv"));  // FLOW: plain.csv
  char* ended = malloc(99);
  strcpy(ended, "ended.csv");
  ended[strlen(ended)] = 0;
  FILE* file = fopen(ended, "r");
  int x;
  fscanf(file, "%d", &x);  // NAME: ended.csv
  Write("ended", x);       // FLOW: ended.csv
  return 0;
}
