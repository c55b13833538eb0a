#include "pair.h"
#include "corpus.h"

static Point* remembered;
Point origin;
Point* cursor = &origin;

int SetSecond(int* a, int* b) {
  *a = 0;
  *b = Read("second");
  return *a;
}
int FillThenRead(Point& a, Point& b) {
  a.x = Read("filled");
  b.x = 0;
  return a.x;
}
void Swap(int*& a, int*& b) {
  int* t = a;
  a = b;
  b = t;
}
void Remember(Point* p) { remembered = p; }
void ChangeRemembered() { remembered->y = Read("changed"); }
int* PlaceOf(Point& p, bool x) { return x ? &p.x : &p.y; }
void Advance(Point** at) { *at = &origin; }
static Callback callback;
static void* callback_user;
void RegisterCallback(Callback c, void* user) {
  callback = c;
  callback_user = user;
}
void FireCallback(int v) { callback(callback_user, v); }
