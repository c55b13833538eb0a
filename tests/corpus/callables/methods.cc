// Methods called through pointers to them, and what their objects point to.
#include <string>
#include "corpus.h"
struct Setter {
  int* to;
  int own;
  void One(int v) {
    *to = v;
  }
  void Two(int v) {
    own = v;
  }
};
void Dereferenced() {
  int x = 0;
  void (Setter::*method)(int) = &Setter::One;
  Setter setter{&x, 0};
  (setter.*method)(Read("dereferenced"));
  Write("dereferenced_x", x);  // FLOW: dereferenced
  Write("dereferenced_own", setter.own);  // NEVER: dereferenced
}
void ByPointer() {
  int x = 0;
  void (Setter::*method)(int) = &Setter::Two;
  Setter setter{&x, 0};
  Setter* p = &setter;
  (p->*method)(Read("by_pointer"));
  Write("by_pointer_own", setter.own);  // FLOW: by_pointer
  Write("by_pointer_x", x);  // NEVER: by_pointer
}
struct Texts {
  std::string** to;
  void One(std::string v) {
    **to = v;
  }
};
void Behind() {
  std::string* x = new std::string;
  void (Texts::*method)(std::string) = &Texts::One;
  Texts texts{&x};
  (texts.*method)(ReadText("behind"));
  WriteText("behind_x", x->c_str());  // FLOW: behind
}
