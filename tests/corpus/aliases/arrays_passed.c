// Arrays that go through calls as pointers: what a callee does with the pointer it does with all of the array.
#include <stdio.h>
#include <string.h>
#include "corpus.h"

struct Row { int key, value; };

static void save(const double *v, int n) { WriteFrom("doubles", v, n * sizeof *v); }  // FLOW: second, third  NEVER: other
void filled_by_elements(void) {
  double v[3], w[3];
  v[0] = 1;
  v[1] = ReadReal("second");
  v[2] = ReadReal("third");
  w[1] = ReadReal("other");
  (void)w;
  save(v, 3);
}

static void save_text(const char *text) { WriteText("text", text); }  // FLOW: letter  NEVER: other_letter
void text_by_letters(void) {
  char text[3], other[3];
  text[0] = 'x';
  text[1] = (char)Read("letter");
  other[1] = (char)Read("other_letter");
  (void)other;
  save_text(text);
}

static void save_rows(const struct Row *rows, int n) { WriteFrom("rows", rows, n * sizeof *rows); }  // FLOW: value
void rows_by_elements(void) {
  struct Row rows[2] = {{0, 0}, {0, 0}};
  rows[1].value = Read("value");
  save_rows(rows, 2);
}

// One object is no array: what is overwritten is gone.
static void save_cleared(int *x) {
  *x = 0;
  WriteFrom("cleared", x, sizeof *x);  // NEVER: dirty
}
void one_number(void) {
  int x = Read("dirty");
  save_cleared(&x);
}
static void save_anonymous(struct Row *row) {
  row->key = 0;
  WriteFrom("anonymous", row, sizeof *row);  // FLOW: kept  NEVER: secret
}
void one_row(void) {
  struct Row row = {Read("secret"), Read("kept")};
  save_anonymous(&row);
}
static void save_headed(int *block) {
  block[0] = 0;
  WriteFrom("headed", block, 3 * sizeof *block);  // FLOW: body
}
void headed(void) {
  int block[3];
  block[1] = Read("body");
  save_headed(block);
}

// An element somewhere may be the first, and the first may be any.
void stored_somewhere(int *p, int i) {
  p[i] = Read("somewhere");
  Write("first", p[0]);   // FLOW: somewhere
  Write("second", p[1]);  // FLOW: somewhere
  p[0] = 0;
  Write("first", p[0]);  // NEVER: somewhere
}
void stored_first(int *p, int *q, int i) {
  p[0] = Read("at_first");
  q[1] = Read("at_second");
  Write("any", p[i]);    // FLOW: at_first  NEVER: at_second
  Write("other", p[1]);  // NEVER: at_first, at_second
  Write("any", q[i]);    // FLOW: at_second  NEVER: at_first
  Write("other", *q);    // NEVER: at_first, at_second
}
struct Block { int *items; };
void stored_behind(struct Block *b, int i) {
  b->items[i] = Read("behind");
  Write("first", b->items[0]);  // FLOW: behind
  Write("first", *b->items);    // FLOW: behind
}
static void set_first(int *p, int i) {
  p[i] = Read("replaced");
  p[0] = Read("replacing");
}
void exit_of_both(int i) {
  int v[2] = {0, 0};
  set_first(v, i);
  Write("first", v[0]);   // FLOW: replacing
  Write("second", v[1]);  // FLOW: replaced  NEVER: replacing
}
