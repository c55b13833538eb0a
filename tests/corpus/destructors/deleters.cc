// Deleters of smart pointers: what ends what they own.
#include "corpus.h"
#include <cstdio>
#include <memory>
void SharedDeleter() {
  int* raw = new int(Read("sdel"));
  std::shared_ptr<int> p(raw, [](int* q) {
    Write("sdel", *q);  // FLOW: sdel, later
    delete q; });
  *p = Read("later");
}
static void Del(int* q) {
  Write("fdel", *q);  // FLOW: udel
  delete q;
}
void UniqueFunction() { std::unique_ptr<int, void (*)(int*)> p(new int(Read("udel")), Del); }
void Closer() {
  std::unique_ptr<FILE, int (*)(FILE*)> f(fopen("in", "r"), fclose);
  char b[80];
  fgets(b, 80, f.get());
  WriteText("line", b);  // FLOW: in
}
void Captured() {
  int n = Read("cap"), m = 0;
  {
    std::shared_ptr<int> p(new int(1), [&](int* q) { m = n; delete q; });
  }
  Write("cap", m);  // FLOW: cap
}
void Kept() {
  int m = Read("kept");
  std::shared_ptr<int> p(new int(1), [&](int* q) { m = 0; delete q; });
  Write("kept", m);  // FLOW: kept
}
void None() {
  auto raw = std::make_unique<int>(Read("none"));
  std::unique_ptr<int> p(raw.release());
  Write("none", *p);  // FLOW: none
  auto q = std::move(p);
  Write("moved", *q);  // FLOW: none
}
struct Writer {
  void operator()(int* p) const {
    Write("class", *p);  // FLOW: class
    delete p;
  }
};
void OfAClass() { std::unique_ptr<int, Writer> p(new int(Read("class"))); }
struct Counter {
  int* count;
  void operator()(int* p) const { *count = *p; delete p; }
};
void WithState() {
  int count = 0, other = 0;
  {
    std::unique_ptr<int, Counter> p(new int(Read("state")), Counter{&count});
  }
  Write("count", count);  // FLOW: state
  Write("other", other);  // NEVER: state
}
struct Quiet { void operator()(int* p) const { delete p; } };
void Nothing() {
  std::unique_ptr<int, Quiet> p(new int(Read("quiet")));
  std::unique_ptr<int, Quiet> q(new int(1));
  Write("p", *p);  // FLOW: quiet
  Write("q", *q);  // NEVER: quiet
}
void Released() {
  std::unique_ptr<int, Writer> p(new int(Read("released")));
  int* raw = p.release();
  Write("raw", *raw);  // FLOW: released
}
