// string.h on blocks and texts.
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>
#include "corpus.h"

struct Patient { int age, sex; char name[16]; };

void Copies(void) {
  struct Patient p = {Read("age"), Read("sex"), ""}, q, r;
  memcpy(&q, &p, sizeof q);
  memmove(&r, &q, sizeof r);
  Write("age", q.age);  // FLOW: age  NEVER: sex
  Write("sex", r.sex);  // FLOW: sex  NEVER: age
}

void CopyReplaces(void) {
  struct Patient p = {Read("new"), 0, ""}, q = {Read("old"), Read("sex"), ""};
  memcpy(&q, &p, sizeof p);
  Write("age", q.age);  // FLOW: new  NEVER: old
  Write("sex", q.sex);  // NEVER: sex, new, old
}

void Cleared(void) {
  struct Patient p = {Read("age"), Read("sex"), ""}, q = {Read("q"), 0, ""};
  memset(&p, 0, sizeof p);
  Write("age", p.age);  // NEVER: age, sex, q
  Write("sex", p.sex);  // NEVER: age, sex, q
  bzero(&q, sizeof q);
  Write("q", q.age);    // NEVER: q
}

void ClearedArray(void) {
  int a[4] = {Read("a"), Read("b")}, c[4] = {Read("c")};
  memset(a, 0, sizeof a);
  Write("a", a[0]);  // NEVER: a, b
  Write("b", a[1]);  // NEVER: a, b
  Write("c", c[0]);  // FLOW: c  NEVER: a
}

void FilledWithByte(void) {
  unsigned char a[4], b[4];
  memset(a, Read("x"), sizeof a);
  memset(b, 7, sizeof b);
  Write("a", a[1]);  // FLOW: x
  Write("b", b[1]);  // NEVER: x
}

void Texts(void) {
  char a[32], b[32], c[32] = "";
  strcpy(a, ReadText("a"));
  strncpy(b, ReadText("b"), sizeof b);
  WriteText("a", a);  // FLOW: a  NEVER: b
  WriteText("b", b);  // FLOW: b  NEVER: a
  WriteText("c", c);  // NEVER: a, b
  strcpy(a, "fixed");
  WriteText("fixed", a);  // NEVER: a, b
}

void Appended(void) {
  char a[64] = "", b[64] = "x";
  strcat(a, ReadText("a"));
  strncat(a, ReadText("more"), 8);
  strcat(b, "y");
  WriteText("a", a);  // FLOW: a, more
  WriteText("b", b);  // NEVER: a, more
}

void Duplicated(void) {
  const char *text = ReadText("x");
  char *copy = strdup(text), *part = strndup(text, 3), *other = strdup("y");
  WriteText("copy", copy);    // FLOW: x
  WriteText("part", part);    // FLOW: x
  WriteText("other", other);  // NEVER: x
}

void Tokens(void) {
  char line[64], other[64];
  strcpy(line, ReadText("line"));
  strcpy(other, ReadText("other"));
  for (char *t = strtok(line, ","); t; t = strtok(NULL, ",")) WriteText("token", t);  // FLOW: line
  char *save;
  for (char *t = strtok_r(other, ",", &save); t; t = strtok_r(NULL, ",", &save)) {
    WriteText("reentrant", t);  // FLOW: other  NEVER: line
  }
}

void Separated(void) {
  char buffer[64], *rest = buffer, *field;
  strcpy(buffer, ReadText("x"));
  while ((field = strsep(&rest, ";"))) WriteText("field", field);  // FLOW: x  NEVER: y
  WriteText("y", ReadText("y"));  // FLOW: y  NEVER: x
}

void Searched(void) {
  char a[32], b[32];
  strcpy(a, ReadText("a"));
  strcpy(b, ReadText("b"));
  WriteText("chr", strchr(a, ':'));       // FLOW: a  NEVER: b
  WriteText("rchr", strrchr(b, '/') + 1);  // FLOW: b  NEVER: a
  WriteText("str", strstr(a, b));         // FLOW: a  NOT: b
  char *p = strpbrk(b, ",;");
  *p = (char)Read("c");
  WriteText("b", b);  // FLOW: b, c  NEVER: a
}

void Compared(void) {
  char a[32];
  strcpy(a, ReadText("a"));
  int n = 0;
  if (strcmp(a, "yes") == 0) n = Read("n");
  Write("n", n);  // FLOW: n, a(indirect)
  if (memcmp(a, "x", 1)) Write("m", Read("m"));  // FLOW: m, a(indirect)
}

void Length(void) {
  char a[32];
  strcpy(a, ReadText("a"));
  Write("n", (int)strlen(a));  // FLOW: a(transformation)
}

void Wide(void) {
  wchar_t a[32], b[32];
  ReadInto("a", a, sizeof a);
  wcscpy(b, a);
  WriteFrom("b", b, sizeof b);  // FLOW: a
  wmemset(b, 0, 32);
  WriteFrom("c", b, sizeof b);  // NEVER: a
}

void Heap(void) {
  struct Patient *p = malloc(sizeof *p), *q = calloc(1, sizeof *q);
  p->age = Read("age");
  p->sex = Read("sex");
  Write("age", p->age);  // FLOW: age  NEVER: sex
  Write("q", q->age);    // NEVER: age, sex
  memcpy(q, p, sizeof *q);
  Write("copied", q->sex);  // FLOW: sex  NEVER: age
  free(p);
}

void Grown(void) {
  int *p = malloc(8), *q = malloc(8);
  p[0] = Read("p");
  q[0] = Read("q");
  p = realloc(p, 16);
  p[1] = Read("one");
  Write("p", p[0]);    // FLOW: p  NEVER: q, one
  Write("one", p[1]);  // FLOW: one  NEVER: p, q
  Write("q", q[0]);    // FLOW: q  NEVER: p, one
}

void NamesInStructs(void) {
  struct Patient p = {0, 0, ""}, q = {0, 0, ""};
  strcpy(p.name, ReadText("p"));
  strncpy(q.name, ReadText("q"), sizeof q.name - 1);
  p.age = Read("age");
  WriteText("p", p.name);  // FLOW: p  NEVER: q, age
  WriteText("q", q.name);  // FLOW: q  NEVER: p
  Write("age", p.age);     // FLOW: age  NEVER: p
}

void Swapped(void) {
  struct Patient p = {Read("p"), 0, ""}, q = {Read("q"), 0, ""}, t;
  memcpy(&t, &p, sizeof t);
  memcpy(&p, &q, sizeof t);
  memcpy(&q, &t, sizeof t);
  Write("p", p.age);  // FLOW: q  NEVER: p
  Write("q", q.age);  // FLOW: p  NEVER: q
}
