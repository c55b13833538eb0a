// Variable arguments: which of them, and through lists that are handed on.
#include <cstdarg>

#include "../corpus.h"

int First(int count, ...) {
  va_list list;
  va_start(list, count);
  const int first = va_arg(list, int);
  va_end(list);
  return first;
}
void TakesFirst() {
  Write("out", First(2, Read("first"), Read("second")));  // FLOW: first  NEVER: second
}

int Second(int count, ...) {
  va_list list;
  va_start(list, count);
  Use(va_arg(list, int));
  const int second = va_arg(list, int);
  va_end(list);
  return second;
}
void TakesSecond() {
  Write("out", Second(2, Read("skipped"), Read("taken")));  // FLOW: taken  NEVER: skipped
}

int Total(int count, ...) {
  va_list list;
  va_start(list, count);
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += va_arg(list, int);
  va_end(list);
  return sum;
}
void TakesAll() {
  Write("out", Total(2, Read("one"), Read("two")));     // FLOW: one, two  NEVER: three
  Write("other", Total(1, Read("three")));              // FLOW: three  NEVER: one, two
}

int TakeFrom(va_list list) { return va_arg(list, int); }
int Forwards(int count, ...) {
  va_list list;
  va_start(list, count);
  const int taken = TakeFrom(list);
  va_end(list);
  return taken;
}
void Forwarded() {
  Write("out", Forwards(2, Read("forwarded"), Read("left")));  // FLOW: forwarded  NEVER: left
}

int Copies(int count, ...) {
  va_list list, again;
  va_start(list, count);
  va_copy(again, list);
  Use(va_arg(list, int));
  const int first = va_arg(again, int);
  va_end(again);
  va_end(list);
  return first;
}
void Copied() {
  Write("out", Copies(2, Read("again"), Read("not_again")));  // FLOW: again  NEVER: not_again
}

void Fill(int count, ...) {
  va_list list;
  va_start(list, count);
  int* to = va_arg(list, int*);
  *to = va_arg(list, int);
  va_end(list);
}
void FillsThroughPointer() {
  int filled = 0, beside = 0;
  Fill(2, &filled, Read("filled"));
  Write("filled", filled);  // FLOW: filled
  Write("beside", beside);  // NEVER: filled
}
