// Wide characters, and what else of POSIX passes data on.
#define _GNU_SOURCE
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <wctype.h>
#include "corpus.h"

void Lines(void) {
  FILE *in = fopen("in.txt", "r"), *other = fopen("other.txt", "r"), *out = fopen("out.txt", "w");
  wchar_t line[100], second[100];
  fgetws(line, 100, in);
  fgetws(second, 100, other);
  fputws(line, out);    // FLOW: in.txt  NEVER: other.txt
  fputws(second, out);  // FLOW: other.txt  NEVER: in.txt
}

void Numbers(void) {
  FILE *in = fopen("in.txt", "r"), *other = fopen("other.txt", "r");
  wchar_t line[100], second[100];
  wchar_t *end;
  fgetws(line, 100, in);
  fgetws(second, 100, other);
  Write("a", (int)wcstoul(line, &end, 10));    // FLOW: in.txt(transformation)  NEVER: other.txt
  Write("b", (int)wcstoll(second, NULL, 10));  // FLOW: other.txt(transformation)  NEVER: in.txt
  Write("c", (int)towctrans(line[0], wctrans("tolower")));  // FLOW: in.txt(transformation)  NEVER: other.txt
}

void Copies(void) {
  FILE *in = fopen("in.txt", "r"), *other = fopen("other.txt", "r"), *out = fopen("out.txt", "w");
  wchar_t line[100], copy[100], second[100], kept[100] = L"";
  fgetws(line, 100, in);
  fgetws(kept, 100, other);
  wmemcpy(copy, line, 100);
  copy[3] = L'x';
  fputws(copy, out);  // FLOW: in.txt  NEVER: other.txt
  wcpcpy(second, kept);
  fputws(second, out);  // FLOW: other.txt  NEVER: in.txt
  wchar_t *state, *word = wcstok(kept, L" ", &state);
  fputws(word, out);  // FLOW: other.txt  NEVER: in.txt
}

void Matched(void) {
  const char *text = ReadText("text"), *rules = ReadText("rules"), *other = ReadText("other");
  regex_t rule, fixed;
  regmatch_t parts[2];
  regcomp(&rule, rules, 0);
  regcomp(&fixed, "[a-z]+", 0);
  Write("matches", regexec(&rule, text, 0, NULL, 0));  // FLOW: text, rules  NEVER: other
  regexec(&fixed, other, 2, parts, 0);
  Write("at", (int)parts[1].rm_so);  // FLOW: other  NEVER: text, rules
}
