// Methods and functions that change what they get as const.
#include "corpus.h"
#include <string>
#include <map>
#include <vector>
class Cache {
 public:
  int Get(int k) const {
    if (!ready_) {
      const_cast<Cache*>(this)->value_ = k;
      const_cast<Cache*>(this)->ready_ = true;
    }
    return value_;
  }
  int Raw() const {
    return value_;
  }
  int other_ = 0;

 private:
  int value_ = 0;
  bool ready_ = false;
};
void Method() {
  Cache c;
  c.Get(Read("method"));
  Write("method_k", c.Raw());  // FLOW: method
  Write("method_k2", c.other_);  // NEVER: method
}
void Fill(const std::vector<int>& v, int x) {
  const_cast<std::vector<int>&>(v).push_back(x);
}
void Vector() {
  std::vector<int> v;
  Fill(v, Read("vector"));
  Write("vector_k", v[0]);  // FLOW: vector
}
struct P {
  int* p;
};
void Through(const P& p, int v) {
  *p.p = v;
}
void Member() {
  int x = 0, y = 0;
  P p{&x};
  Through(p, Read("member"));
  Write("member_k", x);  // FLOW: member
  Write("member_k2", y);  // NEVER: member
}
class Lazy {
 public:
  const std::string& Text() const {
    auto* self = const_cast<Lazy*>(this);
    self->Load();
    return text_;
  }
  void SetPath(int v) {
    path_ = v;
  }
  int n() const {
    return n_;
  }

 private:
  void Load() {
    n_ = path_;
  }
  std::string text_;
  int path_ = 0;
  int n_ = 0;
};
void Further() {
  Lazy l;
  l.SetPath(Read("further"));
  l.Text();
  Write("further_k", l.n());  // FLOW: further
}
void View() {
  const int n = 1;
  std::map<std::string, int> m;
  const auto& view = m;
  const_cast<std::map<std::string, int>&>(view)["a"] = Read("view");
  Write("view_k", m["a"]);  // FLOW: view
  Write("view_k2", n);  // NEVER: view
}
int main() {
  Method();
  Vector();
  Member();
  Further();
  View();
}
