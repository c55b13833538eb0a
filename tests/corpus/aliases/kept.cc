// Pointers that one function keeps (in a structure, a global, a container) and another writes through.
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "corpus.h"

struct Item { int v = 0; int w = 0; };

static int target, untouched;
static int* kept = &target;
void StoreThroughAGlobal() { *kept = Read("through"); }
void ReadByName() {
  Write("target", target);        // FLOW: through
  Write("untouched", untouched);  // NEVER: through
}

static Item item, plain;
static Item* current;
void Keep() { current = &item; }
void Change() { current->v = Read("changed"); }
void ReadItem() {
  Write("v", item.v);       // FLOW: changed
  Write("w", item.w);       // NEVER: changed
  Write("plain", plain.v);  // NEVER: changed
}

struct Slot { int* to; };
static void Bind(Slot* slot, int* to) { slot->to = to; }
static void Put(const Slot& slot, int v) { *slot.to = v; }
void BoundElsewhere() {
  int x = 0, y = 0, z = Read("z");
  Slot a{}, b{};
  Bind(&a, &x);
  Bind(&b, &y);
  Put(a, Read("a"));
  Put(b, Read("b"));
  Write("x", x);  // FLOW: a  NEVER: b
  Write("y", y);  // FLOW: b  NEVER: a
  Bind(&a, &z);
  Put(a, 0);
  Write("z", z);      // NEVER: z, a
  Write("again", x);  // FLOW: a  NEVER: b
}

struct Node {
  int value = 0;
  Node* next = nullptr;
};
static Node* MakeNode(int value, Node* next) {
  Node* n = new Node;
  n->value = value;
  n->next = next;
  return n;
}
static int SumOf(const Node* n) {
  int sum = 0;
  for (; n; n = n->next) sum += n->value;
  return sum;
}
void ListOfNodes() {
  Node* list = MakeNode(Read("first"), MakeNode(Read("second"), nullptr));
  Node* other = MakeNode(Read("third"), nullptr);
  Write("sum", SumOf(list));               // FLOW: first, second  NEVER: third
  Write("other", SumOf(other));            // FLOW: third  NEVER: first, second
  Write("head", list->value);              // FLOW: first  NEVER: second, third
  Write("second", list->next->value);      // FLOW: second  NEVER: first, third
  list->next->value = Read("new");
  Write("changed", list->next->value);     // FLOW: new  NEVER: first, second
  Write("same", list->value);              // FLOW: first  NEVER: new
}

static void Append(Node** list, int value) {
  while (*list) list = &(*list)->next;
  *list = MakeNode(value, nullptr);
}
void AppendedByPointerToPointer() {
  Node *a = nullptr, *b = nullptr;
  Append(&a, Read("a1"));
  Append(&a, Read("a2"));
  Append(&b, Read("b1"));
  Write("a", SumOf(a));  // FLOW: a1, a2  NEVER: b1
  Write("b", SumOf(b));  // FLOW: b1  NEVER: a1, a2
}

struct Tree {
  int key = 0, data = 0;
  Tree *left = nullptr, *right = nullptr;
};
static Tree* Insert(Tree* t, int key, int data) {
  if (!t) {
    t = new Tree;
    t->key = key;
    t->data = data;
  } else if (key < t->key) {
    t->left = Insert(t->left, key, data);
  } else {
    t->right = Insert(t->right, key, data);
  }
  return t;
}
static int Find(const Tree* t, int key) {
  while (t && t->key != key) t = key < t->key ? t->left : t->right;
  return t ? t->data : 0;
}
void SearchTree() {
  Tree *a = nullptr, *b = nullptr;
  a = Insert(a, 1, Read("one"));
  a = Insert(a, 2, Read("two"));
  b = Insert(b, 1, Read("other"));
  Write("a", Find(a, Any()));  // FLOW: one(widened), two(widened)  NEVER: other
  Write("b", Find(b, Any()));  // FLOW: other(widened)  NEVER: one, two
}

