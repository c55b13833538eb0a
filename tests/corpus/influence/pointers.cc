// A pointer that is compared: what it points to has no part in that, unless the pointer was found by
// looking there.
#include <cstring>

#include "corpus.h"

struct Point {
  int x, y;
};
struct Points {
  Point* first;
  int n;
  Point* begin() const { return first; }
  Point* end() const { return first + n; }
};

void OverAll() {
  Point all[2];
  all[0].x = Read("x");
  all[0].y = Read("y");
  const Points points{all, 2};
  int sum = 0;
  for (const Point& p : points) sum += p.x;
  Write("sum", sum);  // FLOW: x  NEVER: y
}

static Point* Same(Point* p) { return p; }
void Null(Point* p) {
  p->x = Read("x");
  p->y = Read("y");
  if (Same(p)) Write("if", p->x);                     // FLOW: x  NEVER: y
  if (!Same(p)) Write("not", p->x);                   // FLOW: x  NEVER: y
  if (Same(p) != nullptr) Write("compared", p->x);    // FLOW: x  NEVER: y
  Write("chosen", Same(p) ? p->x : 0);                // FLOW: x  NEVER: y
  Write("difference", static_cast<int>(Same(p) - p));  // NEVER: x, y
}

static Point* Chosen(Point* a, Point* b) { return Read("choice") ? a : b; }
void ChosenByData() {
  Point a{Read("a"), 0}, b{Read("b"), 0};
  if (Chosen(&a, &b) == &a) Write("x", 1);  // FLOW: choice(indirect)  NEVER: a, b
}

static Point* Find(Point* all, int n, int x) {
  for (int i = 0; i < n; ++i) {
    if (all[i].x == x) return &all[i];
  }
  return nullptr;
}
void Found() {
  Point all[2] = {{Read("x"), Read("y")}, {0, 0}};
  // FLOW: key(indirect), x(indirect)  NEVER: y
  if (Find(all, 2, Read("key"))) Write("found", 1);
}
void FoundInAText() {
  const char* line = ReadText("line");
  if (std::strchr(line, ',')) Write("has", 1);                        // FLOW: line(indirect)
  Write("at", static_cast<int>(std::strchr(line, ',') - line));      // FLOW: line
}

// What decides between two places has a part in what is read there.
static int Either(int a, int b) { return Read("choice") ? a : b; }
void ChosenPlaces() {
  int a = Read("a"), b = Read("b");
  Write("here", Read("c") ? a : b);  // FLOW: a, b, c(indirect)
  Write("called", Either(a, 1));     // FLOW: a, choice(indirect)
  const Point p{Read("px"), 0}, q{Read("qx"), 0};
  const Point r = Read("d") ? p : q;
  Write("copied", r.x);  // FLOW: px, qx, d(indirect)
  int* to = nullptr;
  (Any() ? a : b) = Read("new");
  to = &(Read("e") ? a : b);
  Write("a", a);  // FLOW: a, new  NEVER: e
}
