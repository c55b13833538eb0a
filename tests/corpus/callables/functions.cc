// Function pointers, member-function pointers, callbacks with user data.
#include "corpus.h"

static int First(int a, int b) { return a; }
static int Second(int a, int b) { return b; }

void Pointer() {
  int (*f)(int, int) = First;
  Write("first", f(Read("a"), Read("b")));  // FLOW: a  NEVER: b
  f = &Second;
  Write("second", (*f)(Read("c"), Read("d")));  // FLOW: d  NEVER: c
}

void EitherFunction() {
  int (*f)(int, int) = Any() ? First : Second;
  int c = Read("c");
  Write("out", f(Read("a"), Read("b")));  // FLOW: a, b  NEVER: c
  Write("c", c);                          // FLOW: c  NEVER: a, b
}

static int Call(int (*f)(int, int), int a, int b) { return f(a, b); }
void Passed() {
  Write("first", Call(First, Read("a"), Read("b")));    // FLOW: a  NEVER: b
  Write("second", Call(Second, Read("c"), Read("d")));  // FLOW: d  NEVER: c
}

static int (*const table[])(int, int) = {First, Second};
void FunctionTable() {
  Write("first", table[0](Read("a"), Read("b")));    // FLOW: a  NEVER: b
  Write("any", table[Any()](Read("c"), Read("d")));  // FLOW: c, d
}

struct Handler {
  int (*pick)(int, int);
  int value;
};
void InAStruct() {
  Handler h{First, Read("value")}, g{Second, 0};
  Write("h", h.pick(Read("a"), Read("b")));  // FLOW: a  NEVER: b, value
  Write("g", g.pick(Read("c"), Read("d")));  // FLOW: d  NEVER: c
}

using Callback = void (*)(int value, void* user);
static void ForEach(const int* values, int n, Callback callback, void* user) {
  for (int i = 0; i < n; ++i) callback(values[i], user);
}
struct Sum {
  int total;
  int count;
};
static void Add(int value, void* user) { static_cast<Sum*>(user)->total += value; }
static void Count(int, void* user) { static_cast<Sum*>(user)->count += 1; }
void UserData() {
  int values[2] = {Read("a"), Read("b")};
  Sum sum{0, 0}, apart{0, 0};
  ForEach(values, 2, Add, &sum);
  Write("total", sum.total);    // FLOW: a, b
  Write("count", sum.count);    // NOT: a, b
  Write("apart", apart.total);  // NEVER: a, b
}
void OtherCallback() {
  int values[2] = {Read("c"), Read("d")};
  Sum sum{0, 0};
  ForEach(values, 2, Count, &sum);
  Write("counted", sum.count);  // NOT: c, d
}

static void Store(int value, void* user) { *static_cast<int*>(user) = value; }
static void Ignore(int value, void* user) { Use(value); }
void TwoUsers() {
  int x = Read("x"), y = Read("y");
  int values[1] = {Read("value")};
  ForEach(values, 1, Store, &x);
  ForEach(values, 1, Ignore, &y);
  Write("x", x);  // FLOW: value, x
  Write("y", y);  // FLOW: y  NEVER: value
}

class Model {
 public:
  int Weight() const { return weight_; }
  int Bias() const { return bias_; }
  void SetWeight(int v) { weight_ = v; }
  void SetBias(int v) { bias_ = v; }

 private:
  int weight_ = Read("weight");
  int bias_ = Read("bias");
};
void MemberFunctionPointer() {
  Model m;
  int (Model::*get)() const = &Model::Weight;
  Write("weight", (m.*get)());  // FLOW: weight  NEVER: bias
  get = &Model::Bias;
  Model* p = &m;
  Write("bias", (p->*get)());  // FLOW: bias  NEVER: weight
}

static void Set(Model& m, void (Model::*set)(int), int v) { (m.*set)(v); }
void MemberFunctionPointerPassed() {
  Model m;
  Set(m, &Model::SetBias, Read("new"));
  Write("bias", m.Bias());      // FLOW: new  NEVER: bias
  Write("weight", m.Weight());  // FLOW: weight  NEVER: new
}

static Callback registered;
static void* registered_user;
static void Register(Callback callback, void* user) {
  registered = callback;
  registered_user = user;
}
static void Fire(int value) { registered(value, registered_user); }
static void Save(int value, void* name) {
  Write(static_cast<const char*>(name), value);  // FLOW: fired -> saved  NEVER: silent
}
void Registered() {
  int silent = Read("silent");
  Use(silent);
  Register(Save, const_cast<char*>("saved"));
  Fire(Read("fired"));
}

using Op = int (*)(int, int);
static Op Choose(bool first) { return first ? First : Second; }
void ReturnedPointer() {
  int c = Read("c");
  Write("out", Choose(Any())(Read("a"), Read("b")));  // FLOW: a, b  NEVER: c
  Write("c", c);                                      // FLOW: c  NEVER: a
}

struct Picker {
  int which;
  int operator()(int a, int b) const { return a + which; }
};
void FunctionObject() {
  Picker p{Read("p")}, q{0};
  Write("p", p(Read("a"), Read("b")));  // FLOW: a, p  NEVER: b
  Write("q", q(Read("c"), Read("d")));  // FLOW: c  NEVER: p, d
}
