// Pointers that are taken out: where they were is null then, and what they point to stays.
#include <stdlib.h>
#include <string.h>
#include "corpus.h"
struct Text { char* s; size_t n; };
struct Box { void* held; };

static char* Take(struct Text* text) {
  char* s = text->s;
  text->s = NULL;
  return s;
}
static char* TakeAll(struct Text* text) {
  char* s = text->s;
  memset(text, 0, sizeof *text);
  return s;
}
void Taken(void) {
  struct Text a = {strdup(ReadText("a")), 1}, b = {strdup(ReadText("b")), 1};
  WriteText("a", Take(&a));     // FLOW: a  NEVER: b
  WriteText("b", TakeAll(&b));  // FLOW: b  NEVER: a
  WriteText("none", a.s);       // NEVER: a, b
}
static void Append(struct Text* text, const char* s) {
  size_t n = strlen(s);
  text->s = realloc(text->s, text->n + n + 1);
  memcpy(text->s + text->n, s, n + 1);
  text->n += n;
}
void Built(void) {
  struct Text a = {0}, b = {0};
  Append(&a, "a=");
  Append(&a, ReadText("a"));
  Append(&b, ReadText("b"));
  WriteText("a", TakeAll(&a));  // FLOW: a  NEVER: b
  WriteText("b", Take(&b));     // FLOW: b  NEVER: a
}
static void* Unboxed(struct Box* box) {
  void* held = box->held;
  box->held = NULL;
  return held;
}
static void* Moved(void** from) {
  void* p = *from;
  *from = 0;
  return p;
}
void OfAnyType(void) {
  int x = Read("x"), y = Read("y");
  struct Box box = {&x};
  void* other = &y;
  int* unboxed = Unboxed(&box);
  int* moved = Moved(&other);
  Write("x", *unboxed);  // FLOW: x  NEVER: y
  Write("y", *moved);    // FLOW: y  NEVER: x
}
static char* global;
static char* TakeGlobal(void) {
  char* s = global;
  global = NULL;
  return s;
}
void Global(void) {
  global = strdup(ReadText("x"));
  WriteText("x", TakeGlobal());  // FLOW: x
}
void Here(void) {
  char* a = strdup(ReadText("a"));
  char* b = a;
  a = NULL;
  WriteText("b", b);  // FLOW: a
  WriteText("a", a);  // NEVER: a
}
static const char* Name(int which) {
  const char* name = NULL;
  if (which) name = "some.csv";
  return name;
}
void NullNames(void) {
  Write("x", Read(Name(Any())));  // FLOW: some.csv
}
