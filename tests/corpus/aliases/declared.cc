// Functions that are declared before they are defined, with parameters that alias or are constants.
#include "corpus.h"

static void Copy(int* to, const int* from, int* seen);
static int Chosen(int how, int value);
static int Even(int n, int value);
static int Odd(int n, int value);

class Cell {
 public:
  void Take(Cell* other, int* seen);
  int Get(bool own, int otherwise) const;
  int value = 0;
};

void SameObject() {
  int x = Read("x"), y = 0, seen = 0, apart = 0;
  Copy(&x, &y, &apart);
  Write("apart", apart);  // NEVER: x
  x = Read("x");
  Copy(&y, &x, &seen);
  Write("seen", seen);  // FLOW: x
  int z = Read("z"), same = 0;
  Copy(&z, &z, &same);
  Write("same", same);  // FLOW: z
}
void Methods() {
  Cell a, b;
  int seen = 0, same = 0;
  b.value = Read("b");
  a.Take(&b, &seen);
  Write("seen", seen);  // FLOW: b
  a.value = Read("a");
  a.Take(&a, &same);
  Write("same", same);                       // FLOW: a  NEVER: b
  Write("own", a.Get(true, Read("other")));  // FLOW: a  NEVER: other
  Write("other", a.Get(false, Read("o")));   // FLOW: o  NEVER: a
}
void Constants() {
  Write("0", Chosen(0, Read("zero")));  // FLOW: zero
  Write("1", Chosen(1, Read("one")));   // NEVER: one
  Write("even", Even(2, Read("even")));  // FLOW: even
  Write("odd", Even(1, Read("odd")));    // NEVER: odd
}

static void Copy(int* to, const int* from, int* seen) {
  const int old = *from;
  *to = 0;
  *to = old;
  *seen = *from;
}
static int Chosen(int how, int value) { return how == 0 ? value : 0; }
static int Even(int n, int value) { return n != 0 ? Odd(n - 1, value) : value; }
static int Odd(int n, int value) { return n != 0 ? Even(n - 1, value) : 0; }
void Cell::Take(Cell* other, int* seen) {
  value = other->value;
  *seen = other->value;
}
int Cell::Get(bool own, int otherwise) const { return own ? value : otherwise; }
