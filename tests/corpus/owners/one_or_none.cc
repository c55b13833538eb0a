// FLAGS: -std=c++23
// optional, expected, variant and any.
#include <any>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include "corpus.h"

using Text = std::string;
struct Patient { int age, sex; };

void Value() {
  std::optional<int> a = Read("a"), b = Read("b"), none;
  Write("a", *a);          // FLOW: a  NEVER: b
  Write("b", b.value());   // FLOW: b  NEVER: a
  Write("none", none.value_or(Read("default")));  // FLOW: default  NEVER: a, b
  Write("or", a.value_or(Read("c")));  // FLOW: a, c  NEVER: b
}

void Fields() {
  std::optional<Patient> p = Patient{Read("age"), Read("sex")};
  Write("age", p->age);      // FLOW: age  NEVER: sex
  Write("sex", (*p).sex);    // FLOW: sex  NEVER: age
  p->age = Read("later");
  Write("later", p.value().age);  // FLOW: later  NEVER: age, sex
}

void Reset() {
  std::optional<int> a = Read("a"), b = Read("b");
  a.reset();
  Write("a", a.value_or(0));  // NEVER: a, b
  b = std::nullopt;
  Write("b", b.value_or(0));  // NEVER: a, b
}

void Emplaced() {
  std::optional<Patient> p;
  p.emplace(Read("age"), Read("sex"));
  Write("age", p->age);  // FLOW: age  NEVER: sex
  std::optional<Text> t{ReadAs<Text>("old")};
  t.emplace(ReadAs<Text>("new"));
  WriteAs("t", *t);  // FLOW: new  NEVER: old
}

void Assigned() {
  std::optional<int> a = Read("old"), b = Read("b");
  a = Read("new");
  Write("a", *a);  // FLOW: new  NEVER: old
  a = b;
  b = Read("later");
  Write("again", *a);  // FLOW: b  NEVER: new, later
}

void Monadic() {
  std::optional<int> a = Read("a"), b = Read("b");
  auto twice = a.transform([](int x) { return 2 * x; });
  Write("twice", *twice);  // FLOW: a  NEVER: b
  auto next = b.and_then([](int x) -> std::optional<int> { return x + 1; });
  Write("next", next.value());  // FLOW: b  NEVER: a
  auto other = a.or_else([] { return std::optional<int>(Read("else")); });
  Write("other", *other);  // FLOW: a, else  NEVER: b
}

void TransformsToConstant() {
  std::optional<int> a = Read("a");
  auto c = a.transform([](int) { return 7; });
  Write("c", *c);  // NOT: a
}

static std::optional<int> Parse(int x) {
  if (x > 3) return x;
  return std::nullopt;
}
void Returned() {
  if (auto r = Parse(Read("r"))) Write("r", *r);  // FLOW: r  NEVER: s
  if (auto s = Parse(Read("s"))) Write("s", *s);  // FLOW: s  NEVER: r
}

void PresenceIsNoContent() {
  std::optional<int> a = Read("a");
  int n = 0;
  if (a) n = 1;
  Write("n", n);  // NEVER: a
  Write("has", a.has_value());  // NEVER: a
}

void Made() {
  auto p = std::make_optional<Patient>(Read("age"), Read("sex"));
  auto q = std::make_optional(Read("q"));
  Write("age", p->age);  // FLOW: age  NEVER: sex, q
  Write("q", *q);        // FLOW: q  NEVER: age
}

void Swapped() {
  std::optional<int> a = Read("a"), b = Read("b");
  a.swap(b);
  Write("a", *a);  // FLOW: b  NEVER: a
}

// --- expected

static std::expected<int, Text> Load(bool ok) {
  if (ok) return Read("value");
  return std::unexpected(ReadAs<Text>("reason"));
}
void Expected() {
  auto r = Load(Any());
  if (r) {
    Write("value", *r);  // FLOW: value  NEVER: reason
  } else {
    WriteAs("error", r.error());  // FLOW: reason  NEVER: value
  }
  Write("or", r.value_or(Read("default")));  // FLOW: value, default  NEVER: reason
}

void ExpectedAssigned() {
  std::expected<int, Text> a = Read("old");
  a = Read("new");
  Write("a", *a);  // FLOW: new  NEVER: old
  a = std::unexpected(Text("no"));
  WriteAs("e", a.error());  // NEVER: old, new
}

