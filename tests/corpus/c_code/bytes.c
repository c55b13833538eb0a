// Memory of bytes that is taken for objects, and objects that are copied into it.
#include <stdlib.h>
#include <string.h>
#include "corpus.h"
struct item {
  char* name;
  int n, m;
};
void Copied(void) {
  struct item k;
  char raw[sizeof k];
  k.n = Read("copied");
  k.m = Read("copied.m");
  memcpy(raw, &k, sizeof k);
  struct item* as = (struct item*)raw;
  Write("copied.out", as->n);  // FLOW: copied  NEVER: copied.m
}
void NewMemory(void) {
  struct item k;
  char* raw = malloc(sizeof k);
  k.n = Read("new");
  k.m = Read("new.m");
  memcpy(raw, &k, sizeof k);
  struct item* as = (struct item*)raw;
  Write("new.out", as->n);  // FLOW: new  NEVER: new.m
}
void Back(void) {
  struct item k, l;
  char raw[sizeof k];
  k.n = Read("back");
  k.m = Read("back.m");
  memcpy(raw, &k, sizeof k);
  memcpy(&l, raw, sizeof l);
  Write("back.out", l.n);  // FLOW: back  NEVER: back.m
}
void FurtherOn(void) {
  struct item k, l;
  unsigned char raw[64];
  k.n = Read("further");
  memcpy(raw + 8, &k, sizeof k);
  memcpy(&l, raw + 8, sizeof l);
  Write("further.out", l.n);  // FLOW: further
  Write("further.cast", ((struct item*)(raw + 8))->n);  // FLOW: further
}
void Assigned(void) {
  struct item k;
  k.n = Read("assigned");
  char raw[sizeof(struct item)];
  *(struct item*)raw = k;
  Write("assigned.out", ((struct item*)raw)->n);  // FLOW: assigned
}
void Stored(void) {
  char raw[sizeof(struct item)];
  struct item* p = (struct item*)raw;
  p->n = Read("stored");
  p->m = Read("stored.m");
  struct item l;
  memcpy(&l, raw, sizeof l);
  Write("stored.out", l.n);  // FLOW: stored  NEVER: stored.m
}
void AByteOfIt(void) {
  char raw[24];
  ((struct item*)raw)->n = Read("byte");
  Write("byte.8", raw[9]);  // FLOW: byte
  Write("byte.0", raw[3]);  // NEVER: byte
  WriteFrom("byte.all", raw, 24);  // FLOW: byte
}
void OfOneByte(void) {
  char raw[24];
  raw[8] = Read("one");
  raw[20] = Read("one.20");
  Write("one.out", ((struct item*)raw)->n);  // FLOW: one  NEVER: one.20
}
void OfAnyByte(void) {
  char raw[24];
  for (int i = 0; i < 24; ++i) raw[i] = Read("any");
  Write("any.out", ((struct item*)raw)->n);  // FLOW: any
}
void Number(void) {
  unsigned char raw[8] = {0};
  raw[4] = Read("low");
  raw[5] = Read("high");
  raw[0] = Read("apart");
  Write("number", *(int*)(raw + 4));  // FLOW: low, high  NEVER: apart
}
void Row(void) {
  int v[4] = {0};
  v[1] = Read("row");
  v[2] = Read("row.2");
  char raw[16];
  memcpy(raw, v, 16);
  int* w = (int*)raw;
  Write("row.out", w[1]);  // FLOW: row  NEVER: row.2
}
void Reversed(void) {
  double d = ReadReal("reversed"), e;
  unsigned char raw[8], turned[8];
  memcpy(raw, &d, 8);
  for (int i = 0; i < 8; ++i) turned[i] = raw[7 - i];
  memcpy(&e, turned, 8);
  WriteReal("reversed.out", e);  // FLOW: reversed
}
struct payload {
  int a, b;
};
struct packet {
  int type, size;
  struct payload body;
};
void Behind(void) {
  char raw[sizeof(struct packet)];
  struct packet* p = (struct packet*)raw;
  p->type = Read("type");
  p->body.a = Read("a");
  p->body.b = Read("b");
  struct payload* q = (struct payload*)(raw + 8);
  Write("a.out", q->a);  // FLOW: a  NEVER: type, b
  Write("b.out", q->b);  // FLOW: b  NEVER: a
}
struct message {
  int type;
  char body[64];
};
void InAMessage(void) {
  struct message m;
  struct payload p, *q;
  p.a = Read("in.a");
  p.b = Read("in.b");
  memcpy(m.body, &p, sizeof p);
  q = (struct payload*)m.body;
  Write("in.out", q->a);  // FLOW: in.a  NEVER: in.b
  struct message n = m;
  Write("in.copy", ((struct payload*)n.body)->b);  // FLOW: in.b
}
static void put(void* to, const struct item* k) {
  memcpy(to, k, sizeof *k);
}
static int get(const void* from) {
  const struct item* k = from;
  return k->n;
}
void ByFunctions(void) {
  struct item k;
  k.n = Read("function");
  k.m = Read("function.m");
  char raw[64];
  put(raw, &k);
  Write("function.out", get(raw));  // FLOW: function
}
struct either {
  int tag;
  union {
    unsigned char small;
    int large;
  };
};
void OfAUnion(void) {
  char raw[sizeof(struct either)];
  struct either* e = (struct either*)raw;
  e->tag = Read("tag");
  e->large = Read("large");
  Write("union.6", raw[6]);  // FLOW: large  NEVER: tag
  Write("union.2", raw[2]);  // FLOW: tag  NEVER: large
}
