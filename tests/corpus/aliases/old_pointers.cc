// The same of pointers that own, and of std::exchange.
#include <memory>
#include <utility>
#include "corpus.h"
struct Node { int value; Node* next; };
struct Stack {
  Node* head = nullptr;
  Node* Pop() { Node* n = head; head = nullptr; return n; }
  Node* Next() { return std::exchange(head, head->next); }
  int Drop() { Node* n = std::exchange(head, nullptr); int v = n->value; return v; }
};
void Popped() {
  Node a{Read("a")}, b{Read("b")};
  Stack s, t;
  s.head = &a;
  t.head = &b;
  Write("a", s.Pop()->value);  // FLOW: a  NEVER: b
  Write("b", t.Drop());  // FLOW: b  NEVER: a
  s.head = &b;
  Write("c", s.Next()->value);  // FLOW: b  NEVER: a
}
struct Owner {
  std::unique_ptr<Node> node;
  std::unique_ptr<Node> Take() { return std::move(node); }
  Node* Release() { return node.release(); }
};
void Owned() {
  Owner o{std::make_unique<Node>()}, p{std::make_unique<Node>()};
  o.node->value = Read("o");
  p.node->value = Read("p");
  auto n = o.Take();
  Write("o", n->value);  // FLOW: o  NEVER: p
  Node* m = p.Release();
  Write("p", m->value);  // FLOW: p  NEVER: o
}
void Reset(Owner* o) {
  o->node->value = Read("o");
  Node* raw = o->node.get();
  o->node = std::make_unique<Node>();
  o->node->value = Read("new");
  Write("o", raw->value);  // FLOW: o  NEVER: new
}

// What an object points to is within reach of a call, too, that was given the object before.
struct Holder {
  Node* head = nullptr;
  int Value() { return head->value; }
};
void SecondHolder() {
  Node a{Read("a")}, b{Read("b")};
  Holder u, v;
  u.head = &a;
  v.head = &b;
  Write("a", u.Value());  // FLOW: a  NEVER: b
  Write("b", v.Value());  // FLOW: b  NEVER: a
}