// --- variant

void Get() {
  std::variant<int, Text> v = Read("v"), w = ReadAs<Text>("w");
  Write("v", std::get<int>(v));    // FLOW: v  NEVER: w
  WriteAs("w", std::get<1>(w));    // FLOW: w  NEVER: v
  if (auto* p = std::get_if<int>(&v)) Write("if", *p);  // FLOW: v  NEVER: w
}

void AssignedVariant() {
  std::variant<int, Text> v = Read("old");
  v = ReadAs<Text>("new");
  WriteAs("v", std::get<Text>(v));  // FLOW: new  NEVER: old
  v.emplace<int>(Read("n"));
  Write("n", std::get<0>(v));  // FLOW: n  NEVER: old, new
}

void OtherAlternative() {
  std::variant<int, Patient> v = Patient{Read("age"), Read("sex")};
  Write("age", std::get<Patient>(v).age);  // FLOW: age  NEVER: sex
  std::get<Patient>(v).age = 0;
  Write("zero", std::get<1>(v).age);  // NEVER: age, sex
}

void Visited() {
  std::variant<int, Text> v = Read("v"), w = ReadAs<Text>("w");
  std::visit([](const auto& x) { WriteAs("visited", x); }, v);  // FLOW: v  NEVER: w
  int n = std::visit([](const auto& x) -> int {
    if constexpr (std::is_same_v<std::decay_t<decltype(x)>, int>) {
      return x;
    } else {
      return 0;
    }
  }, v);
  Write("n", n);  // FLOW: v  NEVER: w
}

template <typename... Ts>
struct Overloaded : Ts... { using Ts::operator()...; };
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;
void VisitedByOverloaded() {
  std::variant<int, Text> v = Read("v");
  int got = 0, other = 0;
  std::visit(Overloaded{[&](int x) { got = x; }, [&](const Text&) { other = Read("text"); }}, v);
  Write("got", got);      // FLOW: v  NOT: text
  Write("other", other);  // FLOW: text  NOT: v
}

struct Printer {
  void operator()(int x) const { Write("int", x); }                // FLOW: v  KNOWN(A visitor with an overload for each alternative): NEVER: w
  void operator()(const Text& x) const { WriteAs("text", x); }      // FLOW: w  KNOWN(A visitor with an overload for each alternative): NEVER: v
};
void VisitedByStruct() {
  std::variant<int, Text> v = Read("v");
  std::visit(Printer{}, v);
  std::variant<int, Text> w = ReadAs<Text>("w");
  std::visit(Printer(), w);
}

void VisitedTwo() {
  std::variant<int, double> a = Read("a"), b = Read("b");
  double sum = std::visit([](auto x, auto y) { return static_cast<double>(x + y); }, a, b);
  WriteReal("sum", sum);  // FLOW: a, b
  double first = std::visit([](auto x, auto) { return static_cast<double>(x); }, a, b);
  WriteReal("first", first);  // FLOW: a  NOT: b
}

void VisitorChanges() {
  std::variant<int, double> v = 1, w = 2;
  std::visit([](auto& x) { x = Read("x"); }, v);
  Write("v", std::get<int>(v));  // FLOW: x
  Write("w", std::get<int>(w));  // NEVER: x
}

void IndexIsNoContent() {
  std::variant<int, Text> v = Read("v");
  Write("index", static_cast<int>(v.index()));                // NEVER: v
  Write("holds", std::holds_alternative<int>(v));             // NEVER: v
}

// --- any

void AnyCast() {
  std::any a = Read("a"), b = ReadAs<Text>("b");
  Write("a", std::any_cast<int>(a));            // FLOW: a  NEVER: b
  WriteAs("b", std::any_cast<const Text&>(b));  // FLOW: b  NEVER: a
  if (auto* p = std::any_cast<int>(&a)) Write("p", *p);  // FLOW: a  NEVER: b
}

void AnyAssigned() {
  std::any a = Read("old");
  a = Read("new");
  Write("a", std::any_cast<int>(a));  // FLOW: new  NEVER: old
  a.reset();
  a.emplace<Text>(ReadAs<Text>("text"));
  WriteAs("t", std::any_cast<Text>(a));  // FLOW: text  NEVER: new, old
}
