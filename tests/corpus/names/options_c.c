// Options of C programs: getopt, and loops written by hand.
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "corpus.h"

static const char* model = "model.bin";

static struct option kOptions[] = {
    {"vocabulary", required_argument, 0, 'v'},
    {"labels", required_argument, 0, 1000},
    {0, 0, 0, 0},
};

// As word2vec has it: where the option is, then what stands behind it.
static char train_file[100];
static char save_file[100] = "s.bin";

static int ArgPos(char* option, int argc, char** argv) {
  for (int a = 1; a < argc; a++) {
    if (!strcmp(option, argv[a])) return a;
  }
  return -1;
}

static void LookUp(int argc, char** argv) {
  int i;
  if ((i = ArgPos((char*)"-train", argc, argv)) > 0) strcpy(train_file, argv[i + 1]);
  i = ArgPos((char*)"-size", argc, argv);
  if (ArgPos((char*)"-save", argc, argv) != -1) strcpy(save_file, argv[i + 1]);
}

// By the letter behind the dash.
static const char* letter = "l.txt";
static const char* other;

static void Letters(int argc, char** argv) {
  for (int i = 1; i < argc; i += 2) {
    if (argv[i][0] != '-') break;
    if (argv[i][1] == 'z') {
      letter = argv[i + 1];
    }
    switch (argv[i][1]) {
      case 'y':
        other = argv[i + 1];
        break;
      default:
        return;
    }
  }
}

// As LIBLINEAR has it: what is left when the options are through.
static char input_file[100], model_file[100];

static void Rest(int argc, char** argv, int i) {
  strcpy(input_file, argv[i]);
  if (i < argc - 1) {
    strcpy(model_file, argv[i + 1]);
  } else {
    sprintf(model_file, "%s.model", argv[i]);
  }
}

int main(int argc, char** argv) {
  LookUp(argc, argv);
  Rest(argc, argv, argc - 2);
  Write(model_file, Read(input_file));  // FLOW: {argv:input_file}  NAME: {argv:input_file}, {argv:model_file}, {argv:*}.model
  Letters(argc, argv);
  Write("f", Read(train_file));  // FLOW: {flag:train}
  Write("g", Read(save_file));   // FLOW: {flag:save}, s.bin
  Write("h", Read(letter));      // FLOW: {flag:z}, l.txt
  Write("i", Read(other));       // FLOW: {flag:y}
  const char* in = 0;
  const char* vocabulary = "v.txt";
  const char* labels = 0;
  int c;
  while ((c = getopt_long(argc, argv, "i:m:v:", kOptions, 0)) != -1) {
    switch (c) {
      case 'i':
        in = optarg;
        break;
      case 'm':
        model = optarg;
        break;
      case 'v': vocabulary = optarg; break;
      case 1000: {
        labels = optarg;
        break;
      }
      default:
        return 1;
    }
  }
  Write("a", Read(in));          // FLOW: {flag:i}  NAME: {flag:i}, a
  Write("b", Read(vocabulary));  // FLOW: {flag:vocabulary}, v.txt  NAME: {flag:vocabulary}, v.txt, b
  Write("c", Read(labels));      // FLOW: {flag:labels}
  Write(model, Read("d"));       // FLOW: d -> {flag:m}, d -> model.bin  NAME: {flag:m}, model.bin, d
  Write("e", Read(argv[optind]));  // FLOW: {argv:name}
}
