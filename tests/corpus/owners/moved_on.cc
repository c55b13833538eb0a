// Pointers handed to a call, and then moved on: what they led to is still there.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include "corpus.h"
void Touch(std::unique_ptr<int>& to, int v) {
  *to = v;
}
void Touch(std::shared_ptr<int>& to, int v) {
  *to = v;
}
void Touch(int*& to, int v) {
  *to = v;
}
void Touch(std::unique_ptr<int[]>& to, int v) {
  to[1] = v;
}
int Look(std::unique_ptr<int[]>& at) {
  return at[0];
}
void Constructed() {
  auto x = std::make_unique<int>(1), y = std::make_unique<int>(Read("constructed_other"));
  Touch(x, Read("constructed"));
  std::unique_ptr<int> t(std::move(x));
  Write("constructed_t", *t);  // FLOW: constructed  NEVER: constructed_other
  Write("constructed_y", *y);  // FLOW: constructed_other  NEVER: constructed
}
void Assigned() {
  auto x = std::make_unique<int>(1);
  Touch(x, Read("assigned"));
  std::unique_ptr<int> t;
  t = std::move(x);
  Write("assigned_t", *t);  // FLOW: assigned
}
void Shared() {
  auto x = std::make_shared<int>(1);
  Touch(x, Read("shared"));
  auto t = std::move(x);
  Write("shared_t", *t);  // FLOW: shared
}
void Cleared() {
  auto x = new int(1);
  Touch(x, Read("cleared"));
  auto t = x;
  x = nullptr;
  Write("cleared_t", *t);  // FLOW: cleared
}
void Replaced() {
  auto x = new int(1);
  Touch(x, Read("replaced"));
  auto t = x;
  x = new int(Read("replaced_by"));
  Write("replaced_t", *t);  // FLOW: replaced  NEVER: replaced_by
  Write("replaced_x", *x);  // FLOW: replaced_by  NEVER: replaced
}
void Released() {
  auto x = std::make_unique<int>(1);
  Touch(x, Read("released"));
  int* t = x.release();
  Write("released_t", *t);  // FLOW: released
}
void Exchanged() {
  auto x = std::make_unique<int>(1);
  Touch(x, Read("exchanged"));
  auto t = std::exchange(x, nullptr);
  Write("exchanged_t", *t);  // FLOW: exchanged
}
void Row() {
  auto x = std::unique_ptr<int[]>(new int[2]{0, 1});
  Touch(x, Read("row"));
  auto t = std::move(x);
  Write("row_t", t[1]);  // FLOW: row
}
void LookedAt() {
  auto x = std::unique_ptr<int[]>(new int[2]{0, Read("looked_at")});
  Look(x);
  auto t = std::move(x);
  Write("looked_at_t", t[1]);  // FLOW: looked_at
}
struct Owner {
  int* p = nullptr;
  int n = 0;
};
void Fill(Owner& owner, int v) {
  *owner.p = v;
}
void Whole() {
  Owner x;
  x.p = new int(1);
  Fill(x, Read("whole"));
  int* t = x.p;
  x = Owner();
  Write("whole_t", *t);  // FLOW: whole
  Write("whole_n", x.n);  // NEVER: whole
}
void Fill(std::optional<std::string>& to, const std::string& v) {
  to.reset();
  to.emplace(v);
}
void Optional() {
  std::optional<std::string> x = std::make_optional<std::string>(""), z = x;
  Fill(x, ReadText("optional"));
  std::optional<std::string> y = std::move(x);
  WriteText("optional_y", y->c_str());  // FLOW: optional
  WriteText("optional_z", z->c_str());  // NEVER: optional
}
struct Keeper {
  int* kept = nullptr;
  void Look() {
  }
};
Keeper Make(int v) {
  Keeper keeper;
  keeper.kept = new int(v);
  return keeper;
}
void Kept() {
  Keeper keeper = Make(Read("kept")), other = Make(Read("kept_other"));
  keeper.Look();
  other.Look();
  Write("kept_out", *keeper.kept);  // FLOW: kept  NEVER: kept_other
}
