// Overloaded operators, conversions, user-defined literals.
#include "corpus.h"

struct Vec {
  int x, y;
  Vec operator+(const Vec& o) const { return {x + o.x, y + o.y}; }
  Vec& operator+=(const Vec& o) {
    x += o.x;
    y += o.y;
    return *this;
  }
  Vec operator-() const { return {-x, -y}; }
  Vec& operator++() {
    ++x;
    return *this;
  }
  int operator[](int i) const { return i == 0 ? x : y; }
  int& operator()(bool first) { return first ? x : y; }
};
static Vec operator*(const Vec& v, int by) { return {v.x * by, v.y}; }
static bool operator==(const Vec& a, const Vec& b) { return a.x == b.x; }

void Plus() {
  Vec a{Read("ax"), Read("ay")}, b{Read("bx"), Read("by")};
  Vec c = a + b;
  Write("x", c.x);  // FLOW: ax, bx  NEVER: ay, by
  Write("y", c.y);  // FLOW: ay, by  NEVER: ax, bx
}

void PlusAssign() {
  Vec a{Read("ax"), 0}, b{Read("bx"), Read("by")};
  a += b;
  Write("x", a.x);  // FLOW: ax, bx  NEVER: by
  Write("b", b.x);  // FLOW: bx  NEVER: ax
}

void FreeOperator() {
  Vec a{Read("ax"), Read("ay")};
  Vec b = a * Read("by");
  Write("x", b.x);  // FLOW: ax, by  NEVER: ay
  Write("y", b.y);  // FLOW: ay  NEVER: ax, by
}

void Unary() {
  Vec a{Read("ax"), Read("ay")};
  Write("negative", (-a).x);  // FLOW: ax  NEVER: ay
  Write("increased", (++a).y);  // FLOW: ay  NEVER: ax
}

void CallReturnsAReference() {
  Vec a{Read("ax"), Read("ay")};
  a(true) = Read("new");
  Write("x", a.x);  // FLOW: new  NEVER: ax
}

void Comparison() {
  Vec a{Read("ax"), Read("ay")}, b{Read("bx"), 0};
  int chosen = 0;
  if (a == b) chosen = 1;
  Write("chosen", chosen);  // FLOW: ax(indirect), bx(indirect)  NEVER: ay
}

class Celsius {
 public:
  Celsius(int d) : degrees_(d) {}
  operator int() const { return degrees_; }
  explicit operator bool() const { return set_ != 0; }
  int degrees_;
  int set_ = Read("set");
};
static int Warm(Celsius c) { return c.degrees_; }
void Conversions() {
  Celsius c = Read("in");
  int back = c;
  Write("back", back);              // FLOW: in  NEVER: set
  Write("implicit", Warm(Read("temporary")));  // FLOW: temporary  NEVER: in
}

void ConversionChoosesTheField() {
  Celsius c = Read("in");
  int flag = static_cast<bool>(c);
  Write("flag", flag);  // FLOW: set  NEVER: in
}

class Proxy {
 public:
  explicit Proxy(int* to) : to_(to) {}
  Proxy& operator=(int v) {
    *to_ = v;
    return *this;
  }
  operator int() const { return *to_; }

 private:
  int* to_;
};
void ProxyReference() {
  int x = Read("x"), y = Read("y");
  Proxy px(&x), py(&y);
  px = Read("new");
  int seen = py;
  Write("x", x);        // FLOW: new  NEVER: x
  Write("seen", seen);  // FLOW: y  NEVER: new
}

class Pointer {
 public:
  explicit Pointer(Vec* v) : v_(v) {}
  Vec* operator->() const { return v_; }
  Vec& operator*() const { return *v_; }

 private:
  Vec* v_;
};
void OwnSmartPointer() {
  Vec v{Read("x"), Read("y")}, w{0, 0};
  Pointer p(&v), q(&w);
  p->x = Read("new");
  Write("x", (*p).x);  // FLOW: new  NEVER: x, y
  Write("y", p->y);    // FLOW: y  NEVER: new
  Write("q", q->x);    // NEVER: new, x
}

static int operator""_scaled(unsigned long long v) { return static_cast<int>(v) * Read("scale"); }
void Literal() {
  int plain = 3;
  Write("literal", 3_scaled);  // FLOW: scale
  Write("plain", plain);       // NEVER: scale
}

class Stream {
 public:
  Stream& operator<<(int v) {
    sum_ += v;
    return *this;
  }
  int sum_ = 0;
};
void ShiftChain() {
  Stream s, t;
  s << Read("a") << Read("b");
  t << Read("c");
  Write("s", s.sum_);  // FLOW: a, b  NEVER: c
  Write("t", t.sum_);  // FLOW: c  NEVER: a, b
}
