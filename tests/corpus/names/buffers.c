// Names that C builds in buffers.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "corpus.h"

void Formatted(void) {
  char name[64], other[64];
  snprintf(name, sizeof name, "part-%d.%s", 3, "csv");
  sprintf(other, "%s/%03d.txt", "out", 7);
  Write(name, Read("a"));   // FLOW: a  NAME: a, part-3.csv
  Write(other, Read("b"));  // FLOW: b  NAME: b, out/007.txt
}

void Reused(void) {
  char name[64];
  snprintf(name, sizeof name, "%s.csv", "first");
  Write(name, Read("a"));  // FLOW: a -> first.csv  NAME: a, first.csv
  snprintf(name, sizeof name, "%s.csv", "second");
  Write(name, Read("b"));  // FLOW: b -> second.csv  NAME: b, second.csv
}

void Copied(void) {
  char name[64];
  strcpy(name, "base");
  strcat(name, "/");
  strcat(name, "file.bin");
  Write(name, Read("a"));  // FLOW: a  NAME: a, base/file.bin
  strcpy(name, "other");
  Write(name, Read("b"));  // FLOW: b  NAME: b, other
}

static void Put(const char *folder, const char *stem, int value) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s.csv", folder, stem);
  Write(path, value);  // FLOW: a -> lake/a.csv, b -> lake/b.csv  NEVER: a -> lake/b.csv, b -> lake/a.csv  NAME: lake/a.csv, lake/b.csv
}
void ByParameter(void) {
  Put("lake", "a", Read("a"));
  Put("lake", "b", Read("b"));
}

static void NameOf(char *out, size_t size, const char *stem) { snprintf(out, size, "%s.out", stem); }
void ByFunction(void) {
  char a[32], b[32];
  NameOf(a, sizeof a, "a");
  NameOf(b, sizeof b, "b");
  Write(a, Read("x"));  // FLOW: x  NAME: x, a.out
  Write(b, Read("y"));  // FLOW: y  NAME: y, b.out
}

struct Target { char path[64]; int kept; };
void InStruct(void) {
  struct Target t, u;
  snprintf(t.path, sizeof t.path, "%s", "t.txt");
  snprintf(u.path, sizeof u.path, "%s", "u.txt");
  Write(t.path, Read("x"));  // FLOW: x -> t.txt  NAME: x, t.txt
  Write(u.path, Read("y"));  // FLOW: y -> u.txt  NAME: y, u.txt
}

void Allocated(void) {
  char *name;
  asprintf(&name, "%s-%d", "made", 4);
  Write(name, Read("x"));  // FLOW: x  NAME: x, made-4
  free(name);
}

void OfData(void) {
  char name[32];
  snprintf(name, sizeof name, "day-%d.csv", Any());
  Write(name, Read("x"));  // FLOW: x  NAME: x, day-{?}.csv
}

void Rounded(void) {
  char name[32];
  snprintf(name, sizeof name, "w%.2f.csv", 0.5);
  Write(name, Read("x"));  // FLOW: x  NAME: x, w{?}.csv
}

void CharacterStored(void) {
  char name[8] = "part0";
  name[4] = (char)('0' + Any());
  Write(name, Read("x"));  // FLOW: x  NAME: x, {?:CharacterStored}
}

// Globals that point to a buffer.
static char *head, *vocabulary, *made, head_room[32], room[32], *other;
static void ByGlobals(void) {
  char name[64];
  snprintf(name, sizeof name, "%s_%04d.bin", head, 3);
  Write(name, Read(vocabulary));  // FLOW: v.txt -> h_0003.bin  NAME: v.txt, h_0003.bin
  Write("o", Read(other));        // FLOW: o.txt
  Write("m", Read(made));         // FLOW: m.txt
}
void PointedTo(void) {
  head = head_room;
  strcpy(head, "h");
  vocabulary = room;
  strcpy(vocabulary, "v.txt");
  other = "o.txt";
  made = malloc(32);
  strcpy(made, "m.txt");
  ByGlobals();
}
