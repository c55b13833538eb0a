// Pointers kept in integers, with bits of their own.
#include <cstdint>

#include "corpus.h"

struct Node {
  int value;
  int mark;
};

class Tagged {
 public:
  explicit Tagged(Node* node, unsigned tag = 0) : bits_(reinterpret_cast<std::uintptr_t>(node) | tag) {}
  Node* get() const { return reinterpret_cast<Node*>(bits_ & ~std::uintptr_t{3}); }
  unsigned tag() const { return bits_ & 3; }

 private:
  std::uintptr_t bits_;
};

static int ValueOf(Node* node) {
  std::uintptr_t bits = reinterpret_cast<std::uintptr_t>(node);
  bits |= 1;
  return reinterpret_cast<Node*>(bits & ~std::uintptr_t{1})->value;
}

static void Fill(std::uintptr_t bits, int value) { reinterpret_cast<Node*>(bits & ~std::uintptr_t{1})->value = value; }

static Node* Aligned(Node* node) {
  return reinterpret_cast<Node*>((reinterpret_cast<std::uintptr_t>(node) + 7) & ~std::uintptr_t{7});
}

void ByHand() {
  Node node{Read("a"), Read("b")};
  Write("value", ValueOf(&node));           // FLOW: a  NEVER: b
  Write("mark", Aligned(&node)->mark);      // FLOW: b(assumed)  NEVER: a
}

void Filled() {
  Node node{}, other{};
  Fill(reinterpret_cast<std::uintptr_t>(&node), Read("a"));
  Write("filled", node.value);  // FLOW: a
  Write("other", other.value);  // NEVER: a
}

void Indexed(const int* numbers, Node* node) {
  int index = Read("i");
  node[index].value = 1;
  Write("count", numbers[0] + index);  // FLOW: i
}
