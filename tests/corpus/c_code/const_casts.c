// Pointers to const, void and the first part of a struct that callees take for pointers to something else.
#include <stdlib.h>
#include <string.h>
#include "corpus.h"
struct F {
  int m[2][2];
  int a;
  int other;
};
void PutRow(const struct F* h, int v) {
  struct F* m = (struct F*)h;
  m->m[1][0] = v;
}
void PutA(const struct F* h, int v) {
  struct F* m = (struct F*)h;
  m->a = v;
}
void PutField(const int* h, int v) {
  *(int*)h = v;
}
void Indirect(const struct F* h, int v) {
  PutA(h, v);
}
int Keeps(const struct F* h) {
  return h->a;
}
void Row(void) {
  struct F x = {0};
  PutRow(&x, Read("row"));
  Write("row_it", x.m[1][0]);  // FLOW: row
  Write("row_other", x.m[0][1]);  // NEVER: row
}
void Field(void) {
  struct F x = {0};
  PutA(&x, Read("field"));
  Write("field_a", x.a);  // FLOW: field
  Write("field_other", x.other);  // NEVER: field
}
void Part(void) {
  struct F x = {0};
  PutField(&x.a, Read("part"));
  Write("part_a", x.a);  // FLOW: part
  Write("part_other", x.other);  // NEVER: part
}
void Further(void) {
  struct F x = {0};
  Indirect(&x, Read("further"));
  Write("further_a", x.a);  // FLOW: further
  Write("further_other", x.other);  // NEVER: further
}
void Overwritten(void) {
  struct F x = {0};
  x.a = Read("overwritten");
  PutA(&x, 1);
  Write("overwritten_a", x.a);  // NEVER: overwritten
}
struct K {
  int a;
  int b;
};
int OfB(const struct K* s) {
  return s->b;
}
void SetB(struct K* s, int v) {
  s->b = v;
}
void Put(void* c, int v) {
  struct K** h = c;
  SetB(*h, v);
}
void BehindVoid(void) {
  struct K k = {0, 0};
  struct K other = {0, 0};
  struct K* x = &k;
  struct K* y = &other;
  Put(&x, Read("behind_void"));
  Write("behind_void_b", OfB(x));  // FLOW: behind_void
  Write("behind_void_a", k.a);  // NEVER: behind_void
  Write("behind_void_y", OfB(y));  // NEVER: behind_void
}
struct Base {
  int kind;
  const char* a;
};
struct More {
  struct Base base;
  const char* b;
  const char* c;
};
struct Base* Make(void) {
  struct Base* t = malloc(sizeof(struct More));
  t->kind = 1;
  t->a = "";
  ((struct More*)t)->b = "";
  ((struct More*)t)->c = "";
  return t;
}
const char* GetB(const void* c) {
  struct Base** h = (struct Base**)c;
  return ((struct More*)*h)->b;
}
void SetMore(struct Base** h, const char* v) {
  ((struct More*)*h)->b = v;
}
void ReadBehindVoid(void) {
  struct Base* t = Make();
  ((struct More*)t)->b = ReadText("read_behind");
  ((struct More*)t)->c = ReadText("read_c");
  WriteText("read_behind_b", GetB(&t));  // FLOW: read_behind  NEVER: read_c
}
void StoredAsMore(void) {
  struct Base* t = malloc(sizeof(struct More));
  t->kind = 1;
  t->a = "";
  struct Base* x = t;
  SetMore(&x, ReadText("as_more"));
  WriteText("as_more_b", ((struct More*)t)->b);  // FLOW: as_more
  WriteText("as_more_a", t->a);  // NEVER: as_more
}
void First(const struct F* h, int v, int n);
void Second(const struct F* h, int v, int n) {
  if (n > 0) First(h, v, n - 1);
}
void First(const struct F* h, int v, int n) {
  if (n > 0) Second(h, v, n - 1);
  ((struct F*)h)->a = v;
}
void InACircle(void) {
  struct F x = {0}, y = {0};
  First(&x, Read("circle_first"), 2);
  Write("circle_first_a", x.a);  // FLOW: circle_first
  Second(&y, Read("circle_second"), 2);
  Write("circle_second_a", y.a);  // FLOW: circle_second  NEVER: circle_first
}
int main(void) {
  InACircle();
  Row();
  Field();
  Part();
  Further();
  Overwritten();
  BehindVoid();
  ReadBehindVoid();
  StoredAsMore();
}
