// Structured bindings of classes that say by get<N> what their parts are: a member, or found by its argument.
#include <string>
#include <tuple>
#include <utility>
#include "corpus.h"
class Member {
 public:
  Member(int a, int b) : a_(a), b_(b) {}
  template <int N> int get() const { if constexpr (N == 0) return a_; else return b_; }
 private:
  int a_, b_;
};
template <> struct std::tuple_size<Member> : std::integral_constant<std::size_t, 2> {};
template <std::size_t N> struct std::tuple_element<N, Member> { using type = int; };
namespace lib {
struct Free { int x, y; };
template <std::size_t N> int& get(Free& f) { if constexpr (N == 0) return f.x; else return f.y; }
template <std::size_t N> const int& get(const Free& f) { if constexpr (N == 0) return f.x; else return f.y; }
template <std::size_t N> int&& get(Free&& f) { if constexpr (N == 0) return std::move(f.x); else return std::move(f.y); }
}
template <> struct std::tuple_size<lib::Free> : std::integral_constant<std::size_t, 2> {};
template <std::size_t N> struct std::tuple_element<N, lib::Free> { using type = int; };
struct Both {
  int x, y;
  template <std::size_t N> auto& get() & { if constexpr (N == 0) return x; else return y; }
  template <std::size_t N> const auto& get() const & { if constexpr (N == 0) return x; else return y; }
  template <std::size_t N> auto&& get() && { if constexpr (N == 0) return std::move(x); else return std::move(y); }
};
template <> struct std::tuple_size<Both> : std::integral_constant<std::size_t, 2> {};
template <std::size_t N> struct std::tuple_element<N, Both> { using type = int; };

void ByValue() {
  Member m(Read("a"), Read("b"));
  auto [a, b] = m;
  Write("a", a);  // FLOW: a  NEVER: b
  Write("b", b);  // FLOW: b  NEVER: a
}
void ByConst() {
  Member m(Read("a"), Read("b"));
  const auto& [a, b] = m;
  Write("a", a);  // FLOW: a  NEVER: b
  Write("b", b);  // FLOW: b  NEVER: a
}
void FreeGet() {
  lib::Free f{Read("x"), Read("y")};
  auto [x, y] = f;
  Write("x", x);  // FLOW: x  NEVER: y
  Write("y", y);  // FLOW: y  NEVER: x
}
void FreeRef() {
  lib::Free f{Read("x"), Read("y")};
  auto& [x, y] = f;
  x = Read("z");
  Write("x", f.x);  // FLOW: z  NEVER: x, y
  Write("y", f.y);  // FLOW: y  NEVER: x, z
  const auto& [c, d] = f;
  Write("c", c);  // FLOW: z  NEVER: y
  Write("d", d);  // FLOW: y  NEVER: z
}
lib::Free MakeFree() { return {Read("x"), Read("y")}; }
void FreeMove() {
  auto&& [x, y] = MakeFree();
  Write("x", x);  // FLOW: x  NEVER: y
  auto [z, w] = MakeFree();
  Write("w", w);  // FLOW: y  NEVER: x
}
void MemberRef() {
  Both f{Read("x"), Read("y")};
  auto& [x, y] = f;
  y = Read("z");
  Write("y", f.y);  // FLOW: z  NEVER: y
  Write("x", x);  // FLOW: x
  auto [p, q] = f;
  Write("p", p);  // FLOW: x  NEVER: z
  Write("q", q);  // FLOW: z  NEVER: x
  auto [r, s] = std::move(f);
  Write("s", s);  // FLOW: z  NEVER: x
  for (auto [k, l] : {Both{Read("k"), Read("l")}}) Write("k", k);  // FLOW: k  NEVER: l
}
