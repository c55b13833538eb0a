// Virtual calls in the shapes that programs have: visitors, observers, strategies, covariant results, several bases.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "corpus.h"

// --- double dispatch
struct Number;
struct Sum;
struct Visitor {
  virtual ~Visitor() = default;
  virtual void Visit(const Number& n) = 0;
  virtual void Visit(const Sum& s) = 0;
};
struct Expression {
  virtual ~Expression() = default;
  virtual void Accept(Visitor& v) const = 0;
};
struct Number : Expression {
  explicit Number(int v) : value(v) {}
  void Accept(Visitor& v) const override { v.Visit(*this); }
  int value;
};
struct Sum : Expression {
  Sum(std::unique_ptr<Expression> a, std::unique_ptr<Expression> b) : left(std::move(a)), right(std::move(b)) {}
  void Accept(Visitor& v) const override { v.Visit(*this); }
  std::unique_ptr<Expression> left, right;
};
struct Evaluator : Visitor {
  void Visit(const Number& n) override { result += n.value; }
  void Visit(const Sum& s) override {
    s.left->Accept(*this);
    s.right->Accept(*this);
  }
  int result = 0;
};
struct NodeCounter : Visitor {
  void Visit(const Number&) override { ++count; }
  void Visit(const Sum& s) override {
    s.left->Accept(*this);
    s.right->Accept(*this);
  }
  int count = 0;
};
void DoubleDispatch() {
  Sum sum(std::make_unique<Number>(Read("left")), std::make_unique<Number>(Read("right")));
  Evaluator evaluator;
  sum.Accept(evaluator);
  NodeCounter counter;
  sum.Accept(counter);
  Number alone(Read("alone"));
  Evaluator other;
  alone.Accept(other);
  Write("sum", evaluator.result);  // FLOW: left, right  NEVER: alone
  Write("count", counter.count);   // NOT: left, right, alone
  Write("alone", other.result);    // FLOW: alone  NEVER: left, right
}

// --- observers
struct Listener {
  virtual ~Listener() = default;
  virtual void OnValue(int v) = 0;
};
struct Keeper : Listener {
  void OnValue(int v) override { kept = v; }
  int kept = 0;
};
struct Ignorer : Listener {
  void OnValue(int) override { ++count; }
  int count = 0;
};
class Subject {
 public:
  void Attach(Listener* l) { listeners_.push_back(l); }
  void Notify(int v) {
    for (Listener* l : listeners_) l->OnValue(v);
  }

 private:
  std::vector<Listener*> listeners_;
};
void Observers() {
  Subject subject, silent;
  Keeper keeper, apart;
  Ignorer ignorer;
  subject.Attach(&keeper);
  subject.Attach(&ignorer);
  silent.Attach(&apart);
  subject.Notify(Read("event"));
  silent.Notify(Read("unheard"));
  Write("kept", keeper.kept);      // FLOW: event  NEVER: unheard
  Write("count", ignorer.count);   // NOT: event, unheard
  Write("apart", apart.kept);      // FLOW: unheard  NEVER: event
}

// --- strategies that are members
struct Strategy {
  virtual ~Strategy() = default;
  virtual int Choose(int a, int b) = 0;
};
struct TakeA : Strategy {
  int Choose(int a, int) override { return a; }
};
struct TakeB : Strategy {
  int Choose(int, int b) override { return b; }
};
class Context {
 public:
  void Set(std::unique_ptr<Strategy> s) { strategy_ = std::move(s); }
  int Run(int a, int b) { return strategy_->Choose(a, b); }

 private:
  std::unique_ptr<Strategy> strategy_;
};
void Strategies() {
  Context first, second;
  first.Set(std::make_unique<TakeA>());
  second.Set(std::make_unique<TakeB>());
  Write("first", first.Run(Read("a1"), Read("b1")));    // FLOW: a1  NEVER: b1
  Write("second", second.Run(Read("a2"), Read("b2")));  // FLOW: b2  NEVER: a2
  second.Set(std::make_unique<TakeA>());
  Write("third", second.Run(Read("a3"), Read("b3")));   // FLOW: a3  NEVER: b3
}

// --- several calls on one parameter
static int Twice(Strategy& s, int a, int b, int c) { return s.Choose(s.Choose(a, b), c); }
void CalledTwice() {
  TakeA take_a;
  TakeB take_b;
  Write("a", Twice(take_a, Read("a1"), Read("b1"), Read("c1")));  // FLOW: a1  NEVER: b1, c1
  Write("b", Twice(take_b, Read("a2"), Read("b2"), Read("c2")));  // FLOW: c2  NEVER: a2, b2
}
struct Source {
  virtual ~Source() = default;
  virtual int Next() = 0;
};
struct NamedSource : Source {
  explicit NamedSource(const char* n) : name(n) {}
  int Next() override { return Read(name); }
  const char* name;
};
struct Constant : Source {
  int Next() override { return 7; }
};
static int AddAll(Source& s) {
  int sum = s.Next();
  sum += s.Next();
  sum += s.Next();
  return sum;
}
void SeveralCalls() {
  NamedSource one("one"), two("two");
  Constant constant;
  Write("one", AddAll(one));        // FLOW: one  NEVER: two
  Write("two", AddAll(two));        // FLOW: two  NEVER: one
  Write("const", AddAll(constant)); // NEVER: one, two
}

