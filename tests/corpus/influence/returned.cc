// Functions that nobody knows and that return the object, or a pointer, that they were given.
#include "corpus.h"
struct Stream { Stream& operator<<(int); Stream& operator<<(const char*); int total(); };
Stream& operator>>(Stream&, int&);
struct Builder { Builder& with(int); Builder* also(int); int build() const; Builder& clear(); };
Builder make();
Builder& global();
Builder* fresh();
int take(Builder*);
void Chain() {
  Stream s, t;
  s << 0 << Read("x");
  Write("s", s.total());  // FLOW: x(assumed)
  Write("t", t.total());  // NEVER: x
}
void Chain3() {
  Stream s;
  s << 1 << "a" << Read("x") << 3 << Read("y");
  Write("s", s.total());  // FLOW: x(assumed), y(assumed)
}
void Steps() {
  Builder b;
  b.with(Read("x")).with(Read("y"));
  Write("b", b.build());  // FLOW: x(assumed), y(assumed)
  Write("c", Builder().with(Read("z")).with(Read("w")).build());  // FLOW: z(assumed), w(assumed)  NEVER: x, y
}
void ByPointer() {
  Builder b;
  b.also(Read("x"))->also(Read("y"))->with(Read("z"));
  Write("b", b.build());  // FLOW: x(assumed), y(assumed), z(assumed)
}
void Kept() {
  Builder b;
  Builder& r = b.with(Read("x"));
  r.with(Read("y"));
  Write("b", b.build());  // FLOW: x(assumed), y(assumed)
  Write("r", r.build());  // FLOW: x(assumed), y(assumed)
}
void In() {
  Stream s;
  int a = 0, b = 0;
  s << Read("x");
  s >> a >> b;
  Write("a", a);  // FLOW: x(assumed)
  Write("b", b);  // FLOW: x(assumed)
}

struct Row { int v; };
struct Cell { int v; };
Cell& CellOf(Row&);
void OtherType() {
  Row r{Read("r")};
  CellOf(r).v = Read("c");  // a cell is no row
  Write("r", r.v);  // FLOW: r  NEVER: c
}
