// stdlib.h, time.h: callbacks, numbers, the environment.
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "corpus.h"

struct Patient { int age, sex; };

static int ByAge(const void *a, const void *b) {
  return ((const struct Patient *)a)->age - ((const struct Patient *)b)->age;
}
void Sorted(void) {
  struct Patient p[2] = {{Read("age"), Read("sex")}, {1, 2}}, q[1] = {{Read("q"), 0}};
  qsort(p, 2, sizeof p[0], ByAge);
  Write("age", p[1].age);  // FLOW: age  NEVER: q
  Write("sex", p[1].sex);  // FLOW: sex  NOT: age
  Write("q", q[0].age);    // FLOW: q  NEVER: age
}

void Searched(void) {
  struct Patient p[2] = {{Read("age"), Read("sex")}}, key = {Read("key"), 0};
  struct Patient *found = bsearch(&key, p, 2, sizeof p[0], ByAge);
  Write("sex", found->sex);  // FLOW: sex  NOT: key, age
  found->age = Read("stored");
  Write("age", p[0].age);  // FLOW: age, stored  NOT: key
}

static int last;
static int Remember(const void *a, const void *b) {
  last = *(const int *)a;
  return *(const int *)a - *(const int *)b;
}
void CallbackStores(void) {
  int v[2] = {Read("v"), 1};
  qsort(v, 2, sizeof v[0], Remember);
  Write("last", last);  // FLOW: v
}

void Numbers(void) {
  const char *a = ReadText("a"), *b = ReadText("b");
  char *end;
  Write("atoi", atoi(a));                    // FLOW: a(transformation)  NEVER: b
  WriteReal("strtod", strtod(b, &end));      // FLOW: b(transformation)  NEVER: a
  Write("rest", (int)strtol(end, NULL, 10));  // FLOW: b  NEVER: a
  Write("fixed", atoi("12"));                // NEVER: a, b
}

void Absolute(void) {
  Write("abs", abs(Read("x")));  // FLOW: x
  div_t d = div(Read("n"), Read("m"));
  Write("quot", d.quot);  // FLOW: n, m  NEVER: x
}

void Environment(void) {
  const char *home = getenv("HOME");
  WriteText("home", home);  // FLOW: HOME
}

void Times(void) {
  time_t now = time(NULL);
  struct tm *broken = localtime(&now);
  char text[32];
  strftime(text, sizeof text, "%Y", broken);
  WriteText("year", text);  // NEVER: x
  time_t then = (time_t)Read("x");
  struct tm parts;
  gmtime_r(&then, &parts);
  Write("hour", parts.tm_hour);  // FLOW: x
  strftime(text, sizeof text, "%H", &parts);
  WriteText("text", text);  // FLOW: x
  Write("back", (int)mktime(&parts));  // FLOW: x
}

void Random(void) {
  srand((unsigned)Read("seed"));
  Write("random", rand());  // NOT: seed
}

void Multibyte(void) {
  wchar_t wide[16];
  char narrow[16], other[16] = "";
  mbstowcs(wide, ReadText("x"), 16);
  wcstombs(narrow, wide, 16);
  WriteText("narrow", narrow);  // FLOW: x
  WriteText("other", other);    // NEVER: x
}

static int handled, unhandled;
static void AtExit(void) { handled = Read("exit"); }
void Exit(void) {
  atexit(AtExit);
  Write("handled", handled);      // FLOW: exit
  Write("unhandled", unhandled);  // NEVER: exit
}
