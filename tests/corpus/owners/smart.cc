// unique_ptr, shared_ptr, weak_ptr: who points where.
#include <memory>
#include <utility>
#include <vector>
#include "corpus.h"

struct Patient { int age = 0, sex = 0; };

void Released() {
  auto p = std::make_unique<Patient>(), q = std::make_unique<Patient>();
  p->age = Read("age");
  Patient* raw = p.release();
  Write("raw", raw->age);  // FLOW: age
  Write("q", q->age);      // NEVER: age
  raw->sex = Read("sex");
  Write("sex", raw->sex);  // FLOW: sex  NEVER: age
  delete raw;
}

void Reset() {
  auto p = std::make_unique<int>(Read("old"));
  p.reset(new int(Read("new")));
  Write("p", *p);  // FLOW: new  NEVER: old
  p.reset();
}

void Swapped() {
  auto p = std::make_unique<int>(Read("p")), q = std::make_unique<int>(Read("q"));
  p.swap(q);
  Write("p", *p);  // FLOW: q  NEVER: p
  std::swap(p, q);
  Write("again", *p);  // FLOW: p  NEVER: q
}

void Moved() {
  auto p = std::make_unique<Patient>();
  p->age = Read("age");
  auto q = std::move(p);
  q->sex = Read("sex");
  Write("age", q->age);  // FLOW: age  NEVER: sex
  Write("sex", q->sex);  // FLOW: sex  NEVER: age
}

void Got() {
  auto p = std::make_unique<Patient>();
  Patient* raw = p.get();
  raw->age = Read("age");
  Write("age", p->age);  // FLOW: age
  Write("sex", p->sex);  // NEVER: age
}

struct Closer { void operator()(File* file) const { Close(file); } };
void CustomDeleter() {
  std::unique_ptr<File, Closer> in(Open("in")), other(Open("other"));
  Write("in", ReadFrom(in.get()));        // FLOW: in  NEVER: other
  Write("other", ReadFrom(other.get()));  // FLOW: other  NEVER: in
}

void FunctionDeleter() {
  std::unique_ptr<File, void (*)(File*)> in(Open("in"), &Close), out(Open("out"), Close);
  WriteTo(out.get(), ReadFrom(in.get()));  // FLOW: in -> out
}

void LambdaDeleter() {
  auto close = [](File* f) { Close(f); };
  std::unique_ptr<File, decltype(close)> in(Open("in"), close), other(Open("other"), close);
  Write("x", ReadFrom(in.get()));  // FLOW: in  NEVER: other
  Write("y", ReadFrom(other.get()));  // FLOW: other  NEVER: in
}

void Array() {
  auto a = std::make_unique<int[]>(4), b = std::make_unique<int[]>(4);
  a[1] = Read("one");
  b[1] = Read("b");
  Write("one", a[1]);  // FLOW: one  NEVER: b
  Write("two", a[2]);  // NEVER: one, b
  Write("b", b[1]);    // FLOW: b  NEVER: one
}

void Shared() {
  auto p = std::make_shared<Patient>(), q = p, other = std::make_shared<Patient>();
  q->age = Read("age");
  other->age = Read("other");
  Write("age", p->age);        // FLOW: age  NEVER: other
  Write("other", other->age);  // FLOW: other  NEVER: age
  Write("sex", p->sex);        // NEVER: age, other
}

void Aliasing() {
  auto p = std::make_shared<Patient>();
  std::shared_ptr<int> age(p, &p->age), sex(p, &p->sex);
  *age = Read("age");
  *sex = Read("sex");
  Write("age", p->age);  // FLOW: age  NEVER: sex
  Write("sex", p->sex);  // FLOW: sex  NEVER: age
}

void Locked() {
  auto p = std::make_shared<Patient>(), q = std::make_shared<Patient>();
  std::weak_ptr<Patient> weak = p, other = q;
  p->age = Read("age");
  if (auto strong = weak.lock()) Write("age", strong->age);  // FLOW: age
  if (auto strong = other.lock()) Write("other", strong->age);  // NEVER: age
}

struct Base { virtual ~Base() = default; int x = 0; };
struct Derived : Base { int y = 0; };
void Cast() {
  std::shared_ptr<Base> base = std::make_shared<Derived>();
  auto derived = std::static_pointer_cast<Derived>(base);
  derived->y = Read("y");
  base->x = Read("x");
  Write("x", derived->x);  // FLOW: x  NEVER: y
  Write("y", std::dynamic_pointer_cast<Derived>(base)->y);  // FLOW: y  NEVER: x
}

struct Node : std::enable_shared_from_this<Node> {
  int value = 0;
  std::shared_ptr<Node> Self() { return shared_from_this(); }
};
void FromThis() {
  auto a = std::make_shared<Node>(), b = std::make_shared<Node>();
  a->Self()->value = Read("a");
  b->value = Read("b");
  Write("a", a->value);          // FLOW: a  NEVER: b
  Write("b", b->Self()->value);  // FLOW: b  NEVER: a
}

static void Fill(std::unique_ptr<Patient>& p, const char* name) { p->age = Read(name); }
static std::unique_ptr<Patient> Make(int age) {
  auto p = std::make_unique<Patient>();
  p->age = age;
  return p;
}
static int Take(std::unique_ptr<Patient> p) { return p->age; }
void Functions() {
  auto p = Make(Read("p")), q = Make(Read("q"));
  Write("q", q->age);  // FLOW: q  NEVER: p
  Fill(q, "filled");
  Write("p", Take(std::move(p)));  // FLOW: p  NEVER: q, filled
  Write("filled", q->age);  // FLOW: filled  NEVER: q, p
}

struct List { int value; std::unique_ptr<List> next; };
void Linked() {
  List a{Read("a"), std::make_unique<List>()};
  a.next->value = Read("next");
  Write("a", a.value);           // FLOW: a  NEVER: next
  Write("next", a.next->value);  // FLOW: next  NEVER: a
}

void InVector() {
  std::vector<std::unique_ptr<Patient>> v, w;
  v.push_back(std::make_unique<Patient>());
  v.back()->age = Read("v");
  w.emplace_back(new Patient{Read("w"), 0});
  Write("v", v[0]->age);  // FLOW: v  NEVER: w
  for (const auto& p : w) Write("w", p->age);  // FLOW: w  NEVER: v
}

void EmptinessIsNoContent() {
  auto p = std::make_unique<int>(Read("x"));
  int n = 0;
  if (p) n = 1;
  Write("n", n);  // NEVER: x
}
