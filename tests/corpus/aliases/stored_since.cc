// Pointers that a call left behind, and what they lead to stored to by name since: links back to an owner, pointers that an
// object keeps to another or into itself.
#include <memory>
#include <vector>

#include "corpus.h"

struct Node {
  int v = 0, w = 0;
  Node* parent = nullptr;
  std::vector<std::unique_ptr<Node>> kids;
  Node* Add() {
    kids.push_back(std::make_unique<Node>());
    kids.back()->parent = this;
    return kids.back().get();
  }
};
void ParentOfKid() {
  Node root;
  root.Add();
  root.v = Read("root");
  Write("v", root.kids[0]->parent->v);  // FLOW: root
  Write("w", root.kids[0]->parent->w);  // NEVER: root
}
void ParentOfReturned() {
  Node root;
  Node* kid = root.Add();
  root.v = Read("returned");
  Write("v", kid->parent->v);  // FLOW: returned
  Write("kid", kid->v);        // NEVER: returned
}
struct Linked {
  int v = 0;
  Linked *parent = nullptr, *kid = nullptr;
};
static void Link(Linked& a, Linked& b) {
  a.kid = &b;
  b.parent = &a;
}
void BothWays() {
  Linked a, b, c, d;
  Link(a, b);
  Link(c, d);
  a.v = Read("a");
  Write("ofb", b.parent->v);       // FLOW: a
  Write("ofa", a.kid->parent->v);  // FLOW: a
  Write("ofd", d.parent->v);       // NEVER: a
  d.v = Read("d");
  Write("ofc", c.kid->v);  // FLOW: d  NEVER: a
}
static void OfParameters(Linked& a, Linked& b) {
  Link(a, b);
  a.v = Read("parameter");
  Write("parameter", b.parent->v);  // FLOW: parameter
}
void Parameters() {
  Linked a, b;
  OfParameters(a, b);
}
struct Keeper {
  int* at = nullptr;
  int own = 0, other = 0;
  void Bind() { at = &own; }
};
static void Keep(Keeper& keeper, int& number) { keeper.at = &number; }
void IntoItself() {
  Keeper k, l;
  k.Bind();
  l.Bind();
  k.own = Read("own");
  k.other = Read("other");
  Write("k", *k.at);  // FLOW: own  NEVER: other
  Write("l", *l.at);  // NEVER: own, other
}
void IntoAnother() {
  Keeper k;
  int number = 0, apart = 0;
  Keep(k, number);
  number = Read("number");
  apart = Read("apart");
  Write("k", *k.at);  // FLOW: number  NEVER: apart
}
struct Referring {
  int& at;
  int own = 0;
  Referring() : at(own) {}
};
void ByReference() {
  Referring r;
  r.own = Read("byreference");
  Write("r", r.at);  // FLOW: byreference
}
