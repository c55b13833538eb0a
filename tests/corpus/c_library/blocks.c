// Blocks of memory that are not all of an object: what a size and a place say of which parts they are.
#include <string.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>
#include "corpus.h"
struct Pair { int a, b; };
struct Rec { int id; int v[3]; struct Pair p; char name[8]; };

void FirstField(void) {
  struct Pair p = {Read("a"), Read("b")}, q = {Read("qa"), Read("qb")};
  memcpy(&p, &q, sizeof(int));
  Write("a", p.a);  // FLOW: qa  NEVER: a, b, qb
  Write("b", p.b);  // FLOW: b  NEVER: a, qa, qb
}
void OneField(void) {
  struct Pair p = {Read("a"), Read("b")};
  int x = Read("x");
  memcpy(&p.b, &x, sizeof x);
  Write("a", p.a);  // FLOW: a  NEVER: x, b
  Write("b", p.b);  // FLOW: x  NEVER: a, b
}
void SetPart(void) {
  struct Pair p = {Read("a"), Read("b")};
  memset(&p, 0, sizeof p.a);
  Write("a", p.a);  // NEVER: a, b
  Write("b", p.b);  // FLOW: b  NEVER: a
}
void SetSome(int n) {
  struct Pair p = {Read("a"), Read("b")};
  memset(&p, 0, n);
  Write("a", p.a);  // FLOW: a  NEVER: b
  Write("b", p.b);  // FLOW: b  NEVER: a
}
void ArrayPart(void) {
  int a[4] = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  int s[2] = {Read("s0"), Read("s1")};
  memcpy(a + 2, s, sizeof(int) * 2);
  Write("o0", a[0]);  // FLOW: a0  NEVER: s0, s1, a2, a3
  Write("o2", a[2]);  // FLOW: s0  NEVER: a2, a0, s1
  Write("o3", a[3]);  // FLOW: s1  NEVER: a3, s0
}
void ArrayPrefix(void) {
  int a[4] = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  int s[4] = {Read("s0"), Read("s1"), Read("s2")};
  memcpy(a, s, sizeof(int) * 2);
  Write("o0", a[0]);  // FLOW: s0  NEVER: a0, s1
  Write("o1", a[1]);  // FLOW: s1  NEVER: a1, s0
  Write("o2", a[2]);  // FLOW: a2  NEVER: s0, s1, s2
}
void ArrayShift(int n) {
  int a[4] = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  memmove(a, a + 1, sizeof(int) * 3);
  Write("o0", a[0]);  // FLOW: a1  NEVER: a0, a2
  Write("o3", a[3]);  // FLOW: a3  NEVER: a0, a2
}
void ArraySetPart(void) {
  int a[4] = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  memset(&a[1], 0, 2 * sizeof a[0]);
  Write("o0", a[0]);  // FLOW: a0  NEVER: a1
  Write("o1", a[1]);  // NEVER: a0, a1
  Write("o3", a[3]);  // FLOW: a3  NEVER: a1
}
void ArrayUnknown(int n) {
  int a[4] = {Read("a0"), Read("a1"), Read("a2"), Read("a3")}, s[4] = {Read("s0"), Read("s1")};
  memcpy(a, s, n * sizeof(int));
  Write("o0", a[0]);  // FLOW: a0, s0, s1
}
void Tail(void) {
  struct Rec r = {Read("id"), {Read("v0"), Read("v1")}, {Read("a"), Read("b")}, ""};
  memset(&r.v, 0, sizeof r - offsetof(struct Rec, v));
  Write("id", r.id);    // FLOW: id
  Write("v0", r.v[0]);  // NEVER: v0
}
void TailBytes(void) {
  struct Rec r = {Read("id"), {Read("v0"), Read("v1")}, {Read("a"), Read("b")}, ""};
  memset((char*)&r + offsetof(struct Rec, p), 0, sizeof r.p);
  Write("id", r.id);    // FLOW: id
  Write("v0", r.v[0]);  // FLOW: v0
  Write("a", r.p.a);    // NEVER: a
}
void Nested(void) {
  struct Rec r = {Read("id"), {Read("v0"), Read("v1")}, {Read("a"), Read("b")}, ""};
  struct Rec s = {Read("sid"), {Read("s0"), Read("s1")}, {Read("sa"), Read("sb")}, ""};
  memcpy(&r, &s, offsetof(struct Rec, p));
  Write("id", r.id);    // FLOW: sid  NEVER: id
  Write("v1", r.v[1]);  // FLOW: s1   NEVER: v1
  Write("a", r.p.a);    // FLOW: a    NEVER: sa
  memcpy(&r.p, &s.p, sizeof r.p);
  Write("b", r.p.b);    // FLOW: sb   NEVER: b
  Write("id2", r.id);   // FLOW: sid
}
void Behind(struct Rec* r) {
  r->id = Read("id");
  r->p.a = Read("a");
  int x = Read("x");
  memcpy(r, &x, sizeof x);
  Write("id", r->id);   // FLOW: x  NEVER: id
  Write("a", r->p.a);   // FLOW: a  NEVER: x
}
static void Fill(struct Pair* p) { int x = Read("x"); memcpy(p, &x, sizeof x); }
static void FillB(struct Pair* p) { int x = Read("xb"); memcpy(&p->b, &x, sizeof x); }
static void FillN(int* p, int n) { memset(p, 0, n * sizeof *p); }
void Callers(void) {
  struct Pair p = {Read("a"), Read("b")};
  Fill(&p);
  Write("a", p.a);  // FLOW: x  NEVER: a
  Write("b", p.b);  // FLOW: b  NEVER: x
  FillB(&p);
  Write("b2", p.b);  // FLOW: xb  NEVER: x, b
  Write("a2", p.a);  // FLOW: x
  int v[3] = {Read("v0"), Read("v1"), Read("v2")};
  FillN(v + 1, 1);
  Write("v0", v[0]);  // FLOW: v0  NEVER: v1, v2
}
void Appends(void) {
  char buf[64];
  int n = snprintf(buf, sizeof buf, "%s", ReadText("first"));
  n += snprintf(buf + n, sizeof buf - n, "%s", ReadText("second"));
  WriteText("o", buf);  // FLOW: first, second
  strcpy(buf, ReadText("third"));
  WriteText("o3", buf);  // FLOW: third  NEVER: first, second
  strcpy(buf + 4, ReadText("fourth"));
  WriteText("o4", buf);  // FLOW: third, fourth
}
void Loop(int fd, File* f) {
  char buf[64];
  int n = 0, got;
  strcpy(buf, ReadText("header"));
  n = 6;
  while ((got = read(fd, buf + n, sizeof buf - n)) > 0) n += got;
  WriteText("o", buf);  // FLOW: header, {?:Loop}
}
void Trunc(void) {
  char name[16], other[16];
  strcpy(name, ReadText("old"));
  strncpy(name, ReadText("new"), 4);
  WriteText("o", name);  // FLOW: old, new
  strcpy(other, ReadText("x"));
  strncpy(other, ReadText("y"), sizeof other);
  WriteText("p", other);  // FLOW: y  NEVER: x
}
void FreadPart(FILE* f) {
  struct Pair p = {Read("a"), Read("b")};
  fread(&p, sizeof(int), 1, f);
  Write("b", p.b);  // FLOW: b
  Write("a", p.a);  // FLOW: {?:FreadPart}  NEVER: a
}
void ReadPartial(void) {
  int a[4] = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  ReadInto("x", a + 2, 8);
  Write("o0", a[0]);  // FLOW: a0
  Write("o2", a[2]);  // FLOW: x  NEVER: a0, a2
}
void FromPart(void) {
  struct Pair p = {Read("a"), Read("b")};
  int x = Read("x");
  memcpy(&x, &p, sizeof x);
  Write("x", x);  // FLOW: a  NEVER: b, x
  memcpy(&x, &p.b, sizeof x);
  Write("y", x);  // FLOW: b  NEVER: a, x
  int v[3] = {Read("v0"), Read("v1"), Read("v2")};
  memcpy(&x, v + 1, sizeof x);
  Write("v", x);  // FLOW: v1  NEVER: v0, v2
  memcpy(&x, &v[2], sizeof x);
  Write("w", x);  // FLOW: v2  NEVER: v0, v1
}
void TwoPlaces(int c) {
  struct Pair p = {Read("a"), Read("b")}, q = {Read("qa"), Read("qb")};
  memset(c ? &p : &q, 0, sizeof p);
  Write("a", p.a);   // FLOW: a
  Write("qa", q.a);  // FLOW: qa
}
void Bits(void) {
  float f = ReadReal("f");
  int i;
  memcpy(&i, &f, sizeof i);
  Write("i", i);  // FLOW: f
  unsigned char b[4];
  memcpy(b, &i, 4);
  Write("b", b[2]);  // FLOW: f
  int j = Read("old");
  memcpy(&j, b, 4);
  Write("j", j);  // FLOW: f  NEVER: old
  j = Read("old2");
  memcpy(&j, b, 2);
  Write("j2", j);  // FLOW: f, old2
}

