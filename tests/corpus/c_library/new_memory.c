// Memory that is handed out through a pointer to a pointer.
#include <stdlib.h>
#include <string.h>

#include "corpus.h"

void Aligned(void) {
  void *a, *b;
  if (posix_memalign(&a, 64, 64) != 0 || posix_memalign(&b, 64, 64) != 0) return;
  memcpy(a, ReadText("a"), 64);
  memcpy(b, ReadText("b"), 64);
  WriteText("first", a);   // FLOW: a  NEVER: b
  WriteText("second", b);  // FLOW: b  NEVER: a
}

static double* Numbers(int n) {
  double* numbers = NULL;
  if (posix_memalign((void**)&numbers, 64, n * sizeof *numbers) != 0) return NULL;
  return numbers;
}
void Returned(void) {
  double *x = Numbers(3), *y = Numbers(3);
  x[0] = ReadReal("x");
  y[0] = ReadReal("y");
  WriteReal("of_x", x[0]);  // FLOW: x  NEVER: y
  WriteReal("of_y", y[0]);  // FLOW: y  NEVER: x
}

void Again(void) {
  void* p = (void*)ReadText("before");
  if (posix_memalign(&p, 64, 64) != 0) return;
  strcpy(p, ReadText("after"));
  WriteText("again", p);  // FLOW: after  NEVER: before
}
