// What is stored behind the pointers of an object that a function was given as const: each kind of object in each of the states that
// a caller may have it in.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corpus.h"

struct Hold {
  int* p;
};
template <typename T>
class Own {
  T* p_;

 public:
  explicit Own(T* p) : p_(p) {}
  T& operator*() const { return *p_; }
};

struct Unique {
  using T = std::unique_ptr<int>;
  static constexpr const char* kName = "unique";
  static T Make() { return std::make_unique<int>(0); }
  static void Store(const T& c) { *c = Read("unique"); }
  static int Get(T& o) { return *o; }
};
struct Shared {
  using T = std::shared_ptr<int>;
  static constexpr const char* kName = "shared";
  static T Make() { return std::make_shared<int>(0); }
  static void Store(const T& c) { *c = Read("shared"); }
  static int Get(T& o) { return *o; }
};
struct Field {
  using T = Hold;
  static constexpr const char* kName = "field";
  static T Make() { return Hold{new int(0)}; }
  static void Store(const T& c) { *c.p = Read("field"); }
  static int Get(T& o) { return *o.p; }
};
struct Row {
  using T = std::vector<int*>;
  static constexpr const char* kName = "row";
  static T Make() { return {new int(0)}; }
  static void Store(const T& c) { *c[0] = Read("row"); }
  static int Get(T& o) { return *o[0]; }
};
struct Span {
  using T = std::span<int>;
  static constexpr const char* kName = "span";
  static T Make() { return {new int[2], 2}; }
  static void Store(const T& c) { c[1] = Read("span"); }
  static int Get(T& o) { return o[1]; }
};
struct Maybe {
  using T = std::optional<int*>;
  static constexpr const char* kName = "maybe";
  static T Make() { return new int(0); }
  static void Store(const T& c) { **c = Read("maybe"); }
  static int Get(T& o) { return **o; }
};
struct Mine {
  using T = Own<int>;
  static constexpr const char* kName = "mine";
  static T Make() { return Own<int>(new int(0)); }
  static void Store(const T& c) { *c = Read("mine"); }
  static int Get(T& o) { return *o; }
};
struct Grown {
  using T = std::unique_ptr<std::vector<int>>;
  static constexpr const char* kName = "grown";
  static T Make() { return std::make_unique<std::vector<int>>(); }
  static void Store(const T& c) { c->push_back(Read("grown")); }
  static int Get(T& o) { return o->back(); }
};

template <typename K>
std::string To(const char* way) {
  return std::string(K::kName) + way;
}
template <typename K>
void Left(typename K::T& o) {
  o = K::Make();
}
template <typename K>
struct Member {
  typename K::T o = K::Make();
  void Store() { K::Store(o); }
};

template <typename K>
void Ways(typename K::T& parameter) {
  typename K::T made = K::Make();
  K::Store(made);
  // FLOW: unique -> unique.made, shared -> shared.made, field -> field.made, row -> row.made, span -> span.made, maybe -> maybe.made, mine -> mine.made, grown -> grown.made
  Write(To<K>(".made").c_str(), K::Get(made));

  typename K::T left = K::Make();
  Left<K>(left);
  K::Store(left);
  // FLOW: unique -> unique.left, shared -> shared.left, field -> field.left, row -> row.left, span -> span.left, maybe -> maybe.left, mine -> mine.left, grown -> grown.left
  Write(To<K>(".left").c_str(), K::Get(left));

  K::Store(parameter);
  // FLOW: unique -> unique.parameter, shared -> shared.parameter, field -> field.parameter, row -> row.parameter, span -> span.parameter, maybe -> maybe.parameter, mine -> mine.parameter, grown -> grown.parameter
  Write(To<K>(".parameter").c_str(), K::Get(parameter));

  Member<K> member;
  member.Store();
  // FLOW: unique -> unique.member, shared -> shared.member, field -> field.member, row -> row.member, span -> span.member, maybe -> maybe.member, mine -> mine.member, grown -> grown.member
  Write(To<K>(".member").c_str(), K::Get(member.o));
}
template <typename K>
void Copied() {
  typename K::T o = K::Make(), copy = o;
  K::Store(copy);
  // FLOW: shared -> shared.copy, field -> field.copy, row -> row.copy, span -> span.copy, maybe -> maybe.copy, mine -> mine.copy
  Write(To<K>(".copy").c_str(), K::Get(o));
}

// Made by the function itself.
void Fresh() {
  std::unique_ptr<int> unique = std::make_unique<int>(0);
  Unique::Store(unique);
  Write("fresh.unique", *unique);  // FLOW: unique
  std::shared_ptr<int> shared = std::make_shared<int>(0);
  Shared::Store(shared);
  Write("fresh.shared", *shared);  // FLOW: shared
  Hold field{new int(0)};
  Field::Store(field);
  Write("fresh.field", *field.p);  // FLOW: field
  std::vector<int*> row{new int(0)};
  Row::Store(row);
  Write("fresh.row", *row[0]);  // FLOW: row
  std::span<int> span(new int[2], 2);
  Span::Store(span);
  Write("fresh.span", span[1]);  // FLOW: span
  Own<int> mine(new int(0));
  Mine::Store(mine);
  Write("fresh.mine", *mine);  // FLOW: mine
  std::optional<int*> maybe = new int(0);
  Maybe::Store(maybe);
  Write("fresh.maybe", **maybe);  // FLOW: maybe
  std::unique_ptr<std::vector<int>> grown = std::make_unique<std::vector<int>>();
  Grown::Store(grown);
  Write("fresh.grown", grown->back());  // FLOW: grown
}

template void Ways<Unique>(Unique::T&);
template void Ways<Shared>(Shared::T&);
template void Ways<Field>(Field::T&);
template void Ways<Row>(Row::T&);
template void Ways<Span>(Span::T&);
template void Ways<Maybe>(Maybe::T&);
template void Ways<Mine>(Mine::T&);
template void Ways<Grown>(Grown::T&);
template void Copied<Shared>();
template void Copied<Field>();
template void Copied<Row>();
template void Copied<Span>();
template void Copied<Maybe>();
template void Copied<Mine>();
