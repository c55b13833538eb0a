// Values through parameters, returns and out-parameters.
#include "corpus.h"

static int Same(int x) { return x; }
static int First(int x, int y) { return x; }
static int Constant(int x) { return 7; }
static int Twice(int x) { return Same(Same(x)); }

void ReturnedParameter() {
  Write("out", Same(Read("a")));  // FLOW: a(identity exact)
}

void WhichParameter() {
  int a = Read("a"), b = Read("b");
  Write("first", First(a, b));   // FLOW: a  NEVER: b
  Write("second", First(b, a));  // FLOW: b  NEVER: a
}

void IgnoredParameter() {
  Write("out", Constant(Read("a")));  // NEVER: a
}

// What one caller passes does not come back to another.
void OneCaller() {
  Write("one", Twice(Read("one")));  // FLOW: one  NEVER: two
}
void OtherCaller() {
  Write("two", Twice(Read("two")));  // FLOW: two  NEVER: one
}

void TwoCallsInARow() {
  int x = Same(Read("x"));
  int y = Same(Read("y"));
  Write("x", x);  // FLOW: x  NEVER: y
  Write("y", y);  // FLOW: y  NEVER: x
}

static void SetPointer(int* to, int value) { *to = value; }
static void SetReference(int& to, int value) { to = value; }
static void SetCopy(int to, int value) { to = value; Use(to); }

void OutParameterByPointer() {
  int x = Read("old"), y = Read("other");
  SetPointer(&x, Read("new"));
  Write("out", x);    // FLOW: new  NEVER: old, other
  Write("other", y);  // FLOW: other  NEVER: new
}

void OutParameterByReference() {
  int x = Read("old");
  SetReference(x, Read("new"));
  Write("out", x);  // FLOW: new  NEVER: old
}

void ByValueIsACopy() {
  int x = Read("old");
  SetCopy(x, Read("new"));
  Write("out", x);  // FLOW: old  NEVER: new
}

void TwoOutParameters() {
  int x = 0, y = 0;
  SetPointer(&x, Read("x"));
  SetPointer(&y, Read("y"));
  Write("x", x);  // FLOW: x  NEVER: y
  Write("y", y);  // FLOW: y  NEVER: x
}

static void Split(int in, int* high, int* low) {
  *high = in >> 8;
  *low = 5;
}
void OnlyOneOutParameter() {
  int high, low;
  Split(Read("word"), &high, &low);
  Write("high", high);  // FLOW: word(transformation)
  Write("low", low);    // NEVER: word
}

static void MaybeSet(int* to, int value) {
  if (Any()) *to = value;
}
void OutParameterSetSometimes() {
  int x = Read("old");
  MaybeSet(&x, Read("new"));
  Write("out", x);  // FLOW: old, new
}

static int* Address(int* p) { return p; }
void PointerReturned() {
  int x = Read("x"), y = Read("y");
  *Address(&x) = Read("new");
  Write("x", x);  // FLOW: new  NEVER: x
  Write("y", y);  // FLOW: y  NEVER: new
}

static int& Smaller(int& a, int& b) { return a < b ? a : b; }
void ReferenceReturned() {
  int a = Read("a"), b = Read("b"), c = Read("c");
  int& smaller = Smaller(a, b);
  Write("smaller", smaller);  // FLOW: a, b  NEVER: c
}

static void Allocate(int** out, int value) {
  *out = new int(value);
}
void PointerToPointer() {
  int* p = nullptr;
  int* q = nullptr;
  Allocate(&p, Read("p"));
  Allocate(&q, Read("q"));
  Write("p", *p);  // FLOW: p  NEVER: q
  Write("q", *q);  // FLOW: q  NEVER: p
}

static void Redirect(int** which, int* to) { *which = to; }
void PointerRedirected() {
  int x = Read("x"), y = Read("y");
  int* p = &x;
  Redirect(&p, &y);
  Write("out", *p);  // FLOW: y  NEVER: x
}

static int Factorial(int n) { return n < 2 ? 1 : n * Factorial(n - 1); }
void Recursion() {
  int other = Read("other");
  Use(other);
  Write("out", Factorial(Read("n")));  // FLOW: n  NEVER: other
}

static int Even(int n, int kept, int dropped);
static int Odd(int n, int kept, int dropped) { return n == 0 ? kept : Even(n - 1, kept, dropped); }
static int Even(int n, int kept, int dropped) { return n == 0 ? kept : Odd(n - 1, kept, dropped); }
void MutualRecursion() {
  Write("out", Even(Any(), Read("kept"), Read("dropped")));  // FLOW: kept  NEVER: dropped
}

static int WithDefault(int x, int y = Read("default")) { return x + y; }
void DefaultArgument() {
  Write("taken", WithDefault(Read("x")));  // FLOW: x, default
  Write("given", WithDefault(Read("x"), 0));  // FLOW: x  NEVER: default
}

static void Save(const char* name, int value) {
  Write(name, value);  // FLOW: a -> to_a, b -> to_b  NEVER: a -> to_b, b -> to_a
}
void SinkInAFunction() {
  Save("to_a", Read("a"));
  Save("to_b", Read("b"));
}

static int Load(const char* name) { return Read(name); }
void SourceInAFunction() {
  int a = Load("from_a");
  int b = Load("from_b");
  Write("a", a);  // FLOW: from_a  NEVER: from_b
  Write("b", b);  // FLOW: from_b  NEVER: from_a
}

void Unknown() {
  int a = Read("a"), b = Read("b");
  Use(b);
  Write("out", Unmodelled(a));  // FLOW: a(assumed)  NEVER: b
}
