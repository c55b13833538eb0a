// Functions in structures, arrays and maps, and tables that reach the call through a parameter.
#include <array>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>
#include "corpus.h"

static int First(int a, int) { return a; }
static int Second(int, int b) { return b; }
static int Neither(int, int) { return 0; }
using Op = int (*)(int, int);

struct Ops {
  Op choose;
  Op other;
};
static const Ops kFirst{First, Neither};
static const Ops kSecond{Second, Neither};
static int Run(const Ops* ops, int a, int b) { return ops->choose(a, b); }
static int RunOther(const Ops& ops, int a, int b) { return ops.other(a, b); }
void TableByParameter() {
  Write("first", Run(&kFirst, Read("a"), Read("b")));     // FLOW: a  NEVER: b
  Write("second", Run(&kSecond, Read("c"), Read("d")));   // FLOW: d  NEVER: c
  Write("other", RunOther(kFirst, Read("e"), Read("f"))); // NEVER: e, f
}

static int Apply(const Op* ops, int which, int a, int b) { return ops[which](a, b); }
static const Op kForward[] = {First, Neither};
static const Op kBackward[] = {Neither, Second};
void ArrayByParameter() {
  Write("forward", Apply(kForward, Any(), Read("a"), Read("b")));    // FLOW: a  NEVER: b
  Write("backward", Apply(kBackward, Any(), Read("c"), Read("d")));  // FLOW: d  NEVER: c
}
void ArrayHere() {
  static const Op table[] = {First, Second};
  Write("zero", table[0](Read("a"), Read("b")));     // FLOW: a  NEVER: b
  Write("one", table[1](Read("c"), Read("d")));      // FLOW: d  NEVER: c
  Write("any", table[Any()](Read("e"), Read("f")));  // FLOW: e, f
}

struct Codec {
  int (*load)(const char*);
  void (*store)(const char*, int);
};
static int LoadA(const char* n) { return Read(n); }
static int LoadNothing(const char*) { return 0; }
static void StoreIt(const char* n, int v) { Write(n, v); }  // FLOW: source -> stored  NEVER: clean
static const Codec kReal{LoadA, StoreIt}, kNull{LoadNothing, StoreIt};
static void Copy(const Codec& codec, const char* from, const char* to) { codec.store(to, codec.load(from)); }
void Codecs() {
  Copy(kReal, "source", "stored");
  Copy(kNull, "clean", "empty");
  Write("clean", Read("clean"));  // FLOW: clean
}

static int Dispatch(const std::map<std::string, Op>& table, const std::string& name, int a, int b) {
  auto it = table.find(name);
  return it == table.end() ? 0 : it->second(a, b);
}
void MapByParameter() {
  std::map<std::string, Op> first{{"x", First}}, second{{"x", Second}};
  Write("first", Dispatch(first, "x", Read("a"), Read("b")));    // FLOW: a  NEVER: b
  Write("second", Dispatch(second, "x", Read("c"), Read("d")));  // FLOW: d  NEVER: c
}

class Button {
 public:
  void OnClick(std::function<void(int)> f) { click_ = std::move(f); }
  void Click(int v) {
    if (click_) click_(v);
  }

 private:
  std::function<void(int)> click_;
};
void HandlerMember() {
  Button save, drop;
  int saved = 0, dropped = 0;
  save.OnClick([&](int v) { saved = v; });
  drop.OnClick([&](int) { dropped = 1; });
  save.Click(Read("save"));
  drop.Click(Read("drop"));
  Write("saved", saved);      // FLOW: save  NEVER: drop
  Write("dropped", dropped);  // NEVER: save, drop
}

class EventBus {
 public:
  void On(const std::string& name, std::function<void(int)> f) { handlers_[name].push_back(std::move(f)); }
  void Emit(const std::string& name, int v) {
    for (auto& f : handlers_[name]) f(v);
  }

 private:
  std::unordered_map<std::string, std::vector<std::function<void(int)>>> handlers_;
};
void Bus() {
  EventBus bus, other;
  int heard = 0, unheard = 0;
  bus.On("x", [&](int v) { heard = v; });
  other.On("x", [&](int v) { unheard = v; });
  bus.Emit("x", Read("event"));
  Write("heard", heard);      // FLOW: event
  Write("unheard", unheard);  // NEVER: event
}

// A library with a C face: what it is given comes back to the callback.
struct Sink {
  void (*take)(void* user, int v);
  void* user;
};
static void Feed(const Sink* sink, int v) { sink->take(sink->user, v); }
static void Keep(void* user, int v) { *static_cast<int*>(user) = v; }
static void Forget(void*, int) {}
void UserData() {
  int kept = 0, other = 0, forgotten = 0;
  Sink a{Keep, &kept}, b{Keep, &other}, c{Forget, &forgotten};
  Feed(&a, Read("a"));
  Feed(&b, Read("b"));
  Feed(&c, Read("c"));
  Write("kept", kept);            // FLOW: a  NEVER: b, c
  Write("other", other);          // FLOW: b  NEVER: a, c
  Write("forgotten", forgotten);  // NEVER: a, b, c
}

// A function-like class of one's own.
template <typename Signature>
class Function;
template <typename R, typename... A>
class Function<R(A...)> {
 public:
  template <typename F>
  Function(F f) : object_(new F(f)), call_(&CallIt<F>) {}
  R operator()(A... a) const { return call_(object_, a...); }

 private:
  template <typename F>
  static R CallIt(void* object, A... a) {
    return (*static_cast<F*>(object))(a...);
  }
  void* object_;
  R (*call_)(void*, A...);
};
void OwnFunction() {
  int captured = Read("captured");
  Function<int(int)> gives = [captured](int) { return captured; };
  Function<int(int)> passes = [](int v) { return v; };
  Write("gives", gives(Read("in")));        // FLOW: captured  NEVER: in
  Write("passes", passes(Read("other")));   // FLOW: other  NEVER: captured, in
}

// Chosen by what was read: the choice is an influence, not a flow.
void ChosenByData() {
  Op op = Read("choice") ? First : Neither;
  Write("out", op(Read("a"), Read("b")));  // FLOW: a, choice(indirect)  NEVER: b
}

static Op current = Neither;
void Select() { current = First; }
void UseSelected() { Write("out", current(Read("a"), Read("b"))); }  // FLOW: a  NEVER: b

struct Step {
  const char* name;
  std::function<int(int)> run;
};
static int RunAll(const std::vector<Step>& steps, int v) {
  for (const Step& s : steps) v = s.run(v);
  return v;
}
void Steps() {
  int bias = Read("bias"), unused = Read("unused");
  std::vector<Step> steps{{"add", [bias](int v) { return v + bias; }}, {"twice", [](int v) { return v * 2; }}};
  std::vector<Step> drop{{"drop", [](int) { return 0; }}};
  Write("steps", RunAll(steps, Read("in")));  // FLOW: in, bias  NEVER: unused
  Write("drop", RunAll(drop, Read("in2")));   // FLOW: in2  NEVER: in, bias
  Write("unused", unused);                    // FLOW: unused
}
