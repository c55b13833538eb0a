// Objects of the library behind references and pointers that functions return.
#include <any>
#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>
#include "corpus.h"
template <typename T>
T& Same(T& x) {
  return x;
}
template <typename T>
T* Pointer(T* x) {
  return x;
}
std::optional<int>& OptionalOf(std::optional<int>& x) {
  return x;
}
void Optional() {
  std::optional<int> x, y = Read("optional_other");
  OptionalOf(x).emplace(Read("optional"));
  Write("optional_x", *x);  // FLOW: optional  NEVER: optional_other
  Write("optional_y", *y);  // FLOW: optional_other  NEVER: optional
}
void Assigned() {
  std::optional<int> x;
  Same(x) = Read("assigned");
  Write("assigned_x", x.value());  // FLOW: assigned
}
void Emptied() {
  std::optional<std::string> x = std::make_optional<std::string>(ReadText("emptied_before"));
  Same(x).reset();
  Same(x).emplace(ReadText("emptied"));
  WriteText("emptied_x", x->c_str());  // FLOW: emptied
}
void Inserted() {
  std::vector<int> x(2);
  Same(x).insert(x.begin(), Read("inserted"));
  Write("inserted_x", x[0]);  // FLOW: inserted
}
void InsertedThere() {
  std::deque<int> x{0, 0}, y{0, 0};
  auto* t = Pointer(&x);
  t->insert(t->begin(), Read("inserted_there"));
  Write("inserted_there_x", x[0]);  // FLOW: inserted_there
  Write("inserted_there_y", y[0]);  // NEVER: inserted_there
}
void Unique() {
  std::unique_ptr<int> x, y = std::make_unique<int>(Read("unique_other"));
  Same(x) = std::make_unique<int>(Read("unique"));
  Write("unique_x", *x);  // FLOW: unique  NEVER: unique_other
  Write("unique_y", *y);  // FLOW: unique_other  NEVER: unique
}
void Reset() {
  std::unique_ptr<int> x;
  Same(x).reset(new int(Read("reset")));
  Write("reset_x", *x);  // FLOW: reset
}
void Variant() {
  std::variant<int, float> x;
  Same(x) = Read("variant");
  Write("variant_x", std::get<0>(x));  // FLOW: variant
}
void Emplaced() {
  std::variant<int, float> x;
  Same(x).emplace<0>(Read("emplaced"));
  Write("emplaced_x", std::get<0>(x));  // FLOW: emplaced
}
void Gotten() {
  std::variant<int, float> x, y;
  std::get<0>(Same(x)) = Read("gotten");
  Write("gotten_x", std::get<0>(x));  // FLOW: gotten
  Write("gotten_y", std::get<0>(y));  // NEVER: gotten
}
void AnyCast() {
  std::any x = 1, y = Read("cast_other");
  std::any_cast<int&>(x) = Read("cast");
  Write("cast_x", std::any_cast<int>(x));  // FLOW: cast  NEVER: cast_other
  Write("cast_y", std::any_cast<int>(y));  // FLOW: cast_other  NEVER: cast
}
class Setter {
 public:
  explicit Setter(std::any& to) : to_(to) {
  }
  void Set(int v) {
    std::any_cast<int&>(to_) = v;
  }

 private:
  std::any& to_;
};
void AnySet() {
  std::any x = std::make_any<int>(1), y = x;
  Setter setter(x);
  setter.Set(Read("any_set"));
  Write("any_set_x", std::any_cast<int>(x));  // FLOW: any_set
  Write("any_set_y", std::any_cast<int>(y));  // NEVER: any_set
}
void Pair() {
  std::pair<int, int> x;
  Same(x).first = Read("pair");
  Write("pair_first", x.first);  // FLOW: pair
  Write("pair_second", x.second);  // NEVER: pair
}
void Mapped() {
  std::map<int, int> x;
  Same(x)[1] = Read("mapped");
  Write("mapped_1", x[1]);  // FLOW: mapped
  Write("mapped_2", x[2]);  // NEVER: mapped
}
std::vector<int>*& Current() {
  static std::vector<int>* current;
  return current;
}
void Append(int v) {
  Current()->push_back(v);
}
void Appended() {
  std::vector<int> x, y;
  Current() = &x;
  Append(Read("appended"));
  Write("appended_x", x[0]);  // FLOW: appended
}
struct Settings {
  int level;
  int other;
};
Settings*& Chosen() {
  static Settings* chosen;
  return chosen;
}
void SetLevel(int v) {
  Chosen()->level = v;
}
void Level() {
  Settings x{};
  Chosen() = &x;
  SetLevel(Read("level"));
  Write("level_x", x.level);  // FLOW: level
  Write("level_other", x.other);  // NEVER: level
}
