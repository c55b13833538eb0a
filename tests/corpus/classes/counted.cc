// Pointers of the program's own that count: several objects of a class lead to one object.
#include <utility>
#include "corpus.h"
struct Row {
  int id, age;
};
template <typename T>
class Counted {
  struct Block {
    T value;
    int count;
  };
  Block* block_ = nullptr;

 public:
  Counted() = default;
  template <typename... A>
  static Counted Make(A&&... a) {
    Counted c;
    c.block_ = new Block{T{std::forward<A>(a)...}, 1};
    return c;
  }
  Counted(const Counted& o) : block_(o.block_) {
    if (block_) ++block_->count;
  }
  Counted(Counted&& o) noexcept : block_(o.block_) {
    o.block_ = nullptr;
  }
  Counted& operator=(Counted o) {
    std::swap(block_, o.block_);
    return *this;
  }
  ~Counted() {
    if (block_ && --block_->count == 0) delete block_;
  }
  T* operator->() const {
    return &block_->value;
  }
  T& operator*() const {
    return block_->value;
  }
};
void Copied() {
  auto a = Counted<Row>::Make(Read("id"), 0), o = Counted<Row>::Make(0, 0);
  auto b = a;
  b->age = Read("copied");
  Write("copied.out", a->age);  // FLOW: copied  NEVER: id
  Write("copied.id", (*b).id);  // FLOW: id  NEVER: copied
  Write("copied.o", o->age);  // NEVER: copied
}
void Assigned() {
  auto a = Counted<Row>::Make(0, 0);
  Counted<Row> b;
  b = a;
  b->age = Read("assigned");
  Write("assigned.out", a->age);  // FLOW: assigned
  Write("assigned.id", a->id);  // NEVER: assigned
}
void Moved() {
  auto a = Counted<Row>::Make(0, 0);
  Counted<Row> b = a, c;
  c = std::move(b);
  c->age = Read("moved");
  Write("moved.out", a->age);  // FLOW: moved
}
void Swapped() {
  auto a = Counted<Row>::Make(0, 0), o = Counted<Row>::Make(0, 0);
  Counted<Row> b = a;
  std::swap(b, o);
  o->age = Read("swapped");
  Write("swapped.out", a->age);  // FLOW: swapped
}
