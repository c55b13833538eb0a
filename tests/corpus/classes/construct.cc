// Constructors, member initialisers, delegation, destructors.
#include "corpus.h"

class Model {
 public:
  Model(int weight, int bias) : weight_(weight), bias_(bias) {}
  explicit Model(int weight) : Model(weight, Read("default_bias")) {}
  int weight() const { return weight_; }
  int bias() const { return bias_; }
  void set_bias(int bias) { bias_ = bias; }
  Model& Scale(int by) {
    weight_ *= by;
    return *this;
  }

 private:
  int weight_;
  int bias_;
};

void MemberInitialisers() {
  Model m(Read("weight"), Read("bias"));
  Write("weight", m.weight());  // FLOW: weight(identity exact)  NEVER: bias
  Write("bias", m.bias());      // FLOW: bias  NEVER: weight
}

void Delegating() {
  Model m(Read("weight"));
  Write("weight", m.weight());  // FLOW: weight  NEVER: default_bias
  Write("bias", m.bias());      // FLOW: default_bias  NEVER: weight
}

void Setter() {
  Model m(Read("weight"), Read("old"));
  m.set_bias(Read("new"));
  Write("bias", m.bias());      // FLOW: new  NEVER: old, weight
  Write("weight", m.weight());  // FLOW: weight  NEVER: new
}

void OtherInstance() {
  Model m(Read("m"), 0), n(Read("n"), 0);
  m.set_bias(Read("bias"));
  Write("m", m.weight());  // FLOW: m  NEVER: n
  Write("n", n.bias());    // NEVER: bias, m, n
}

void Chained() {
  Model m(Read("weight"), 0);
  Model& same = m.Scale(Read("one")).Scale(Read("two"));
  Write("chained", same.weight());  // FLOW: weight, one, two
  Write("bias", m.bias());          // NEVER: weight, one, two
}

void OnTheHeap() {
  Model* m = new Model(Read("weight"), Read("bias"));
  Model* n = new Model(Read("other"), 0);
  Write("weight", m->weight());  // FLOW: weight  NEVER: bias, other
  Write("other", n->weight());   // FLOW: other  NEVER: weight
  delete m;
  delete n;
}

class Ensemble {
 public:
  Ensemble(int first, int second) : first_(first, 0), second_{second, 1} {}
  const Model& first() const { return first_; }
  const Model& second() const { return second_; }
  Model& second() { return second_; }

 private:
  Model first_;
  Model second_;
};

void MemberObjects() {
  Ensemble e(Read("first"), Read("second"));
  Write("first", e.first().weight());    // FLOW: first  NEVER: second
  Write("second", e.second().weight());  // FLOW: second  NEVER: first
}

void ChangedThroughAnAccessor() {
  Ensemble e(Read("first"), Read("second"));
  e.second().set_bias(Read("bias"));
  Write("second", e.second().bias());  // FLOW: bias
  Write("first", e.first().bias());    // NEVER: bias
}

class Base {
 public:
  explicit Base(int id) : id_(id) {}
  int id() const { return id_; }

 protected:
  int id_;
};
class Derived : public Base {
 public:
  Derived(int id, int extra) : Base(id), extra_(extra) {}
  int extra() const { return extra_; }
  int Sum() const { return id_ + extra_; }

 private:
  int extra_;
};

void BaseConstructor() {
  Derived d(Read("id"), Read("extra"));
  Write("id", d.id());        // FLOW: id  NEVER: extra
  Write("extra", d.extra());  // FLOW: extra  NEVER: id
  Write("sum", d.Sum());      // FLOW: id, extra
}

class BodyAssigns {
 public:
  BodyAssigns(int x, int y) : x_(x) {
    x_ = y;
    y_ = 0;
  }
  int x_;
  int y_;
};
void ConstructorBodyOverwrites() {
  BodyAssigns b(Read("x"), Read("y"));
  Write("x", b.x_);  // FLOW: y  NEVER: x
  Write("y", b.y_);  // NEVER: x, y
}

class Saver {
 public:
  Saver(const char* name, int value) : name_(name), value_(value) {}
  ~Saver() {
    Write(name_, value_);  // FLOW: saved -> by_destructor  NEVER: apart
  }
  const char* name_;
  int value_;
};
void Destructor() {
  int apart = Read("apart");
  Use(apart);
  Saver saver("by_destructor", Read("saved"));
}

void Temporary() {
  Write("out", Model(Read("weight"), Read("bias")).bias());  // FLOW: bias  NEVER: weight
}

struct Counter {
  static int Next(int by) { return by + 1; }
  int Get(int x) const { return x; }
};
void StaticAndConstMethods() {
  Counter c;
  Write("static", Counter::Next(Read("by")));  // FLOW: by
  Write("unused_this", c.Get(Read("x")));      // FLOW: x(identity)
}
