#include "corpus.h"
#include "pair.h"

struct Totals {
  int sum = 0;
  int calls = 0;
};
static void Add(void* user, int v) {
  static_cast<Totals*>(user)->sum += v;
  static_cast<Totals*>(user)->calls++;
}

int main() {
  int x = 0, y = 0;
  Write("same", SetSecond(&x, &x));   // FLOW: second
  Write("apart", SetSecond(&x, &y));  // NEVER: second

  Point p, q, r;
  Write("cleared", FillThenRead(p, p));  // NEVER: filled
  Write("kept", FillThenRead(q, r));     // FLOW: filled

  int m = Read("m"), n = Read("n");
  int *pm = &m, *pn = &n;
  Swap(pm, pn);
  *pm = Read("swapped");
  Write("m", m);  // FLOW: m  NEVER: n, swapped
  Write("n", n);  // FLOW: swapped  NEVER: m, n

  Point kept, other;
  Remember(&kept);
  ChangeRemembered();
  Write("ky", kept.y);   // FLOW: changed
  Write("kx", kept.x);   // NEVER: changed
  Write("oy", other.y);  // NEVER: changed

  Point s, t;
  *PlaceOf(s, true) = Read("place");
  Write("s", s.x);  // FLOW: place
  Write("t", t.x);  // NEVER: place

  cursor->x = Read("cursor");
  Write("origin", origin.x);   // FLOW: cursor
  Point* at = &s;
  Advance(&at);
  at->y = Read("advanced");
  Write("ay", origin.y);  // FLOW: advanced
  Write("sy", s.y);       // NEVER: advanced  FLOW: place

  Totals totals, unused;
  RegisterCallback(Add, &totals);
  FireCallback(Read("fired"));
  Write("sum", totals.sum);      // FLOW: fired
  Write("calls", totals.calls);  // NEVER: fired
  Write("unused", unused.sum);   // NEVER: fired
}
