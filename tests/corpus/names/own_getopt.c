// A parser of options that is made as getopt is, with its state in an object.
#include <stdio.h>
#include <string.h>

#include "corpus.h"

typedef struct {
  int index, at, left;
  char *value;
} parser_t;

typedef struct {
  const char *name;
  int takes_value;
  int code;
} long_option_t;

static int next(parser_t *p, int argc, char *argv[], const char *letters,
                const long_option_t *longs) {
  p->value = 0;
  if (p->index >= argc || argv[p->index][0] != '-') return -1;
  if (argv[p->index][1] == '-') {
    for (int k = 0; longs[k].name; ++k) {
      if (strcmp(&argv[p->index][2], longs[k].name) != 0) continue;
      if (longs[k].takes_value) p->value = argv[++p->index];
      ++p->index;
      return longs[k].code;
    }
    return '?';
  }
  const char *letter = strchr(letters, argv[p->index][1]);
  const int code = argv[p->index][1];
  if (letter && letter[1] == ':') p->value = argv[++p->index];
  ++p->index;
  return code;
}

static const long_option_t longs[] = {{"table", 1, 300}, {"labels", 1, 'l'}, {0, 0, 0}};

int main(int argc, char **argv) {
  parser_t p = {1, 0, 0, 0};
  const char *dump = 0, *table = 0, *labels = 0;
  int c;
  while ((c = next(&p, argc, argv, "d:xl:", longs)) >= 0) {
    if (c == 'd') dump = p.value;
    else if (c == 300) table = p.value;
    else if (c == 'l') labels = p.value;
  }
  if (dump) Write(dump, 0);      // NAME: {flag:d}
  if (table) Write(table, 0);    // NAME: {flag:table}
  if (labels) Write(labels, 0);  // NAME: {flag:labels}
  Write(argv[p.index], 0);       // NAME: {argv:name}
  return 0;
}
