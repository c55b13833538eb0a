// Lambdas that hold `this`, returned by the object.
#include <functional>
#include "corpus.h"
struct Model {
  int weight = 0, other = 0;
  auto ByThis() {
    return [this] { return weight; };
  }
  auto ByCopy() {
    return [*this] { return weight; };
  }
  std::function<int()> AsFunction() {
    return [this] { return weight; };
  }
  int Own() {
    auto get = [this] { return weight; };
    weight = Read("own");
    return get();
  }
};
void OfThis() {
  Model m;
  auto get = m.ByThis();
  m.weight = Read("this");
  m.other = Read("other");
  Write("this.out", get());  // FLOW: this  NEVER: other
}
void OfACopy() {
  Model m;
  auto get = m.ByCopy();
  m.weight = Read("copy");
  Write("copy.out", get());  // NEVER: copy
}
void OfAFunction() {
  Model m;
  auto get = m.AsFunction();
  m.weight = Read("function");
  Write("function.out", get());  // FLOW: function
}
void OfOwn() {
  Model m;
  Write("own.out", m.Own());  // FLOW: own
}