void ContainerOfPointers() {
  Item a, b, c;
  std::vector<Item*> all{&a, &b};
  for (Item* i : all) i->v = Read("v");
  Write("a", a.v);   // FLOW: v
  Write("b", b.v);   // FLOW: v
  Write("c", c.v);   // NEVER: v
  Write("w", a.w);   // NEVER: v
}

static void SetAll(const std::vector<Item*>& items, int v) {
  for (Item* i : items) i->v = v;
}
void ContainerPassedOn() {
  Item a, b;
  std::vector<Item*> some;
  some.push_back(&a);
  SetAll(some, Read("set"));
  Write("a", a.v);  // FLOW: set
  Write("b", b.v);  // NEVER: set
  Write("w", a.w);  // NEVER: set
}

class Registry {
 public:
  void Add(const std::string& name, Item* item) { items_[name] = item; }
  void Set(const std::string& name, int v) { items_.at(name)->v = v; }

 private:
  std::map<std::string, Item*> items_;
};
void RegisteredAndChanged() {
  Item a, b, c;
  Registry r, other;
  r.Add("a", &a);
  other.Add("c", &c);
  r.Set("a", Read("value"));
  Write("a", a.v);  // FLOW: value
  Write("b", b.v);  // NEVER: value
  Write("c", c.v);  // NEVER: value
  Write("w", a.w);  // NEVER: value
}

static std::vector<Item*> registered;
static Item global_item, global_other;
void RegisterAll() { registered.push_back(&global_item); }
void ChangeAll() {
  for (Item* i : registered) i->v = Read("all");
}
void ReadGlobals() {
  Write("registered", global_item.v);  // FLOW: all
  Write("other", global_other.v);      // NEVER: all
  Write("w", global_item.w);           // NEVER: all
}

struct Shared { std::shared_ptr<Item> item; };
static void Touch(Shared& s) { s.item->v = Read("shared"); }
void SharedOwners() {
  auto item = std::make_shared<Item>();
  Shared a{item}, b{item}, c{std::make_shared<Item>()};
  Touch(a);
  Write("a", a.item->v);      // FLOW: shared
  Write("b", b.item->v);      // FLOW: shared
  Write("item", item->v);     // FLOW: shared
  Write("c", c.item->v);      // NEVER: shared
  Write("w", b.item->w);      // NEVER: shared
}

class View {
 public:
  explicit View(Item& item) : item_(item) {}
  void Set(int v) { item_.v = v; }

 private:
  Item& item_;
};
void ReferenceMember() {
  Item a, b;
  View on_a(a), on_b(b);
  on_a.Set(Read("a"));
  Write("a", a.v);  // FLOW: a
  Write("b", b.v);  // NEVER: a
}

static int cleared, apart;
static int* to_cleared = &cleared;
void ClearedBefore() {
  cleared = Read("old");
  apart = 0;
  *to_cleared = Read("now");
  Write("cleared", cleared);  // FLOW: now  NEVER: old
  Write("apart", apart);      // NEVER: now, old
}
void ClearedAfter() {
  *to_cleared = Read("gone");
  cleared = 0;
  Write("none", cleared);  // NEVER: gone, now
}

static Item named, unnamed;
static Item* const handle = &named;
void SetByName() { named.w = Read("by_name"); }
void ReadThroughHandle() {
  Write("w", handle->w);     // FLOW: by_name
  Write("v", handle->v);     // NEVER: by_name
  Write("other", unnamed.w);  // NEVER: by_name
}

// A call that changes nothing leaves what an object's pointers lead to.
struct Keeper {
  int* kept = nullptr;
  void Look() {}
};
Keeper MakeKeeper(int value) {
  Keeper keeper;
  keeper.kept = new int(value);
  return keeper;
}
void LookedAt() {
  Keeper keeper = MakeKeeper(Read("looked_at"));
  Keeper other = MakeKeeper(Read("other_keeper"));
  keeper.Look();
  other.Look();
  Write("out", *keeper.kept);  // FLOW: looked_at  NEVER: other_keeper
}
