// Assignments that ask whether they are of the object itself.
#include <memory>

#include "corpus.h"

class Value {
 public:
  Value() = default;
  Value(const Value& other) : value_(other.value_) {}
  Value& operator=(const Value& other) {
    if (this != &other) value_ = other.value_;
    return *this;
  }
  void Set(int value) { value_ = value; }
  int get() const { return value_; }

 private:
  int value_ = 0;
};
void Assigned() {
  Value a, b, c;
  a.Set(Read("a"));
  b = a;
  Write("b", b.get());  // FLOW: a
  b = c;
  Write("now", b.get());  // NEVER: a
  a = a;
  Write("self", a.get());  // FLOW: a
}

class Early {
 public:
  Early& operator=(const Early& other) {
    if (std::addressof(other) == this) return *this;
    value = other.value;
    from = 1;
    return *this;
  }
  int value = 0, from = 0;
};
void ReturnedEarly() {
  Early a, b;
  a.value = Read("a");
  a.from = Read("from");
  b.value = Read("old");
  b = a;
  Write("b", b.value);    // FLOW: a  NEVER: old
  Write("from", b.from);  // NEVER: from, old
}

class Buffer {
 public:
  explicit Buffer(int first) : data_(new int[4]{first}) {}
  Buffer(Buffer&& other) : data_(other.data_) { other.data_ = nullptr; }
  Buffer& operator=(Buffer&& other) {
    if (this != &other) {
      delete[] data_;
      data_ = other.data_;
      other.data_ = nullptr;
    }
    return *this;
  }
  ~Buffer() { delete[] data_; }
  int first() const { return data_[0]; }

 private:
  int* data_;
};
void Moved() {
  Buffer a(Read("a")), b(Read("b"));
  b = std::move(a);
  Write("b", b.first());  // FLOW: a  NEVER: b
}
