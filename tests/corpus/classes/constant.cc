// Objects that are const: their constructors fill them all the same.
#include <map>
#include <string>
#include <vector>

#include "corpus.h"

class InBody {
 public:
  explicit InBody(int value) {
    value_ = value;
    count_ = 1;
  }
  int value() const { return value_; }
  int count() const { return count_; }

 private:
  int value_, count_;
};
void Local() {
  const InBody a(Read("a")), b(Any());
  Write("a", a.value());  // FLOW: a
  Write("n", a.count());  // NEVER: a
  Write("b", b.value());  // NEVER: a
}
void Copied() {
  const InBody a = InBody(Read("a"));
  const auto b = a;
  const InBody& c = a;
  Write("b", b.value());  // FLOW: a
  Write("c", c.value());  // FLOW: a
  Write("n", c.count());  // NEVER: a
}
static const InBody kGlobal(Read("global"));
void Global() {
  Write("g", kGlobal.value());  // FLOW: global
  Write("n", kGlobal.count());  // NEVER: global
}
void Static() {
  static const InBody once(Read("once"));
  Write("s", once.value());  // FLOW: once
}

class Named {
 public:
  explicit Named(int value) {
    all_["a"] = value;
    all_["b"] = Any();
    list_.push_back(value);
  }
  int a() const { return all_.at("a"); }
  int b() const { return all_.at("b"); }
  int first() const { return list_.front(); }

 private:
  std::map<std::string, int> all_;
  std::vector<int> list_;
};
void OfContainers() {
  const Named named(Read("x"));
  Write("a", named.a());      // FLOW: x
  Write("b", named.b());      // NEVER: x
  Write("l", named.first());  // FLOW: x
}

struct Holder {
  Named named{Read("held")};
  int beside = 0;
};
void ByItsMembers() {
  const Holder holder;
  Write("h", holder.named.a());  // FLOW: held
  Write("n", holder.beside);     // NEVER: held
}

class Lazy {
 public:
  int value() const {
    if (!known_) {
      value_ = Read("lazy");
      known_ = true;
    }
    return value_;
  }
  int last() const { return value_; }
  int plain() const { return plain_; }

 private:
  mutable bool known_ = false;
  mutable int value_ = 0;
  int plain_ = 0;
};
void Mutable() {
  const Lazy lazy;
  Use(lazy.value());
  Write("m", lazy.last());   // FLOW: lazy
  Write("p", lazy.plain());  // NEVER: lazy
}

class Base {
 public:
  explicit Base(int value) { value_ = value; }
  int value() const { return value_; }

 private:
  int value_;
};
class Derived : public Base {
 public:
  using Base::Base;
};
void Inherited() {
  const Derived a(Read("a")), b(0);
  Write("a", a.value());  // FLOW: a
  Write("b", b.value());  // NEVER: a
}
void Elements() {
  const InBody all[] = {InBody(Read("first")), InBody(Read("second"))};
  Write("1", all[0].value());  // FLOW: first  NEVER: second
  Write("2", all[1].value());  // FLOW: second  NEVER: first
}

struct Wrapper {
  Lazy lazy;
  int plain = 0;
  int get() const { return lazy.value(); }
};
static int Peek(const Wrapper& wrapper) { return wrapper.get(); }
void MutableInside() {
  Wrapper wrapper;
  Use(Peek(wrapper));
  Write("m", wrapper.lazy.last());  // FLOW: lazy
  Write("p", wrapper.plain);        // NEVER: lazy
}
