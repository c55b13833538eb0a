// A variable holds what was stored last.
#include "corpus.h"

void Copies() {
  int a = Read("a");
  int b = a;
  int c = b;
  Write("out", c);  // FLOW: a(direct identity exact)
}

void Overwritten() {
  int x = Read("old");
  x = Read("new");
  Write("out", x);  // FLOW: new  NEVER: old
}

void OverwrittenByConstant() {
  int x = Read("old");
  x = 0;
  Write("out", x);  // NEVER: old
}

void BeforeAndAfter() {
  int x = Read("first");
  Write("before", x);  // FLOW: first  NEVER: second
  x = Read("second");
  Write("after", x);  // FLOW: second  NEVER: first
}

void CopyIsIndependent() {
  int x = Read("one");
  int y = x;
  x = Read("two");
  Write("copy", y);  // FLOW: one  NEVER: two
  y = 0;
  Write("original", x);  // FLOW: two  NEVER: one
}

void OtherVariable() {
  int age = Read("age");
  int sex = Read("sex");
  Write("out", age);  // FLOW: age  NEVER: sex
}

void Arithmetic() {
  int a = Read("a");
  int b = Read("b");
  int unused = Read("unused");
  int sum = 2 * a + (b << 1);
  Use(unused);
  Write("sum", sum);  // FLOW: a(transformation), b(direct)  NEVER: unused
}

void Compound() {
  int total = Read("start");
  total += Read("added");
  total -= 3;
  Write("out", total);  // FLOW: start, added(transformation)
}

void IncrementAndDecrement() {
  int n = Read("n");
  ++n;
  n--;
  int before = n++;
  Write("before", before);  // FLOW: n
  Write("after", n);  // FLOW: n
}

void ChainedAssignment() {
  int a, b, c = Read("old");
  a = b = c = Read("new");
  Write("a", a);  // FLOW: new  NEVER: old
  Write("c", c);  // FLOW: new  NEVER: old
}

void Comma() {
  int left = Read("left");
  int right = Read("right");
  int x = (Use(left), right);
  Write("out", x);  // FLOW: right  NEVER: left
}

void Shadowed() {
  int x = Read("outer");
  {
    int x = Read("inner");
    Write("inside", x);  // FLOW: inner  NEVER: outer
  }
  Write("outside", x);  // FLOW: outer  NEVER: inner
}

void SelfAssignment() {
  int x = Read("x");
  x = x;
  Write("out", x);  // FLOW: x
}

void MultipliedAway() {
  int x = Read("x");
  x = sizeof(x);
  Write("out", x);  // NEVER: x
}

void Casts() {
  int a = Read("a");
  double d = static_cast<double>(a);
  long l = (long)d;
  Write("out", static_cast<int>(l));  // FLOW: a
}

void SwappedByHand() {
  int a = Read("a");
  int b = Read("b");
  int t = a;
  a = b;
  b = t;
  Write("first", a);   // FLOW: b  NEVER: a
  Write("second", b);  // FLOW: a  NEVER: b
}

void SwappedByXor() {
  int a = Read("a");
  int other = Read("other");
  a ^= other;
  Write("out", a);  // FLOW: a, other
}
