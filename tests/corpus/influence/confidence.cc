// How sure a flow is: exact through code, modelled through a library, assumed through what nobody knows, widened past bounds.
#include <dlfcn.h>
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>
#include "corpus.h"

extern "C" {
void FillsOut(int* out, int from);
void LooksAt(const int* p, int q);
int Combine(const int* values, int n);
struct Opaque;
Opaque* MakeOpaque(int seed);
int AskOpaque(Opaque* o);
}

static int Exactly(int v) { return v + 1; }
void Exact() {
  Write("out", Exactly(Read("in")));  // FLOW: in(exact)
}

void Modeled() {
  std::string s(ReadText("in"));
  WriteText("out", s.c_str());  // FLOW: in(modeled)
  std::vector<int> v{Read("v")};
  Write("max", *std::max_element(v.begin(), v.end()));  // FLOW: v
}

void UnknownResult() {
  int other = Read("other");
  Write("out", Unmodelled(Read("in")));  // FLOW: in(assumed)  NEVER: other
  Write("other", other);                 // FLOW: other(exact)  NEVER: in
}

void UnknownOut() {
  int out = 0, apart = 0;
  FillsOut(&out, Read("in"));
  Write("out", out);      // FLOW: in(assumed)
  Write("apart", apart);  // NEVER: in
}

void ConstIsNotWritten() {
  int x = Read("x");
  LooksAt(&x, Read("q"));
  Write("x", x);  // FLOW: x(exact)  NEVER: q
}

void BehindAPointer() {
  int values[2] = {Read("a"), Read("b")};
  Write("out", Combine(values, 2));  // FLOW: a(assumed), b(assumed)
}

void OpaqueHandle() {
  Opaque* a = MakeOpaque(Read("seed"));
  Opaque* b = MakeOpaque(0);
  Write("a", AskOpaque(a));  // FLOW: seed(assumed)
  Write("b", AskOpaque(b));  // NEVER: seed
}

// What a plugin does nobody knows.
using Score = int (*)(int);
void Plugin() {
  void* lib = dlopen("plugin.so", RTLD_NOW);
  auto score = reinterpret_cast<Score>(dlsym(lib, "score"));
  Write("out", score(Read("in")));  // FLOW: in(assumed)
  Write("same", Read("clean"));     // FLOW: clean  NEVER: in
}

struct Deep { Deep* next; int v; int w; };
static Deep* Build(int n) {
  if (n == 0) return nullptr;
  auto* d = new Deep{Build(n - 1), Read("v"), Read("w")};
  return d;
}
void DeepPath() {
  Deep* d = Build(Any());
  Write("first", d->v);                                      // FLOW: v  NEVER: w
  Write("deep", d->next->next->next->next->next->next->v);   // FLOW: v(widened), w(widened)
}

static int Recurse(int n, int v) { return n == 0 ? v : Recurse(n - 1, v); }
void Recursion() {
  Write("out", Recurse(Any(), Read("in")));  // FLOW: in(exact)
}
