// Globals, statics, thread-locals, singletons, static members.
#include "corpus.h"

int plain;
int untouched = 3;
void Straight() {
  plain = Read("old");
  plain = Read("new");
  Write("out", plain);  // FLOW: new  NEVER: old
  Write("untouched", untouched);  // NEVER: old, new
}

static int stored;
static int stored_apart;
void Setter() { stored = Read("stored"); }
void SetterApart() { stored_apart = Read("apart"); }
void Getter() {
  Write("out", stored);  // FLOW: stored  NEVER: apart
}

static int overwritten;
static void SetIt(int v) { overwritten = v; }
static int GetIt() { return overwritten; }
void ThroughCalls() {
  SetIt(Read("old"));
  SetIt(Read("new"));
  Write("out", GetIt());  // FLOW: new  NEVER: old
}

int initialised = Read("initial");
static const int derived = initialised + 1;
int constant = 7;
void Initialisers() {
  Write("initialised", initialised);  // FLOW: initial
  Write("derived", derived);          // FLOW: initial
  Write("constant", constant);        // NEVER: initial
}

struct Config {
  int rate;
  int depth;
};
Config config;
static void Configure() {
  config.rate = Read("rate");
  config.depth = Read("depth");
}
void Fields() {
  Configure();
  Write("rate", config.rate);    // FLOW: rate  NEVER: depth
  Write("depth", config.depth);  // FLOW: depth  NEVER: rate
}

static int Cached() {
  static int cached = Read("cached");
  return cached;
}
static int CachedApart() {
  static int cached = Read("cached_apart");
  return cached;
}
void FunctionStatic() {
  Write("one", Cached());       // FLOW: cached  NEVER: cached_apart
  Write("two", CachedApart());  // FLOW: cached_apart  NEVER: cached
}

static int Previous(int next) {
  static int last;
  int was = last;
  last = next;
  return was;
}
void StaticKeepsItsValue() {
  int other = Read("other");
  Previous(Read("first"));
  Write("out", Previous(0));  // FLOW: first  NEVER: other
  Write("other", other);      // FLOW: other  NEVER: first
}

class Registry {
 public:
  static Registry& Instance() {
    static Registry instance;
    return instance;
  }
  void set(int v) { value_ = v; }
  int value() const { return value_; }
  int other() const { return other_; }

 private:
  int value_ = 0;
  int other_ = Read("registry");
};
void SetInstance() { Registry::Instance().set(Read("set")); }
void Singleton() {
  Write("value", Registry::Instance().value());  // FLOW: set  NEVER: registry
  Write("other", Registry::Instance().other());  // FLOW: registry  NEVER: set
}

class Shared {
 public:
  static int count;
  static inline int total = 0;
  int own = 0;
};
int Shared::count = Read("count");
void StaticMembers() {
  Shared a, b;
  a.total = Read("total");
  a.own = Read("own");
  Write("total", b.total);        // FLOW: total  NEVER: own
  Write("count", Shared::count);  // FLOW: count  NEVER: total
  Write("own", b.own);            // NEVER: own, total
}

thread_local int per_thread;
void ThreadLocal() {
  per_thread = Read("old");
  per_thread = Read("thread");
  Write("out", per_thread);  // FLOW: thread  NEVER: old
}

static int target_a, target_b;
static int* pointer = &target_a;
void GlobalPointer() {
  target_b = Read("b");
  *pointer = Read("a");
  Write("a", target_a);  // FLOW: a  NEVER: b
  Write("b", target_b);  // FLOW: b  NEVER: a
}

static int table[4];
void GlobalArray() {
  table[0] = Read("zero");
  table[1] = Read("one");
  Write("zero", table[0]);  // FLOW: zero  NEVER: one
  Write("two", table[2]);   // NEVER: zero, one
}

namespace inner {
int same_name;
}
int same_name;
void Namespaces() {
  inner::same_name = Read("inner");
  same_name = Read("outer");
  Write("inner", inner::same_name);  // FLOW: inner  NEVER: outer
  Write("outer", same_name);         // FLOW: outer  NEVER: inner
}

static int saved;
static void Clobber() { saved = Read("clobbered"); }
void OverwrittenByACall() {
  saved = Read("mine");
  Clobber();
  Write("out", saved);  // FLOW: clobbered  NEVER: mine
}
