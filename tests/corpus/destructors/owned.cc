// What ends with an object of its own class: lists, trees, folders in folders.
#include <map>
#include <memory>
#include <vector>
#include "corpus.h"
struct Value {
  int x = 0;
  ~Value() {
    Write("list", x);  // FLOW: first, second
  }
};
struct Node {
  Value v;
  std::unique_ptr<Node> next;
};
void List() {
  std::unique_ptr<Node> head;
  head = std::make_unique<Node>();
  head->v.x = Read("first");
  head->next = std::make_unique<Node>();
  head->next->v.x = Read("second");
}
struct Leaf {
  int x = 0;
  ~Leaf() {
    Write("tree", x);  // FLOW: root, left, right  NEVER: first
  }
};
struct Tree {
  std::unique_ptr<Tree> left, right;
  Leaf leaf;
};
void Grow() {
  Tree tree;
  tree.leaf.x = Read("root");
  tree.left = std::make_unique<Tree>();
  tree.left->leaf.x = Read("left");
  tree.right = std::make_unique<Tree>();
  tree.right->leaf.x = Read("right");
}
struct Page {
  int x = 0;
  ~Page() {
    Write("pages", x);  // FLOW: page, inner
  }
};
struct Folder {
  std::vector<Folder> inner;
  std::map<int, Folder> named;
  Page page;
};
void Files() {
  Folder folder;
  folder.page.x = Read("page");
  Folder inside;
  inside.page.x = Read("inner");
  folder.inner.push_back(inside);
}
struct Odd;
struct Even {
  std::unique_ptr<Odd> other;
  Page page;
};
struct Odd {
  std::unique_ptr<Even> other;
  Leaf leaf;
};
void Alternate() {
  Even even;
  even.page.x = Read("page");
  even.other = std::make_unique<Odd>();
  even.other->leaf.x = Read("root");
}
