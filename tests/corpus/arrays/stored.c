// Characters stored into texts: the rest of the text stays.
#define _GNU_SOURCE
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "corpus.h"

void Duplicated(void) {
  char* c = strdup(ReadText("a"));
  c[0] = 'A';
  WriteText("out", c);  // FLOW: a
}
void DuplicatedOther(void) {
  char* c = strdup(ReadText("a"));
  char* d = strdup(ReadText("b"));
  d[0] = 'A';
  WriteText("out", c);  // FLOW: a  NEVER: b
  WriteText("out", d);  // FLOW: b  NEVER: a
}
static char* Capitalized(const char* text) {
  char* c = strdup(text);
  c[0] = (char)toupper(c[0]);
  return c;
}
void InCallee(void) {
  WriteText("out", Capitalized(ReadText("a")));  // FLOW: a -> out  NEVER: b
}
void InCallee2(void) {
  WriteText("out2", Capitalized(ReadText("b")));  // FLOW: b  NEVER: a
}
void IntoBuffer(void) {
  char buffer[64];
  strcpy(buffer, ReadText("a"));
  buffer[3] = 'x';
  WriteText("out", buffer);  // FLOW: a
  strcpy(buffer, ReadText("b"));
  WriteText("out", buffer);  // FLOW: b  NEVER: a
}
void MemBlock(int n) {
  char buffer[64];
  memcpy(buffer, ReadText("a"), 10);
  buffer[n] = 'x';
  buffer[2] = 0;
  WriteText("out", buffer);  // FLOW: a
}
void Trimmed(void) {
  FILE* f = fopen("in.txt", "r");
  char* line = NULL;
  size_t cap = 0;
  ssize_t n = getline(&line, &cap, f);
  if (n > 0 && line[n - 1] == '\n') line[n - 1] = 0;
  WriteText("out", line);  // FLOW: in.txt
  line[strcspn(line, "\n")] = '\0';
  WriteText("out", line);  // FLOW: in.txt
}
void TrimmedFgets(void) {
  FILE* f = fopen("in.txt", "r");
  char line[256];
  while (fgets(line, sizeof line, f)) {
    size_t n = strlen(line);
    if (n && line[n - 1] == '\n') line[--n] = '\0';
    line[0] = ' ';
    WriteText("out", line);  // FLOW: in.txt
  }
}
void ParamStore(char* text) {
  text[0] = 'x';
}
void StoredByCallee(void) {
  char* c = strdup(ReadText("a"));
  ParamStore(c);
  WriteText("out", c);  // FLOW: a
}
void StoredByCalleeBuffer(void) {
  char c[50];
  strcpy(c, ReadText("a"));
  ParamStore(c);
  WriteText("out", c);  // FLOW: a
}
void StoredByCalleeData(void) {
  char* c = (char*)ReadText("a");
  ParamStore(c);
  WriteText("out", c);  // FLOW: a
}
void Direct(void) {
  char* c = (char*)ReadText("a");
  c[0] = 'A';
  WriteText("out", c);  // FLOW: a
}
void DirectBlock(void) {
  char* c = ReadBlock("a");
  c[0] = 'A';
  WriteText("out", c);  // FLOW: a
}
void Moved(void) {
  char* c = strdup(ReadText("a"));
  char* p = c;
  while (*p) { *p = (char)toupper((unsigned char)*p); ++p; }
  WriteText("out", c);  // FLOW: a
}
void MovedFor(void) {
  char* c = strdup(ReadText("a"));
  for (char* p = c; *p; p++) if (*p == ',') *p = ';';
  WriteText("out", c);  // FLOW: a
}
void Tokens(void) {
  char* c = strdup(ReadText("a"));
  char* comma = strchr(c, ',');
  if (comma) { *comma = 0; WriteText("tail", comma + 1);  // FLOW: a
  }
  WriteText("head", c);  // FLOW: a
}
void Token2(void) {
  char* c = strdup(ReadText("a"));
  char* tok = strtok(c, ",");
  tok[0] = 'b';
  WriteText("head", tok);  // FLOW: a
  tok = strtok(NULL, ",");
  WriteText("second", tok);  // FLOW: a
  WriteText("whole", c);  // FLOW: a
}
struct S { char name[32]; int n; };
void InStruct(void) {
  struct S s, t;
  strncpy(s.name, ReadText("a"), sizeof s.name);
  strncpy(t.name, ReadText("b"), sizeof t.name);
  s.name[31] = 0;
  t.name[0] = 'x';
  WriteText("out", s.name);  // FLOW: a  NEVER: b
  WriteText("out", t.name);  // FLOW: b  NEVER: a
}
void ThroughPointer(struct S* s) {
  strncpy(s->name, ReadText("a"), sizeof s->name - 1);
  s->name[sizeof s->name - 1] = '\0';
  s->name[0] = 'q';
  WriteText("out", s->name);  // FLOW: a
}
void Heap(void) {
  struct S* s = malloc(sizeof *s);
  snprintf(s->name, sizeof s->name, "%s", ReadText("a"));
  s->name[0] = 'z';
  WriteText("out", s->name);  // FLOW: a
}
void Malloced(int n) {
  const char* from = ReadText("a");
  char* c = malloc(strlen(from) + 1);
  strcpy(c, from);
  c[0] = 'A';
  c[n] = 'A';
  WriteText("out", c);  // FLOW: a
}
void CalledStore(void) {
  char* c = malloc(100);
  sprintf(c, "%s", ReadText("a"));
  c[0] = 'A';
  WriteText("out", c);  // FLOW: a
}
void Overwritten(void) {
  char c[3];
  c[0] = (char)Read("a");
  c[0] = 'x';
  WriteText("out", c);  // NEVER: a
}
void Swapped(void) {
  char* c = strdup(ReadText("a"));
  size_t n = strlen(c);
  for (size_t i = 0; i < n / 2; ++i) { char t = c[i]; c[i] = c[n - 1 - i]; c[n - 1 - i] = t; }
  WriteText("out", c);  // FLOW: a
}
char g_buf[100];
void Global(void) {
  strcpy(g_buf, ReadText("a"));
  g_buf[0] = 'x';
  WriteText("out", g_buf);  // FLOW: a
}
char* g_text;
void GlobalPointer(void) {
  g_text = strdup(ReadText("b"));
  g_text[0] = 'x';
  WriteText("out", g_text);  // FLOW: b
}

