// Likewise, where a function makes the state of what another one goes through.
#include <string.h>

#include "corpus.h"

typedef struct {
  const char *name;
  int takes_value;
  int *flag;
  int code;
} long_option_t;

typedef struct {
  int argc;
  char **argv;
  const char *letters;
  const long_option_t *longs;
  int at;
  char *value;
} parser_t;

static void start(parser_t *p, int argc, char **argv, const char *letters, const long_option_t *longs) {
  p->argc = argc;
  p->argv = argv;
  p->letters = letters;
  p->longs = longs;
  p->at = 1;
  p->value = 0;
}

static int next(parser_t *p) {
  p->value = 0;
  if (p->at >= p->argc || p->argv[p->at][0] != '-') return -1;
  if (p->argv[p->at][1] == '-') {
    for (int k = 0; p->longs[k].name; ++k) {
      if (strcmp(&p->argv[p->at][2], p->longs[k].name) != 0) continue;
      if (p->longs[k].takes_value) p->value = p->argv[++p->at];
      ++p->at;
      return p->longs[k].code;
    }
    return '?';
  }
  const char *letter = strchr(p->letters, p->argv[p->at][1]);
  const int code = p->argv[p->at][1];
  if (letter && letter[1] == ':') p->value = p->argv[++p->at];
  ++p->at;
  return code;
}

int main(int argc, char **argv) {
  long_option_t longs[] = {{"output", 1, 0, 'o'}, {"weights", 1, 0, 300}, {0, 0, 0, 0}};
  parser_t p;
  start(&p, argc, argv, "o:h", longs);
  const char *output = 0, *weights = 0;
  int code;
  while ((code = next(&p)) != -1) {
    switch (code) {
      case 'o':
        output = p.value;
        break;
      case 300:
        weights = p.value;
        break;
      default:
        return 1;
    }
  }
  if (output) Write(output, 0);    // NAME: {flag:output}
  if (weights) Write(weights, 0);  // NAME: {flag:weights}
  return 0;
}