// Bytes of an object, through a pointer of another type.
void Checksum(void) {
  struct Pair p = {Read("a"), Read("b")}, q = {Read("qa"), 0};
  unsigned sum = 0;
  for (unsigned i = 0; i < sizeof p; ++i) sum ^= ((unsigned char*)&p)[i];
  Write("sum", sum);  // FLOW: a, b  NEVER: qa
}
void ByteStored(int i) {
  struct Pair p = {Read("a"), Read("b")};
  ((char*)&p)[i] = Read("x");
  Write("a", p.a);  // FLOW: a, x  NEVER: b
}
void FirstMember(void) {
  struct Rec r = {Read("id"), {Read("v0")}, {Read("a"), Read("b")}, ""};
  int* id = (int*)&r;
  Write("id", *id);  // FLOW: id  NEVER: v0, a, b
  *id = Read("x");
  Write("x", r.id);   // FLOW: x  NEVER: id
  Write("a", r.p.a);  // FLOW: a  NEVER: x
}
struct Shape { int kind; };
struct Circle { struct Shape shape; int radius; };
void FirstMemberObject(void) {
  struct Circle c = {{Read("kind")}, Read("radius")};
  struct Shape* s = (struct Shape*)&c;
  Write("kind", s->kind);  // FLOW: kind  NEVER: radius
  struct Circle* again = (struct Circle*)s;
  Write("radius", again->radius);  // FLOW: radius  NEVER: kind
  s->kind = Read("new");
  Write("new", c.shape.kind);  // FLOW: new  NEVER: kind
}
#define container_of(p, type, member) ((type*)((char*)(p) - offsetof(type, member)))
void ContainerOf(void) {
  struct Rec r = {Read("id"), {Read("v0")}, {Read("a"), Read("b")}, ""};
  struct Pair* p = &r.p;
  Write("id", container_of(p, struct Rec, p)->id);  // FLOW: id  NEVER: v0, a, b
}
void WordOfBytes(void) {
  int a[4] = {Read("a0"), Read("a1"), Read("a2"), Read("a3")};
  char* bytes = (char*)a;
  Write("1", *(int*)(bytes + 4));  // FLOW: a1  NEVER: a0, a2, a3
  Write("2", *(int*)(bytes + sizeof(int) * 2));  // FLOW: a2  NEVER: a0, a1, a3
}

