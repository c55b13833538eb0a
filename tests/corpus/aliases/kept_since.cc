// An object keeps a pointer that it was given, and what that leads to is stored to afterwards, by its own name.
#include "corpus.h"

struct Config { int path = 0, depth = 0; };
struct Trainer {
  Config* config = nullptr;
  void Init(Config* c) { config = c; }
  int Run() { return config->path; }
  int Const() const { return config->path; }
};
struct Made {
  const Config* config;
  explicit Made(const Config* c) : config(c) {}
  int Run() const { return config->path; }
};
struct Referring {
  Config& config;
  explicit Referring(Config& c) : config(c) {}
  int Run() const { return config.path; }
};
static int Get(const Trainer& t) { return t.config->path; }
void ByMethod() {
  Config c, d;
  Trainer t, u;
  t.Init(&c);
  u.Init(&d);
  c.path = Read("method");
  c.depth = Read("sibling");
  Write("run", t.Run());      // FLOW: method  NEVER: sibling
  Write("const", t.Const());  // FLOW: method  NEVER: sibling
  Write("function", Get(t));  // FLOW: method  NEVER: sibling
  Write("field", t.config->path);  // FLOW: method  NEVER: sibling
  Write("other", u.Run());    // NEVER: method, sibling
}
void ByConstructor() {
  Config c, d;
  Made m(&c), n(&d);
  c.path = Read("constructor");
  Write("m", m.Run());  // FLOW: constructor
  Write("n", n.Run());  // NEVER: constructor
}
void ByReference() {
  Config c;
  Referring r(c);
  c.path = Read("reference");
  Write("r", r.Run());  // FLOW: reference
}
void Allocated() {
  Config* c = new Config;
  Trainer t;
  t.Init(c);
  c->path = Read("allocated");
  Write("t", t.Run());  // FLOW: allocated
}
static void OfParameter(Config& c) {
  Trainer t;
  t.Init(&c);
  c.path = Read("parameter");
  Write("t", t.Run());  // FLOW: parameter
}
void Parameter() {
  Config c;
  OfParameter(c);
}
void Overwritten() {
  Config c;
  Trainer t;
  c.path = Read("before");
  t.Init(&c);
  c.path = Read("since");
  Write("t", t.Run());  // FLOW: since  NEVER: before
}
void Elsewhere() {
  Config c, d;
  Trainer t;
  t.Init(&c);
  t.Init(&d);
  c.path = Read("elsewhere");
  Write("t", t.Run());  // NEVER: elsewhere
}
