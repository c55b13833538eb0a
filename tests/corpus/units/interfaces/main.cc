#include "corpus.h"
#include "shapes.h"

namespace {
struct Leaves : Visitor {
  void Leaf(int v) override { sum += v; }
  void Inner(int) override {}
  int sum = 0;
};
struct Inners : Visitor {
  void Leaf(int) override {}
  void Inner(int v) override { sum += v; }
  int sum = 0;
};
struct Biased : Stage {
  explicit Biased(int b) : bias(b) {}
  int Apply(int v) override { return v + bias; }
  int bias;
};
struct Reset : Stage {
  int Apply(int) override { return 0; }
};
}  // namespace

int main() {
  auto a = OpenSource("a"), b = OpenSource("b"), none = EmptySource();
  Write("a", a->Next());         // FLOW: a  NEVER: b
  Write("b", Drain(*b));         // FLOW: b  NEVER: a
  Write("none", Drain(*none));   // NEVER: a, b
  Write("empty", none->Next());  // NEVER: a, b

  auto tree = MakeInner(Read("inner"), MakeLeaf(Read("leaf")));
  Leaves leaves;
  Inners inners;
  tree->Accept(leaves);
  tree->Accept(inners);
  Write("leaves", leaves.sum);  // FLOW: leaf  NEVER: inner
  Write("inners", inners.sum);  // FLOW: inner  NEVER: leaf

  Timer timer, other;
  int ticked = 0, unticked = 0;
  timer.OnTick([&](int v) { ticked = v; });
  other.OnTick([&](int) { unticked = 1; });
  timer.Tick(Read("tick"));
  other.Tick(Read("tock"));
  Write("ticked", ticked);      // FLOW: tick  NEVER: tock
  Write("unticked", unticked);  // NEVER: tick, tock

  Chain chain, reset;
  chain.Add(std::make_unique<Biased>(Read("bias")));
  reset.Add(std::make_unique<Reset>());
  Write("chain", chain.Run(Read("in")));   // FLOW: in, bias
  Write("reset", reset.Run(Read("lost")));  // FLOW: lost  NEVER: in, bias
}
