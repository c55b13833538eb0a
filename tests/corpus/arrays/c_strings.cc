// C strings and memory: str*, mem*, printf and scanf.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include "corpus.h"

void CopyText() {
  char a[32], b[32], c[32] = "";
  strcpy(a, ReadText("a"));
  strncpy(b, ReadText("b"), sizeof b);
  WriteText("a", a);  // FLOW: a  NEVER: b
  WriteText("b", b);  // FLOW: b  NEVER: a
  WriteText("c", c);  // NEVER: a, b
}

void CopyReplaces() {
  char a[32];
  strcpy(a, ReadText("old"));
  strcpy(a, ReadText("new"));
  WriteText("out", a);  // FLOW: new  NEVER: old
}

void Concatenate() {
  char a[64];
  strcpy(a, ReadText("first"));
  strcat(a, ReadText("second"));
  WriteText("out", a);  // FLOW: first, second
}

void ResultIsTheDestination() {
  char a[64];
  WriteText("out", strcpy(a, ReadText("in")));  // FLOW: in
}

void CopyBytes() {
  int from[4] = {Read("in")}, to[4], kept[4] = {Read("kept")};
  memcpy(to, from, sizeof to);
  Write("to", to[0]);      // FLOW: in  NEVER: kept
  Write("kept", kept[0]);  // FLOW: kept  NEVER: in
}

struct Pair { int left, right; };
void CopyStructBytes() {
  Pair from{Read("left"), Read("right")}, to;
  memcpy(&to, &from, sizeof to);
  Write("left", to.left);    // FLOW: left  NEVER: right
  Write("right", to.right);  // FLOW: right  NEVER: left
}

void MovedBytes() {
  Pair from{Read("left"), Read("right")}, to{Read("old"), 0};
  memmove(&to, &from, sizeof from);
  Write("left", to.left);  // FLOW: left  NEVER: right, old
}

void Cleared() {
  Pair p{Read("left"), Read("right")};
  memset(&p, 0, sizeof p);
  Write("left", p.left);  // NEVER: left, right
}

void SetBytes() {
  char buffer[8];
  memset(buffer, Read("fill"), sizeof buffer);
  Write("out", buffer[2]);  // FLOW: fill
}

void Duplicate() {
  char* a = strdup(ReadText("a"));
  char* b = strdup(ReadText("b"));
  WriteText("a", a);  // FLOW: a  NEVER: b
  WriteText("b", b);  // FLOW: b  NEVER: a
}

void SearchPointsInto() {
  char line[64];
  ReadInto("line", line, sizeof line);
  char* comma = strchr(line, ',');
  WriteText("rest", comma + 1);  // FLOW: line
  *comma = 0;
  WriteText("start", line);  // FLOW: line
}

void Tokens() {
  char line[64], other[64];
  ReadInto("line", line, sizeof line);
  ReadInto("other", other, sizeof other);
  char* state;
  char* first = strtok_r(line, ",", &state);
  char* second = strtok_r(nullptr, ",", &state);
  WriteText("first", first);    // FLOW: line  NEVER: other
  WriteText("second", second);  // FLOW: line  NEVER: other
}

void Parse() {
  char text[16], decoy[16];
  ReadInto("text", text, sizeof text);
  ReadInto("decoy", decoy, sizeof decoy);
  Write("atoi", atoi(text));  // FLOW: text(transformation)  NEVER: decoy
  char* end;
  WriteReal("strtod", strtod(text, &end));  // FLOW: text  NEVER: decoy
  Write("strtol", strtol(end, nullptr, 10));  // FLOW: text  NEVER: decoy
}

void Scan() {
  char line[64];
  ReadInto("line", line, sizeof line);
  int age = 0, sex = 0, apart = Read("apart");
  sscanf(line, "%d,%d", &age, &sex);
  Write("age", age);      // FLOW: line  NEVER: apart
  Write("sex", sex);      // FLOW: line  NEVER: apart
  Write("apart", apart);  // FLOW: apart  NEVER: line
}

void Print() {
  char buffer[64], other[64];
  snprintf(buffer, sizeof buffer, "%d-%s", Read("number"), ReadText("text"));
  snprintf(other, sizeof other, "%d", Read("elsewhere"));
  WriteText("out", buffer);  // FLOW: number, text  NEVER: elsewhere
}

void Length() {
  const char* text = ReadText("text");
  const char* other = ReadText("other");
  Use(strlen(other));
  Write("length", strlen(text));  // FLOW: text(transformation)  NEVER: other
}

void Compare() {
  const char* text = ReadText("text");
  int age = 0;
  if (strcmp(text, "yes") == 0) age = Read("age");
  Write("out", age);  // FLOW: age, text(indirect)
}

void Characters() {
  const char* text = ReadText("text");
  char copy[16];
  int i = 0;
  for (; text[i]; ++i) copy[i] = text[i] == ' ' ? '_' : text[i];
  copy[i] = 0;
  int lone = Read("lone");
  WriteText("copy", copy);  // FLOW: text  NEVER: lone
  Write("lone", lone);      // FLOW: lone  NEVER: text
}

void Grown() {
  char* buffer = (char*)malloc(4);
  ReadInto("in", buffer, 4);
  buffer = (char*)realloc(buffer, 8);
  char* clean = (char*)calloc(1, 8);
  WriteText("out", buffer);   // FLOW: in
  WriteText("clean", clean);  // NEVER: in
  free(buffer);
}

static int Order(const void* a, const void* b) { return *(const int*)a - *(const int*)b; }
void Sorted() {
  int a[4], b[4];
  ReadInto("a", a, sizeof a);
  ReadInto("b", b, sizeof b);
  qsort(a, 4, sizeof *a, Order);
  Write("out", a[0]);  // FLOW: a  NEVER: b
}
