// Variables that a table binds to options, as those of popt, GLib and Git do.
#include <stdlib.h>
#include <string.h>

#include "corpus.h"

// A library's, of which only the table is seen.
struct option_entry {
  const char* name;
  char letter;
  int kind;
  void* value;
  const char* help;
};
int parse_options(const struct option_entry* entries, int argc, char** argv);

static char* model;
static const char* output = "out.bin";
static int rounds;
static const char* untouched = "untouched.bin";

static const struct option_entry entries[] = {
    {"model", 'm', 1, &model, "What to read."},
    {"output", 'o', 1, &output, "Where to."},
    {"rounds", 'r', 2, &rounds, "How often."},
    {0, 0, 0, 0, 0},
};

// No options: the keys of a table of texts.
struct message {
  const char* key;
  const char** text;
};
static const char* greeting = "greeting.txt";
static const struct message messages[] = {{"hello", &greeting}};
static const char* goal = "goal.txt";
static const struct message targets[] = {{"goal", &goal}};

// The program's own, of local variables.
struct setting {
  const char* letter;
  const char* name;
  char** value;
};

static void parse(const struct setting* settings, int argc, char** argv) {
  for (int i = 1; i + 1 < argc; ++i) {
    for (const struct setting* s = settings; s->name; ++s) {
      if (!strcmp(argv[i], s->name) || !strcmp(argv[i], s->letter)) *s->value = argv[++i];
    }
  }
}

int main(int argc, char** argv) {
  parse_options(entries, argc, argv);
  const int rows = Read(model);  // NAME: {flag:model}
  Write(output, rows);           // FLOW: {flag:model}  NAME: {flag:output}, out.bin
  Write(untouched, rows);        // FLOW: {flag:model}  NAME: untouched.bin
  Write(*messages[0].text, rounds);  // NAME: greeting.txt
  Write(*targets[0].text, rounds);   // NAME: goal.txt
  char *weights = "w.bin", *log = NULL;
  const struct setting settings[] = {{"-w", "--weights", &weights}, {"-l", "--log", &log}, {0, 0, 0}};
  parse(settings, argc, argv);
  Write(weights, rows);  // FLOW: {flag:model}  NAME: {flag:weights}, w.bin, {argv:*}, {?:main}
  return 0;
}
