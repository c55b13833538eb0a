// stdio.h: formats in and out.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "corpus.h"

void Scan(void) {
  int a, b, c = Read("c");
  char name[16];
  sscanf(ReadText("text"), "%d %d %15s", &a, &b, name);
  Write("a", a);          // FLOW: text  NEVER: c
  Write("b", b);          // FLOW: text  NEVER: c
  WriteText("name", name);  // FLOW: text  NEVER: c
  Write("c", c);          // FLOW: c  NEVER: text
}

void ScanOverwrites(void) {
  int a = Read("old");
  sscanf(ReadText("new"), "%d", &a);
  Write("a", a);  // FLOW: new, old
}

void ScanFile(void) {
  FILE *in = fopen("in", "r"), *other = fopen("other", "r");
  struct { int x, y; } p = {0, 0};
  while (fscanf(in, "%d", &p.x) == 1) Write("x", p.x);  // FLOW: in  NEVER: other
  Write("y", p.y);  // NEVER: in, other
  fclose(other);
}

void ScanStandard(void) {
  int x, y = 0;
  scanf("%d", &x);
  printf("%d\n", x);  // FLOW: stdin  NAME: stdout
  fprintf(stderr, "%d\n", y);  // NEVER: stdin  NAME: stderr
}

void Format(void) {
  char a[32], b[32], c[32];
  sprintf(a, "%d", Read("a"));
  snprintf(b, sizeof b, "%s-%d", a, Read("b"));
  sprintf(c, "%d", 7);
  WriteText("a", a);  // FLOW: a  NEVER: b
  WriteText("b", b);  // FLOW: a, b
  WriteText("c", c);  // NEVER: a, b
}

void FormatReplaces(void) {
  char a[32];
  sprintf(a, "%d", Read("old"));
  sprintf(a, "%d", Read("new"));
  WriteText("a", a);  // FLOW: new  NEVER: old
}

static void Report(FILE *out, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vfprintf(out, format, args);  // FLOW: x  NEVER: y
  va_end(args);
}
void Variadic(void) {
  FILE *out = fopen("report", "w");
  int y = Read("y");
  Report(out, "%d", Read("x"));
  Write("y", y);  // FLOW: y
}

void Blocks(void) {
  FILE *in = fopen("in", "rb"), *out = fopen("out", "wb"), *kept = fopen("kept", "wb");
  struct { int x, y; } r, s = {1, 2};
  fread(&r, sizeof r, 1, in);
  fwrite(&r, sizeof r, 1, out);   // FLOW: in
  fwrite(&s, sizeof s, 1, kept);  // NEVER: in
  Write("x", r.x);  // FLOW: in
}

void Lines(void) {
  FILE *in = fopen("in", "r"), *out = fopen("out", "w");
  char line[64], *grown = NULL, untouched[64] = "";
  size_t size = 0;
  fgets(line, sizeof line, in);
  fputs(line, out);  // FLOW: in
  getline(&grown, &size, in);
  WriteText("grown", grown);          // FLOW: in
  WriteText("untouched", untouched);  // NEVER: in
  Write("size", (int)size);           // NEVER: in
}

void Characters(void) {
  FILE *in = fopen("in", "r"), *out = fopen("out", "w");
  int c;
  while ((c = getc(in)) != EOF) putc(c, out);  // FLOW: in
  fputc('x', out);                             // NEVER: in
}

void PushedBack(void) {
  FILE *in = fopen("in", "r");
  int c = fgetc(in), d = 'x';
  ungetc(c, in);
  Write("c", c);  // FLOW: in
  Write("d", d);  // NEVER: in
}

void Allocated(void) {
  char *text = NULL, *other = NULL;
  asprintf(&text, "%d", Read("x"));
  asprintf(&other, "%d", 3);
  WriteText("text", text);    // FLOW: x
  WriteText("other", other);  // NEVER: x
}

void CountWritten(void) {
  char a[32];
  int n = snprintf(a, sizeof a, "%s", ReadText("x"));
  Write("n", n);  // NOT: x
}

void EndIsNoContent(void) {
  FILE *in = fopen("in", "r");
  int n = 0;
  if (!feof(in)) n = 1;
  Write("n", n);  // NEVER: in
}
