// What the programs of holders.py keep values in: classes as people write them, with two slots each
// or one. Read and Write are the world of those programs: see telling.c.
#pragma once

#include <any>
#include <array>
#include <cstring>
#include <deque>
#include <forward_list>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <queue>
#include <stack>
#include <string>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

using Number = long;

extern "C" {
Number Read(const char* name);
void Write(const char* name, Number value);
}
std::string ReadString(const char* name);
void WriteString(const char* name, const std::string& value);

template <typename T>
struct Fields {
  T a{};
  T b{};
};

// A class with accessors.
template <typename T>
class Accessors {
 public:
  Accessors() = default;
  Accessors(T first, T second) : first_(std::move(first)), second_(std::move(second)) {}
  const T& first() const { return first_; }
  const T& second() const { return second_; }
  T& mutable_first() { return first_; }
  void set_first(T v) { first_ = std::move(v); }
  void set_second(T v) { second_ = std::move(v); }

 private:
  T first_{};
  T second_{};
};

// Its data is out of line.
template <typename T>
class Pimpl {
 public:
  Pimpl() : data_(new Data) {}
  Pimpl(T a, T b) : data_(new Data{std::move(a), std::move(b)}) {}
  Pimpl(const Pimpl& other) : data_(new Data(*other.data_)) {}
  Pimpl(Pimpl&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
  Pimpl& operator=(Pimpl other) noexcept {
    std::swap(data_, other.data_);
    return *this;
  }
  ~Pimpl() { delete data_; }
  T& a() { return data_->a; }
  T& b() { return data_->b; }
  const T& a() const { return data_->a; }
  const T& b() const { return data_->b; }

 private:
  struct Data {
    T a{};
    T b{};
  };
  Data* data_;
};

// A vector of one's own.
template <typename T>
class Array {
 public:
  Array() = default;
  Array(const Array& other) { *this = other; }
  Array(Array&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        room_(std::exchange(other.room_, 0)) {}
  Array& operator=(const Array& other) {
    if (this == &other) return *this;
    size_ = 0;
    for (size_t i = 0; i < other.size_; ++i) push(other.data_[i]);
    return *this;
  }
  Array& operator=(Array&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
    return *this;
  }
  ~Array() { delete[] data_; }
  void push(T value) {
    if (size_ == room_) {
      room_ = room_ ? 2 * room_ : 1;
      T* more = new T[room_];
      for (size_t i = 0; i < size_; ++i) more[i] = std::move(data_[i]);
      delete[] data_;
      data_ = more;
    }
    data_[size_++] = std::move(value);
  }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  size_t size() const { return size_; }

 private:
  T* data_ = nullptr;
  size_t size_ = 0;
  size_t room_ = 0;
};

// A list with a tail.
template <typename T>
class Chain {
  struct Node {
    T value;
    Node* next;
  };

 public:
  Chain() = default;
  Chain(const Chain& other) {
    for (const Node* n = other.head_; n; n = n->next) add(n->value);
  }
  Chain& operator=(const Chain& other) {
    if (this == &other) return *this;
    clear();
    for (const Node* n = other.head_; n; n = n->next) add(n->value);
    return *this;
  }
  ~Chain() { clear(); }
  void add(T value) {
    Node* n = new Node{std::move(value), nullptr};
    *tail_ = n;
    tail_ = &n->next;
  }
  void clear() {
    while (Node* n = head_) {
      head_ = n->next;
      delete n;
    }
    tail_ = &head_;
  }
  T& at(int i) {
    Node* n = head_;
    while (i-- > 0) n = n->next;
    return n->value;
  }

