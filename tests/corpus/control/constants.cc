// Branches that are never taken: flags that are constants, in the language's sense or in fact.
#include "corpus.h"

static const int kOn = 1;
static const int kOff = 0;
static int always_on = 1;   // nobody stores to it
static int always_off;      // nor to it
static int switched = 0;
static int lent = 0;
int shared_flag = 0;        // another unit may store to it
static int One() { return 1; }
static int Zero() { return 0; }
static bool Enabled() { return kOn == 1 && !kOff; }
static int Depends(int x) { return x; }
struct Feature {
  virtual bool On() const { return false; }
};

void Switch() { switched = Any(); }
static void Set(int* flag) { *flag = Any(); }
void Lend() { Set(&lent); }

void Constant() {
  int a = 0, b = 0;
  if (kOn) a = Read("a");
  if (kOff) b = Read("b");
  Write("on", a);   // FLOW: a
  Write("off", b);  // NEVER: b
}

void NeverStored() {
  int a = 0, b = 0, c = Read("c");
  if (always_on) a = Read("a");
  if (always_off) b = Read("b");
  if (always_on) c = 3;
  Write("on", a);      // FLOW: a
  Write("off", b);     // NEVER: b
  Write("instead", c);  // NEVER: c
}

void StoredSomewhere() {
  int a = 0, b = 0, c = 0;
  if (switched) a = Read("a");
  if (lent) b = Read("b");
  if (shared_flag) c = Read("c");
  Write("switched", a);  // FLOW: a
  Write("lent", b);      // FLOW: b
  Write("shared", c);    // FLOW: c
}

void Called() {
  int a = Read("a"), b = Read("b"), c = Read("c");
  if (One()) a = 1;
  if (Zero()) b = 1;
  if (!Enabled()) {
  } else {
    c = 1;
  }
  Write("one", a);      // NEVER: a
  Write("zero", b);     // FLOW: b
  Write("enabled", c);  // NEVER: c
}

void CalledForSomething(const Feature& feature, int x) {
  int a = Read("a"), b = Read("b");
  if (feature.On()) a = 1;
  if (Depends(x)) b = 1;
  Write("virtual", a);  // FLOW: a
  Write("depends", b);  // FLOW: b
}

void Local() {
  int five = 5, count = 0;
  int a = 0, b = Read("b");
  if (five != 5) a = Read("a");
  count += 2;
  ++count;
  if (count == 3 && five > count) b = 0;
  Write("a", a);  // NEVER: a
  Write("b", b);  // NEVER: b
}

void LocalThatChanges() {
  int mode = 0, a = 0;
  while (Any()) {
    if (mode == 1) a = Read("a");
    mode = 1;
  }
  Write("out", a);  // FLOW: a
}

void LocalOfEitherValue() {
  int mode = 0, a = 0, b = 0;
  if (Any()) mode = 2;
  if (mode == 2) a = Read("a");
  if (mode == 3) mode = Any();
  if (Any()) mode = 7;
  if (mode > 5) b = Read("b");
  Write("a", a);  // FLOW: a
  Write("b", b);  // FLOW: b
}

void LocalLent() {
  int flag = 0, a = 0;
  Set(&flag);
  if (flag) a = Read("a");
  Write("out", a);  // FLOW: a
}

void LocalCaptured() {
  int flag = 0, a = 0;
  auto set = [&flag] { flag = 1; };
  set();
  if (flag) a = Read("a");
  Write("out", a);  // FLOW: a
}

void CountedLoop() {
  int a = 0;
  for (int i = 0; i < 3; ++i) {
    if (i == 2) a = Read("a");
  }
  Write("out", a);  // FLOW: a
}

void NoRound() {
  int a = 0;
  for (int i = 0; i < 0; ++i) a = Read("a");
  Write("out", a);  // NEVER: a
}

void Chosen() {
  int kind = 2, a = 0, b = 0, c = 0;
  switch (kind) {
    case 1:
      a = Read("a");
      break;
    case 2:
      b = Read("b");
      break;
    default:
      c = Read("c");
  }
  Write("one", a);    // NEVER: a
  Write("two", b);    // FLOW: b
  Write("other", c);  // NEVER: c
}

void ChosenByDefault() {
  int kind = 9, a = 0, c = 0;
  switch (kind) {
    case 1:
      a = Read("a");
      break;
    default:
      c = Read("c");
  }
  Write("one", a);    // NEVER: a
  Write("other", c);  // FLOW: c
}

void Expression() {
  int a = Read("a"), b = Read("b");
  Write("first", always_off ? a : b);  // FLOW: b  NEVER: a
  Write("second", kOn ? a : b);        // FLOW: a  NEVER: b
}

// What an integer is of itself.
void Cancelled() {
  int a = Read("a"), b = Read("b"), c = Read("c"), d = Read("d");
  Write("minus", a - a);  // NEVER: a
  Write("xor", b ^ b);    // NEVER: b
  Write("times", c * 0);  // NEVER: c
  Write("plus", d + d);   // FLOW: d
  a ^= a;
  Write("cleared", a);    // NEVER: a
  b -= Any() - b;
  Write("kept", b);       // FLOW: b
}

double Cancelling() {
  double x = ReadReal("x");
  WriteReal("difference", x - x);  // FLOW: x
  return x;
}