// Copies that another function makes.
static char* Copy(const char* x) { return strdup(x); }
static char* CopyStored(const char* x) {
  char* c = strdup(x);
  c[0] = 'A';
  return c;
}
void CopiedByCallee(int n) {
  char* c = Copy(ReadText("c"));
  char* d = Copy(ReadText("d"));
  c[0] = 'A';
  d[n] = 'A';
  WriteText("out", c);                          // FLOW: c  NEVER: d
  WriteText("out", d);                          // FLOW: d  NEVER: c
  WriteText("out", CopyStored(ReadText("e")));  // FLOW: e  NEVER: c, d
}
void CopiedOfBuffer(void) {
  char buffer[10], other[10];
  strcpy(buffer, ReadText("f"));
  strcpy(other, ReadText("g"));
  WriteText("out", CopyStored(buffer));  // FLOW: f  NEVER: g
  WriteText("out", Copy(other));         // FLOW: g  NEVER: f
}
struct Named { char* name; };
static void SetName(struct Named* s, const char* x) {
  s->name = strdup(x);
  s->name[0] = 'A';
}
void CopiedIntoStruct(void) {
  struct Named s, t;
  SetName(&s, ReadText("h"));
  SetName(&t, ReadText("i"));
  WriteText("out", s.name);  // FLOW: h  NEVER: i
  WriteText("out", t.name);  // FLOW: i  NEVER: h
}