 private:
  Node* head_ = nullptr;
  Node** tail_ = &head_;
};

// An optional of one's own.
template <typename T>
class Maybe {
 public:
  Maybe() = default;
  explicit Maybe(T value) { set(std::move(value)); }
  Maybe(const Maybe& other) {
    if (other.full_) set(other.get());
  }
  Maybe& operator=(const Maybe& other) {
    if (this == &other) return *this;
    reset();
    if (other.full_) set(other.get());
    return *this;
  }
  ~Maybe() { reset(); }
  void set(T value) {
    reset();
    new (room_) T(std::move(value));
    full_ = true;
  }
  void reset() {
    if (full_) get().~T();
    full_ = false;
  }
  T& get() { return *std::launder(reinterpret_cast<T*>(room_)); }
  const T& get() const { return *std::launder(reinterpret_cast<const T*>(room_)); }

 private:
  alignas(T) unsigned char room_[sizeof(T)];
  bool full_ = false;
};

// A counted pointer of one's own.
template <typename T>
class Counted {
 public:
  Counted() : Counted(T{}) {}
  explicit Counted(T value) : box_(new Box{std::move(value), 1}) {}
  Counted(const Counted& other) : box_(other.box_) { ++box_->count; }
  Counted& operator=(const Counted& other) {
    ++other.box_->count;
    drop();
    box_ = other.box_;
    return *this;
  }
  ~Counted() { drop(); }
  T& operator*() const { return box_->value; }
  T* operator->() const { return &box_->value; }

 private:
  struct Box {
    T value;
    int count;
  };
  void drop() {
    if (--box_->count == 0) delete box_;
  }
  Box* box_;
};

// A base class, and one that is derived of it.
template <typename T>
struct Base {
  T a{};
  virtual ~Base() = default;
};
template <typename T>
struct Derived : Base<T> {
  Derived() = default;
  Derived(T first, T second) : b(std::move(second)) { this->a = std::move(first); }
  T b{};
};

// A matrix of two rows.
template <typename T>
struct Grid {
  T cells[2][2]{};
};

// A ring of two.
template <typename T>
class Ring {
 public:
  void put(T value) {
    slots_[next_ % 2] = std::move(value);
    ++next_;
  }
  T& oldest() { return slots_[next_ % 2]; }
  T& newest() { return slots_[(next_ + 1) % 2]; }

 private:
  T slots_[2]{};
  unsigned next_ = 0;
};

// Makes of two values what has no constructor for that.
template <typename T>
Array<T> NewArray(T a, T b) {
  Array<T> made;
  made.push(std::move(a));
  made.push(std::move(b));
  return made;
}
template <typename T>
Chain<T> NewChain(T a, T b) {
  Chain<T> made;
  made.add(std::move(a));
  made.add(std::move(b));
  return made;
}
template <typename T>
Ring<T> NewRing(T a, T b) {
  Ring<T> made;
  made.put(std::move(a));
  made.put(std::move(b));
  return made;
}
template <typename T>
Grid<T> NewGrid(T a, T b) {
  Grid<T> made;
  made.cells[0][1] = std::move(a);
  made.cells[1][0] = std::move(b);
  return made;
}
template <typename T>
std::queue<T> NewQueue(T a, T b) {
  std::queue<T> made;
  made.push(std::move(a));
  made.push(std::move(b));
  return made;
}
template <typename T>
std::stack<T> NewStack(T value) {
  std::stack<T> made;
  made.push(std::move(value));
  return made;
}
template <typename T>
std::shared_future<T> Ready(T value) {
  std::promise<T> promise;
  promise.set_value(std::move(value));
  return promise.get_future().share();
}
// Two values as bytes.
template <typename T>
struct Bytes {
  unsigned char raw[2 * sizeof(T)] = {};
  void put(int i, const T& value) { std::memcpy(raw + i * sizeof(T), &value, sizeof(T)); }
  T get(int i) const {
    T value;
    std::memcpy(&value, raw + i * sizeof(T), sizeof(T));
    return value;
  }
};
template <typename T>
Bytes<T> NewBytes(T a, T b) {
  Bytes<T> made;
  made.put(0, a);
  made.put(1, b);
  return made;
}

template <typename T>
T Copy(const T& value) {
  return value;
}
