// FILE *.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "corpus.h"

void block(void) {
  int a[4], b[4];
  FILE *in = fopen("in.bin", "rb"), *decoy = fopen("decoy.bin", "rb"), *out = fopen("out.bin", "wb");
  fread(a, sizeof *a, 4, in);
  fread(b, sizeof *b, 4, decoy);
  fwrite(a, sizeof *a, 4, out);  // FLOW: in.bin -> out.bin  NEVER: decoy.bin
}

void lines(void) {
  char line[256];
  FILE *in = fopen("in.txt", "r"), *out = fopen("out.txt", "w");
  while (fgets(line, sizeof line, in)) {
    fputs(line, out);  // FLOW: in.txt -> out.txt  NEVER: decoy.bin
  }
}

void formatted(void) {
  FILE *in = fopen("table.txt", "r"), *out = fopen("report.txt", "w");
  int age, sex, other = Read("other");
  fscanf(in, "%d %d", &age, &sex);
  fprintf(out, "%d\n", age);  // FLOW: table.txt  NEVER: other
  fprintf(out, "%d\n", other);  // FLOW: other  NEVER: table.txt
}

void characters(void) {
  FILE *in = fopen("c.in", "r"), *out = fopen("c.out", "w");
  int c;
  while ((c = fgetc(in)) != EOF) {
    if (c != '\r') putc(c, out);  // FLOW: c.in -> c.out  NEVER: in.txt
  }
}

static int load(FILE *f) {
  int v = 0;
  if (fread(&v, sizeof v, 1, f) != 1) return -1;
  return v;
}
static void save(FILE *f, int v) {
  fwrite(&v, sizeof v, 1, f);  // FLOW: l1.bin -> s1.bin, l2.bin -> s2.bin  NEVER: l1.bin -> s2.bin, l2.bin -> s1.bin
}
void helpers(void) {
  save(fopen("s1.bin", "wb"), load(fopen("l1.bin", "rb")));
  save(fopen("s2.bin", "wb"), load(fopen("l2.bin", "rb")));
}

struct record {
  int age, sex;
};
void records(void) {
  struct record r, kept = {0};
  FILE *in = fopen("records.bin", "rb"), *out = fopen("ages.bin", "wb");
  while (fread(&r, sizeof r, 1, in) == 1) {
    kept.age = r.age;
    fwrite(&kept, sizeof kept, 1, out);  // FLOW: records.bin  NEVER: in.txt
  }
}

void through_buffer(void) {
  char buffer[64];
  FILE *in = fopen("b.in", "r"), *out = fopen("b.out", "w"), *clean = fopen("b.clean", "w");
  size_t n = fread(buffer, 1, sizeof buffer, in);
  fwrite(buffer, 1, n, out);  // FLOW: b.in -> b.out  NEVER: in.txt
  fputs("done", clean);       // NEVER: b.in
}
