// unique_ptr, shared_ptr, weak_ptr.
#include <memory>
#include "corpus.h"

struct Patient {
  Patient() = default;
  Patient(int a, int s) : age(a), sex(s) {}
  int age = 0;
  int sex = 0;
};

void Unique() {
  std::unique_ptr<int> p(new int(Read("p"))), q(new int(Read("q")));
  Write("p", *p);  // FLOW: p  NEVER: q
  Write("q", *q);  // FLOW: q  NEVER: p
}

void MakeUnique() {
  auto p = std::make_unique<Patient>(Read("age"), Read("sex"));
  Write("age", p->age);  // FLOW: age  NEVER: sex
  Write("sex", p->sex);  // FLOW: sex  NEVER: age
}

void StoredThrough() {
  auto p = std::make_unique<Patient>();
  auto q = std::make_unique<Patient>();
  p->age = Read("old");
  p->age = Read("new");
  (*q).sex = Read("sex");
  Write("age", p->age);  // FLOW: new  NEVER: old, sex
  Write("q", q->age);    // NEVER: new, old, sex
}

void Get() {
  auto p = std::make_unique<Patient>();
  Patient* raw = p.get();
  raw->age = Read("age");
  Write("age", p->age);  // FLOW: age
  Write("sex", p->sex);  // NEVER: age
}

void MovedUnique() {
  auto p = std::make_unique<int>(Read("p"));
  auto q = std::move(p);
  Write("q", *q);  // FLOW: p
  p = std::make_unique<int>(Read("again"));
  Write("p", *p);  // FLOW: again  NEVER: p
}

void Reset() {
  auto p = std::make_unique<int>(Read("old"));
  p.reset(new int(Read("new")));
  Write("p", *p);  // FLOW: new  NEVER: old
}

void SwappedUnique() {
  auto p = std::make_unique<int>(Read("p")), q = std::make_unique<int>(Read("q"));
  p.swap(q);
  Write("p", *p);  // FLOW: q  NEVER: p
  std::swap(p, q);
  Write("back", *p);  // FLOW: p  NEVER: q
}

void Array() {
  auto a = std::make_unique<int[]>(4);
  a[1] = Read("one");
  a[2] = Read("two");
  Write("one", a[1]);  // FLOW: one  NEVER: two
}

void Shared() {
  auto p = std::make_shared<Patient>();
  std::shared_ptr<Patient> q = p;
  auto apart = std::make_shared<Patient>();
  q->age = Read("age");
  Write("p", p->age);          // FLOW: age
  Write("apart", apart->age);  // NEVER: age
}

void SharedRepointed() {
  auto p = std::make_shared<int>(Read("p")), q = std::make_shared<int>(Read("q"));
  auto r = p;
  p = q;
  *q = Read("new");
  Write("p", *p);  // FLOW: new  NEVER: p, q
  Write("r", *r);  // FLOW: p  NEVER: q, new
}

void Weak() {
  auto p = std::make_shared<int>(Read("p"));
  auto q = std::make_shared<int>(Read("q"));
  std::weak_ptr<int> w = p;
  if (auto locked = w.lock()) {
    Write("out", *locked);  // FLOW: p  NEVER: q
  }
}

static std::unique_ptr<Patient> Load(const char* name) {
  auto p = std::make_unique<Patient>();
  p->age = Read(name);
  return p;
}
void Factory() {
  auto a = Load("a");
  auto b = Load("b");
  Write("a", a->age);  // FLOW: a  NEVER: b
  Write("b", b->age);  // FLOW: b  NEVER: a
}

class Owner {
 public:
  Owner() : patient_(std::make_unique<Patient>()) {}
  void set_age(int age) { patient_->age = age; }
  int age() const { return patient_->age; }
  int sex() const { return patient_->sex; }

 private:
  std::unique_ptr<Patient> patient_;
};
void Member() {
  Owner a, b;
  a.set_age(Read("a"));
  b.set_age(Read("b"));
  Write("a", a.age());  // FLOW: a  NEVER: b
  Write("b", b.age());  // FLOW: b  NEVER: a
  Write("sex", a.sex());  // NEVER: a, b
}

static void Fill(Patient& p) { p.age = Read("filled"); }
static int AgeOf(std::shared_ptr<const Patient> p) { return p->age; }
void Passed() {
  auto p = std::make_shared<Patient>();
  p->age = Read("old");
  Fill(*p);
  Write("out", AgeOf(p));  // FLOW: filled  NEVER: old
}
