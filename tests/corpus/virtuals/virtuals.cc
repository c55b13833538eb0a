// Virtual calls: the object's type chooses.
#include <memory>
#include <vector>
#include "corpus.h"

class Scorer {
 public:
  virtual ~Scorer() = default;
  virtual int Score(int a, int b) const = 0;
};
class FirstScorer : public Scorer {
 public:
  int Score(int a, int b) const override { return a; }
};
class SecondScorer : public Scorer {
 public:
  int Score(int a, int b) const override { return b; }
};
class Biased : public FirstScorer {
 public:
  explicit Biased(int bias) : bias_(bias) {}
  int Score(int a, int b) const override { return FirstScorer::Score(a, b) + bias_; }

 private:
  int bias_;
};

void ByPointer() {
  FirstScorer first;
  Scorer* s = &first;
  Write("out", s->Score(Read("a"), Read("b")));  // FLOW: a  NEVER: b
}

void ByReference() {
  SecondScorer second;
  Scorer& s = second;
  Write("out", s.Score(Read("a"), Read("b")));  // FLOW: b  NEVER: a
}

void ByBaseCall() {
  Biased biased(Read("bias"));
  const Scorer& s = biased;
  Write("out", s.Score(Read("a"), Read("b")));  // FLOW: a, bias  NEVER: b
}

static int Run(const Scorer& s, int a, int b) { return s.Score(a, b); }
void Passed() {
  Write("first", Run(FirstScorer(), Read("a"), Read("b")));    // FLOW: a  NEVER: b
  Write("second", Run(SecondScorer(), Read("c"), Read("d")));  // FLOW: d  NEVER: c
}

static std::unique_ptr<Scorer> Make(bool first) {
  if (first) return std::make_unique<FirstScorer>();
  return std::make_unique<SecondScorer>();
}
void Factory() {
  int c = Read("c");
  Write("out", Make(Any())->Score(Read("a"), Read("b")));  // FLOW: a, b  NEVER: c
  Write("c", c);                                           // FLOW: c  NEVER: a
}

void InAVector() {
  std::vector<std::unique_ptr<Scorer>> all;
  all.push_back(std::make_unique<FirstScorer>());
  all.push_back(std::make_unique<Biased>(Read("bias")));
  int sum = 0, other = Read("other");
  for (const auto& s : all) sum += s->Score(Read("a"), Read("b"));
  Write("sum", sum);      // FLOW: a, bias  NEVER: b, other
  Write("other", other);  // FLOW: other  NEVER: a
}

class Pipeline {
 public:
  explicit Pipeline(std::unique_ptr<Scorer> scorer) : scorer_(std::move(scorer)) {}
  int Run(int a, int b) { return scorer_->Score(a, b); }

 private:
  std::unique_ptr<Scorer> scorer_;
};
void HeldByAnother() {
  Pipeline first(std::make_unique<FirstScorer>()), second(std::make_unique<SecondScorer>());
  Write("first", first.Run(Read("a"), Read("b")));    // FLOW: a  NEVER: b
  Write("second", second.Run(Read("c"), Read("d")));  // FLOW: d  NEVER: c
}

class Step {
 public:
  virtual ~Step() = default;
  int Run(int v) { return After(Before(v)); }

 protected:
  virtual int Before(int v) { return v; }
  virtual int After(int v) { return v; }
};
class Drops : public Step {
  int Before(int) override { return 0; }
};
class Replaces : public Step {
  int After(int) override { return Read("replacement"); }
};
void TemplateMethod() {
  Step plain;
  Drops drops;
  Replaces replaces;
  Write("plain", plain.Run(Read("a")));        // FLOW: a  NEVER: replacement
  Write("drops", drops.Run(Read("b")));        // NEVER: b, replacement
  Write("replaces", replaces.Run(Read("c")));  // FLOW: replacement  NEVER: c
}

class Reader {
 public:
  virtual ~Reader() = default;
  virtual int Next() = 0;
};
class FileReader : public Reader {
 public:
  explicit FileReader(const char* name) : name_(name) {}
  int Next() override { return Read(name_); }

 private:
  const char* name_;
};
class ZeroReader : public Reader {
 public:
  int Next() override { return 0; }
};
static int Sum(Reader& r) { return r.Next() + r.Next(); }
void Readers() {
  FileReader a("a"), b("b");
  ZeroReader z;
  Write("a", Sum(a));  // FLOW: a  NEVER: b
  Write("b", Sum(b));  // FLOW: b  NEVER: a
  Write("z", Sum(z));  // NEVER: a, b
}

class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual void Age(int v) = 0;
  virtual void Sex(int v) = 0;
};
class AgeVisitor : public Visitor {
 public:
  void Age(int v) override { seen = v; }
  void Sex(int) override {}
  int seen = 0;
};
class SexVisitor : public Visitor {
 public:
  void Age(int) override {}
  void Sex(int v) override { seen = v; }
  int seen = 0;
};
struct Patient {
  int age, sex;
  void Accept(Visitor& v) const {
    v.Age(age);
    v.Sex(sex);
  }
};
void Visitors() {
  Patient p{Read("age"), Read("sex")};
  AgeVisitor age;
  SexVisitor sex;
  p.Accept(age);
  p.Accept(sex);
  Write("age", age.seen);  // FLOW: age  NEVER: sex
  Write("sex", sex.seen);  // FLOW: sex  NEVER: age
}

class Named {
 public:
  virtual ~Named() = default;
  virtual int Name() { return Read("name"); }
};
class Both : public Named, public Reader {
 public:
  int Next() override { return next_; }
  int next_ = Read("next");
};
void TwoBases() {
  Both both;
  Reader* r = &both;
  Named* n = &both;
  Write("next", r->Next());  // FLOW: next  NEVER: name
  Write("name", n->Name());  // FLOW: name  NEVER: next
}

void DynamicCast() {
  Biased biased(Read("bias"));
  Scorer* s = &biased;
  if (auto* b = dynamic_cast<Biased*>(s)) {
    Write("out", b->Score(Read("a"), Read("b")));  // FLOW: a, bias  NEVER: b
  }
}

static Scorer* chosen;
void SetInOnePlace() {
  static SecondScorer second;
  chosen = &second;
}
void CalledInAnother() {
  if (chosen) Write("out", chosen->Score(Read("a"), Read("b")));  // FLOW: b  NEVER: a
}
