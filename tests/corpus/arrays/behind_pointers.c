// Arrays that a function knows by a pointer alone, and hands on: what another function stores in one of the elements.
#include <stdlib.h>
#include "corpus.h"

static int *make(int n) { return malloc(n * sizeof(int)); }
static void put(int *c, int i) { c[i] = Read("put"); }
static void fill(int *c, int n) {
  for (int i = 0; i < n; i++) c[i] = Read("filled");
}
static void put_second(int *c) { c[1] = Read("second"); }
static void leave(const int *c) { (void)c; }

void Made(void) {
  int *c = make(3), *d = make(3);
  put(c, Any());
  Write("first", c[0]);    // FLOW: put
  Write("third", c[2]);    // FLOW: put
  Write("any", c[Any()]);  // FLOW: put
  Write("other", d[2]);    // NEVER: put
}
void Given(int *c, int *d) {
  fill(c, 3);
  leave(d);
  Write("third", c[2]);  // FLOW: filled
  Write("other", d[2]);  // NEVER: filled
}
void Moved(int *c) {
  fill(c + 1, 2);
  Write("moved", c[2]);  // FLOW: filled
}
void Overwritten(int *c) {
  c[1] = Read("before");
  c[2] = Read("kept");
  put_second(c);
  Write("second", c[1]);  // FLOW: second  NEVER: before, kept
  Write("third", c[2]);   // FLOW: kept  NEVER: before, second
  Write("fourth", c[3]);  // NEVER: before, kept, second
}
void After(int *c) {
  fill(c, 3);
  c[1] = 0;
  Write("second", c[1]);  // NEVER: filled
  Write("third", c[2]);   // FLOW: filled
}
void InOneBranch(int *c) {
  c[2] = Read("early");
  if (Any()) fill(c, 3);
  Write("third", c[2]);   // FLOW: filled, early
  Write("fourth", c[3]);  // FLOW: filled  KNOWN(An element of an array that a function stores to): NEVER: early
}

// Rows of rows.
static double **matrix(int n) {
  double **m = malloc(n * sizeof *m);
  for (int i = 0; i < n; i++) m[i] = calloc(n, sizeof **m);
  return m;
}
static void multiply(double **a, double **b, double **c, int n) {
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double s = 0;
      for (int k = 0; k < n; k++) s += a[i][k] * b[k][j];
      c[i][j] = s;
    }
}
void Multiplied(void) {
  double **a = matrix(3), **b = matrix(3), **c = matrix(3), **d = matrix(3);
  a[1][2] = ReadReal("a");
  b[0][0] = ReadReal("b");
  d[1][1] = ReadReal("d");
  multiply(a, b, c, 3);
  WriteReal("product", c[1][1]);  // FLOW: a, b  NEVER: d
  WriteReal("left", a[1][2]);     // FLOW: a  NEVER: b, d
  WriteReal("apart", d[1][1]);    // FLOW: d  NEVER: a, b
}

// Elements change places.
static void swap(int *a, int i, int j) {
  int t = a[i];
  a[i] = a[j];
  a[j] = t;
}
void Swapped(int *a, int *b) {
  a[0] = Read("moved");
  b[0] = Read("unmoved");
  swap(a, 0, 1);
  Write("a", a[1]);  // FLOW: moved  NEVER: unmoved
  Write("b", b[1]);  // NEVER: moved, unmoved
}
static void reverse(char *s, int n) {
  for (int i = 0; i < n / 2; i++) {
    char t = s[i];
    s[i] = s[n - 1 - i];
    s[n - 1 - i] = t;
  }
}
void Reversed(char *s) {
  s[0] = (char)Read("letter");
  reverse(s, 4);
  Write("last", s[3]);  // FLOW: letter
}

// Structs in an array.
struct point { int x, y; };
static void spread(struct point *p, int n) {
  for (int i = 0; i < n; i++) p[i].x = Read("spread");
}
void Points(struct point *p) {
  p[2].y = Read("height");
  spread(p, 4);
  Write("x", p[3].x);  // FLOW: spread  NEVER: height
  Write("y", p[2].y);  // FLOW: height  NEVER: spread
  Write("z", p[3].y);  // NEVER: spread, height
}

// Through a structure that holds the pointer.
struct matrix { int rows, columns; double *data; };
static void set(struct matrix *m, int i, int j, double v) { m->data[i * m->columns + j] = v; }
void Held(struct matrix *m, struct matrix *o) {
  set(m, 1, 1, ReadReal("set"));
  WriteReal("held", m->data[3]);   // FLOW: set
  Write("columns", m->columns);    // NEVER: set
  WriteReal("other", o->data[3]);  // NEVER: set
}

// A pointer that goes on by more than one.
static double Strided(const double* a, int n) {
  double sum = 0;
  for (; n > 3; n -= 4, a += 4) sum += a[0] + a[1];
  for (; n > 0; --n, ++a) sum += *a;
  return sum;
}

void Strides(void) {
  double a[64], b[64];
  ReadInto("sa", a, sizeof a);
  ReadInto("sb", b, sizeof b);
  WriteReal("a", Strided(a, 64));  // FLOW: sa  NEVER: sb
  WriteReal("b", Strided(b, 64));  // FLOW: sb  NEVER: sa
}

// What the library finds in an array that came as a parameter.
struct Score {
  int id;
  double score;
};

static int ById(const void* a, const void* b) {
  return ((const struct Score*)a)->id - ((const struct Score*)b)->id;
}

static struct Score* LookUp(struct Score* scores, int n, int id) {
  const struct Score key = {id, 0};
  return bsearch(&key, scores, n, sizeof *scores, ById);
}

void LookedUp(void) {
  struct Score scores[3] = {{0, 0}}, others[3] = {{0, 0}};
  scores[2].score = ReadReal("ls");
  others[2].score = ReadReal("lo");
  WriteReal("found", LookUp(scores, 3, 7)->score);   // FLOW: ls  NEVER: lo
  WriteReal("other", LookUp(others, 3, 7)->score);  // FLOW: lo  NEVER: ls
}
