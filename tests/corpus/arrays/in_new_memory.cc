// Arrays in objects in new memory.
#include <memory>
#include "corpus.h"
struct Row {
  int cells[2];
};
struct Counted {
  int n;
  int cells[2];
};
struct Grid {
  int cells[2][2]{};
};
Grid NewGrid(int a, int b) {
  Grid g;
  g.cells[0][1] = a;
  g.cells[1][0] = b;
  return g;
}
void Copied() {
  Row x;
  x.cells[0] = Read("copied_0");
  x.cells[1] = Read("copied");
  auto t = new Row(x);
  Write("copied_1", t->cells[1]);  // FLOW: copied  NEVER: copied_0
  Write("copied_at_0", t->cells[0]);  // FLOW: copied_0  NEVER: copied
}
void Assigned() {
  Counted x;
  x.cells[0] = 0;
  x.cells[1] = Read("assigned");
  auto t = new Counted;
  *t = x;
  Write("assigned_1", t->cells[1]);  // FLOW: assigned
  Write("assigned_0", t->cells[0]);  // NEVER: assigned
}
void Back() {
  auto t = new Row;
  t->cells[1] = Read("back");
  t->cells[0] = 0;
  Row x = *t;
  Write("back_1", x.cells[1]);  // FLOW: back
  Write("back_0", x.cells[0]);  // NEVER: back
}
void Decayed() {
  Row x;
  x.cells[0] = 0;
  x.cells[1] = Read("decayed");
  auto t = new Row;
  *t = x;
  int* c = t->cells;
  Write("decayed_1", c[1]);  // FLOW: decayed
  Write("decayed_0", c[0]);  // NEVER: decayed
}
void Looped() {
  Row x;
  x.cells[1] = Read("looped");
  auto t = new Row;
  *t = x;
  for (int i = 0; i < 2; ++i) Write("looped_any", t->cells[i]);  // FLOW: looped
}
void Shared() {
  Grid x = NewGrid(Read("shared_01"), Read("shared_10"));
  auto t = std::make_shared<Grid>(x);
  auto c = t;
  t.reset();
  Write("shared_c10", (*c).cells[1][0]);  // FLOW: shared_10  NEVER: shared_01
  Write("shared_c01", c->cells[0][1]);  // FLOW: shared_01  NEVER: shared_10
}
void Unique() {
  Row x;
  x.cells[0] = 0;
  x.cells[1] = Read("unique");
  auto t = std::make_unique<Row>(x);
  Write("unique_1", t->cells[1]);  // FLOW: unique
  Write("unique_0", (*t).cells[0]);  // NEVER: unique
}
void InArray() {
  Row x;
  x.cells[0] = 0;
  x.cells[1] = Read("in_array");
  Row* t = new Row[2];
  t[1] = x;
  Write("in_array_1", t[1].cells[1]);  // FLOW: in_array
  Write("in_array_0", t[1].cells[0]);  // NEVER: in_array
}
