// Templates: each instance is its own.
#include "corpus.h"

template <typename T>
static T Same(T v) {
  return v;
}
void FunctionTemplate() {
  Write("int", Same(Read("a")));            // FLOW: a(identity)  NEVER: b
  WriteReal("real", Same(ReadReal("b")));  // FLOW: b  NEVER: a
}

template <typename T>
class Box {
 public:
  explicit Box(T v) : v_(v) {}
  T get() const { return v_; }
  void set(T v) { v_ = v; }
  template <typename F>
  auto map(F f) const {
    return Box<decltype(f(v_))>(f(v_));
  }

 private:
  T v_;
};
void ClassTemplate() {
  Box<int> a(Read("a")), b(Read("b"));
  b.set(Read("c"));
  Write("a", a.get());  // FLOW: a  NEVER: b, c
  Write("b", b.get());  // FLOW: c  NEVER: a, b
}

void MemberTemplate() {
  int by = Read("by");
  Box<int> a(Read("a"));
  auto b = a.map([by](int v) { return v * 0.5 + by; });
  WriteReal("b", b.get());  // FLOW: a, by
  Write("a", a.get());      // FLOW: a  NEVER: by
}

template <typename T>
struct Picker {
  static int Pick(int a, int b) { return a; }
};
template <>
struct Picker<double> {
  static int Pick(int a, int b) { return b; }
};
template <typename T>
struct Picker<T*> {
  static int Pick(int a, int b) { return 0; }
};
void Specialisations() {
  Write("general", Picker<int>::Pick(Read("a"), Read("b")));        // FLOW: a  NEVER: b
  Write("special", Picker<double>::Pick(Read("c"), Read("d")));     // FLOW: d  NEVER: c
  Write("partial", Picker<int*>::Pick(Read("e"), Read("f")));       // NEVER: e, f
}

template <int kIndex>
static int Nth(int a, int b, int c) {
  if constexpr (kIndex == 0) {
    return a;
  } else if constexpr (kIndex == 1) {
    return b;
  } else {
    return c;
  }
}
void IfConstexpr() {
  Write("first", Nth<0>(Read("a"), Read("b"), Read("c")));   // FLOW: a  NEVER: b, c
  Write("third", Nth<2>(Read("d"), Read("e"), Read("f")));  // FLOW: f  NEVER: d, e
}

template <typename... T>
static int Sum(T... v) {
  return (v + ... + 0);
}
void Fold() {
  int d = Read("d");
  Write("sum", Sum(Read("a"), Read("b"), Read("c")));  // FLOW: a, b, c  NEVER: d
  Write("one", Sum(d));                                // FLOW: d  NEVER: a
}

static int Last(int v) { return v; }
template <typename... T>
static int Last(int, T... rest) {
  return Last(rest...);
}
void RecursiveVariadic() {
  Write("last", Last(Read("a"), Read("b"), Read("c")));  // FLOW: c  NEVER: a, b
}

template <typename... T>
static void WriteEach(const char* name, T... v) {
  (Write(name, v), ...);  // FLOW: a -> left, b -> left, c -> right  NEVER: a -> right, c -> left
}
void FoldOverComma() {
  WriteEach("left", Read("a"), Read("b"));
  WriteEach("right", Read("c"));
}

template <typename Self>
struct Shape {
  int Area() const { return static_cast<const Self*>(this)->AreaOf(); }
};
struct Square : Shape<Square> {
  int side;
  int AreaOf() const { return side * side; }
};
struct Rectangle : Shape<Rectangle> {
  int width, height;
  int AreaOf() const { return width; }
};
void Crtp() {
  Square s;
  s.side = Read("side");
  Rectangle r;
  r.width = Read("width");
  r.height = Read("height");
  Write("square", s.Area());     // FLOW: side  NEVER: width
  Write("rectangle", r.Area());  // FLOW: width  NEVER: height, side
}

template <typename T>
concept Number = requires(T a) { a + a; };
static int Describe(Number auto v) { return v; }
static int Describe(const char*) { return Read("text"); }
void Concepts() {
  Write("number", Describe(Read("n")));  // FLOW: n  NEVER: text
  Write("text", Describe("x"));          // FLOW: text  NEVER: n
}

template <typename T>
struct Pair {
  T first, second;
  Pair<T> Swapped() const { return {second, first}; }
};
void AggregateTemplate() {
  Pair<int> p{Read("a"), Read("b")};
  auto q = p.Swapped().Swapped();
  auto r = p.Swapped();
  Write("q", q.first);  // FLOW: a  NEVER: b
  Write("r", r.first);  // FLOW: b  NEVER: a
}

template <typename T>
T shared{};
void VariableTemplate() {
  shared<int> = Read("int");
  shared<double> = ReadReal("real");
  Write("int", shared<int>);          // FLOW: int  NEVER: real
  WriteReal("real", shared<double>);  // FLOW: real  NEVER: int
}

template <auto* kFunction>
static int CallIt(int a, int b) {
  return kFunction(a, b);
}
static int Left(int a, int b) { return a; }
static int Right(int a, int b) { return b; }
void FunctionAsTemplateArgument() {
  Write("left", CallIt<Left>(Read("a"), Read("b")));    // FLOW: a  NEVER: b
  Write("right", CallIt<Right>(Read("c"), Read("d")));  // FLOW: d  NEVER: c
}

template <typename T>
static void Assign(T& to, const T& from) {
  to = from;
}
void ReferenceParameters() {
  int x = Read("x"), y = Read("y");
  Assign(x, y);
  Write("x", x);  // FLOW: y  NEVER: x
  Write("y", y);  // FLOW: y  NEVER: x
}