// All of a struct into one of another type: places match, names do not.
struct Wire { int tag, length; struct { int low, high; } range; };
struct Header { int kind, size; int limits[2]; };
void ToOtherType(void) {
  struct Wire w = {Read("tag"), Read("length"), {Read("low"), Read("high")}};
  struct Header h = {Read("old"), 0, {0, 0}};
  memcpy(&h, &w, sizeof h);
  Write("kind", h.kind);         // FLOW: tag  NEVER: old, length
  Write("size", h.size);         // FLOW: length  NEVER: tag, low
  Write("first", h.limits[0]);   // FLOW: low  NEVER: high, tag
  Write("second", h.limits[1]);  // FLOW: high  NEVER: low
}
struct Halves { short low, high; };
struct Whole { int both; };
void ToOtherParts(void) {
  struct Halves halves = {Read("low"), Read("high")};
  struct Whole whole = {Read("old")};
  memcpy(&whole, &halves, sizeof whole);
  Write("both", whole.both);  // FLOW: low, high  NEVER: old
}
static void Decode(struct Header* to, const struct Wire* from) { memcpy(to, from, sizeof *to); }
void DecodedElsewhere(void) {
  struct Wire w = {Read("tag"), Read("length"), {0, 0}};
  struct Header h;
  Decode(&h, &w);
  Write("kind", h.kind);  // FLOW: tag  NEVER: length
  Write("size", h.size);  // FLOW: length  NEVER: tag
}