// --- several bases
struct Input {
  virtual ~Input() = default;
  virtual int In() = 0;
};
struct Output {
  virtual ~Output() = default;
  virtual void Out(int v) = 0;
};
struct Device : Input, Output {
  explicit Device(int start) : held(start) {}
  int In() override { return held; }
  void Out(int v) override { held = v; }
  int held;
};
static void Send(Output* o, int v) { o->Out(v); }
static int Receive(Input* i) { return i->In(); }
void SeveralBases() {
  Device device(Read("start")), other(Read("other"));
  Send(&device, Read("sent"));
  Write("device", Receive(&device));  // FLOW: sent  NEVER: start, other
  Write("other", Receive(&other));    // FLOW: other  NEVER: sent, start
}

// --- covariant results
struct Shape {
  virtual ~Shape() = default;
  virtual Shape* Clone() const = 0;
  virtual int Size() const = 0;
};
struct Square : Shape {
  explicit Square(int s) : side(s) {}
  Square* Clone() const override { return new Square(side); }
  int Size() const override { return side * side; }
  int side;
};
struct Fixed : Shape {
  explicit Fixed(int ignored) : hidden(ignored) {}
  Fixed* Clone() const override { return new Fixed(hidden); }
  int Size() const override { return 1; }
  int hidden;
};
void Covariant() {
  Square square(Read("side"));
  Fixed fixed(Read("hidden"));
  std::unique_ptr<Shape> a(static_cast<Shape&>(square).Clone()), b(static_cast<Shape&>(fixed).Clone());
  Write("square", a->Size());  // FLOW: side  NEVER: hidden
  Write("fixed", b->Size());   // NEVER: hidden, side
}

// --- a virtual call while an object is built runs the class's own
struct Base {
  Base() { value = Start(); }
  virtual ~Base() = default;
  virtual int Start() { return Read("base"); }
  int value = 0;
};
struct Derived : Base {
  int Start() override { return Read("derived"); }
};
void InAConstructor() {
  Derived d;
  Write("built", d.value);    // FLOW: base  NEVER: derived
  Write("later", d.Start());  // FLOW: derived  NEVER: base
}

// --- branches on the type
static int ByType(Shape* s) {
  if (auto* square = dynamic_cast<Square*>(s)) return square->side;
  if (auto* fixed = dynamic_cast<Fixed*>(s)) return fixed->hidden;
  return 0;
}
void DynamicCasts() {
  Square square(Read("side"));
  Fixed fixed(Read("hidden"));
  Write("square", ByType(&square));  // FLOW: side  NEVER: hidden
  Write("fixed", ByType(&fixed));    // FLOW: hidden  NEVER: side
}

// --- final, and called by its own name
struct Last final : Strategy {
  int Choose(int, int b) override { return b; }
};
void Devirtualised() {
  Last last;
  Strategy* s = &last;
  TakeA take;
  Write("last", last.Choose(Read("a"), Read("b")));       // FLOW: b  NEVER: a
  Write("pointer", s->Choose(Read("c"), Read("d")));      // FLOW: d  NEVER: c
  Write("named", take.TakeA::Choose(Read("e"), Read("f")));  // FLOW: e  NEVER: f
}

// --- CRTP
template <typename D>
struct Pipeline {
  int Run(int v) { return static_cast<D*>(this)->Step(v); }
};
struct Passes : Pipeline<Passes> {
  int Step(int v) { return v; }
};
struct Replaces : Pipeline<Replaces> {
  int Step(int) { return Read("replaced"); }
};
void Curious() {
  Passes passes;
  Replaces replaces;
  Write("passes", passes.Run(Read("in")));       // FLOW: in  NEVER: replaced
  Write("replaces", replaces.Run(Read("lost")));  // FLOW: replaced  NEVER: lost, in
}

// --- a factory by name
static std::unique_ptr<Strategy> Create(const std::string& kind) {
  if (kind == "a") return std::make_unique<TakeA>();
  if (kind == "b") return std::make_unique<TakeB>();
  return nullptr;
}
void Created() {
  auto s = Create(ReadText("kind"));
  Write("out", s->Choose(Read("x"), Read("y")));  // FLOW: x, y  FLOW: kind(indirect)
}

// --- a registry of factories
using Maker = std::function<std::unique_ptr<Strategy>()>;
static std::map<std::string, Maker>& Makers() {
  static std::map<std::string, Maker> makers;
  return makers;
}
static void RegisterMakers() {
  Makers()["a"] = [] { return std::make_unique<TakeA>(); };
}
void MadeByName() {
  RegisterMakers();
  auto s = Makers().at("a")();
  Write("out", s->Choose(Read("m"), Read("n")));  // FLOW: m  NEVER: n
}

// --- type erasure by hand
class AnyTask {
 public:
  template <typename F>
  explicit AnyTask(F f) : held_(new Model<F>(f)) {}
  int Call(int v) { return held_->Call(v); }

 private:
  struct Concept {
    virtual ~Concept() = default;
    virtual int Call(int v) = 0;
  };
  template <typename F>
  struct Model : Concept {
    explicit Model(F f) : f_(f) {}
    int Call(int v) override { return f_(v); }
    F f_;
  };
  Concept* held_;
};
void Erased() {
  int captured = Read("captured");
  AnyTask gives([captured](int) { return captured; });
  AnyTask passes([](int v) { return v; });
  Write("gives", gives.Call(Read("in")));     // FLOW: captured  NEVER: in
  Write("passes", passes.Call(Read("other")));  // FLOW: other  NEVER: captured, in
}
