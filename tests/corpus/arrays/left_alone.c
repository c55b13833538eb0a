// Elements of an array behind a pointer, before and after calls that could change them: each stays what it was, unless one is moved to
// another's place.
#include "corpus.h"

static int Sum(int* values, int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) sum += values[i];
  return sum;
}
static void SetOne(int* values, int i, int value) { values[i] = value; }
static void Shift(int* values, int n) {
  for (int i = 0; i + 1 < n; i++) values[i] = values[i + 1];
}
static void Reverse(int* values, int n) {
  for (int i = 0; i < n / 2; i++) {
    int kept = values[i];
    values[i] = values[n - 1 - i];
    values[n - 1 - i] = kept;
  }
}

static int SecondAfterSum(int* values) {
  Use(Sum(values, 3));
  return values[1];
}
void LeftAlone(void) {
  int values[3] = {Read("first"), Read("second"), Read("third")};
  Write("second", SecondAfterSum(values));  // FLOW: second  NEVER: first, third
}

static int SecondAfterSet(int* values, int i) {
  SetOne(values, i, Read("new"));
  return values[1];
}
void OneIsSet(void) {
  int values[3] = {Read("first"), Read("second"), Read("third")};
  Write("second", SecondAfterSet(values, Any()));  // FLOW: second, new  KNOWN(An element of an array that a function stores to): NOT: first, third
}

static int FirstAfterShift(int* values) {
  Shift(values, 3);
  return values[0];
}
void Shifted(void) {
  int values[3] = {Read("first"), Read("second"), Read("third")};
  Write("first", FirstAfterShift(values));  // FLOW: first, second, third
}

static int FirstAfterReverse(int* values) {
  Reverse(values, 3);
  return values[0];
}
void Reversed(void) {
  int values[3] = {Read("first"), Read("second"), Read("third")};
  Write("first", FirstAfterReverse(values));  // FLOW: first, second, third
}

struct Row {
  int age, zip;
};
static void Older(struct Row* rows, int n) {
  for (int i = 0; i < n; i++) rows[i].age += 1;
}
static int ZipAfterOlder(struct Row* rows) {
  Older(rows, 2);
  return rows[1].zip;
}
static int AgeAfterOlder(struct Row* rows) {
  Older(rows, 2);
  return rows[1].age;
}
void Fields(void) {
  struct Row rows[2] = {{Read("age0"), Read("zip0")}, {Read("age1"), Read("zip1")}};
  Write("zip", ZipAfterOlder(rows));  // FLOW: zip1  NEVER: zip0, age0, age1
  Write("age", AgeAfterOlder(rows));  // FLOW: age1, age0  NEVER: zip0, zip1
}
