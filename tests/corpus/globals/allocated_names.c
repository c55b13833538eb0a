// Names in memory that `main` allocates and a global points to, as many a tool keeps its options.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus.h"

static char *vocabulary, *head, *freed, *other;

static int find(const char* option, int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (strcmp(option, argv[i]) == 0) return i;
  }
  return -1;
}

static int get(const char* name) {
  int x = 0;
  FILE* file = fopen(name, "r");
  fscanf(file, "%d", &x);
  fclose(file);
  return x;
}

static void count(void) {
  FILE* from = fopen(vocabulary, "r");
  int x;
  fscanf(from, "%d", &x);
  char name[99];
  sprintf(name, "%s_%04d.bin", head, 1);
  FILE* to = fopen(name, "w");
  fprintf(to, "%d", x);  // FLOW: words.txt, {flag:words}  NEVER: other.txt  NAME: head_0001.bin, {flag:head}_0001.bin
}

static void count_freed(void) {
  Write("freed", get(freed));  // FLOW: freed.txt  NEVER: other.txt
}

int main(int argc, char** argv) {
  int i;
  vocabulary = malloc(100);
  head = malloc(100);
  freed = malloc(100);
  other = malloc(100);
  if ((i = find("-words", argc, argv)) > 0) strcpy(vocabulary, argv[i + 1]);
  else strcpy(vocabulary, "words.txt");
  if ((i = find("-head", argc, argv)) > 0) strcpy(head, argv[i + 1]);
  else strcpy(head, "head");
  strcpy(freed, "freed.txt");
  strcpy(other, "other.txt");
  count();
  count_freed();
  Write("others", get(other));  // FLOW: other.txt  NEVER: freed.txt
  free(vocabulary);
  free(head);
  free(freed);
  return 0;
}
