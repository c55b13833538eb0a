// Objects that point into themselves: what is stored through the pointer, and read by name.
#include <memory>
#include "corpus.h"
struct H {
  int own = 0;
  int other = 0;
  int* p = nullptr;
  void init() {
    p = &own;
  }
  void put(int v) {
    *p = v;
  }
};
void Stored() {
  H h;
  h.init();
  *h.p = Read("stored");
  Write("stored_own", h.own);  // FLOW: stored
  Write("stored_other", h.other);  // NEVER: stored
}
void ByMethod() {
  H h;
  h.init();
  h.put(Read("by_method"));
  Write("by_method_own", h.own);  // FLOW: by_method
  Write("by_method_other", h.other);  // NEVER: by_method
}
void ByName() {
  H h;
  h.init();
  h.own = Read("by_name");
  h.other = Read("by_name_other");
  Write("by_name_p", *h.p);  // FLOW: by_name  NEVER: by_name_other
}
void Overwritten() {
  H h;
  h.init();
  h.own = Read("overwritten");
  *h.p = 1;
  Write("overwritten_own", h.own);  // NEVER: overwritten
}
void InNewMemory() {
  auto h = std::make_unique<H>();
  h->init();
  *h->p = Read("new_memory");
  Write("new_memory_own", h->own);  // FLOW: new_memory
}
std::unique_ptr<H> Made() {
  auto h = std::make_unique<H>();
  h->init();
  return h;
}
void Returned() {
  auto h = Made();
  *h->p = Read("returned");
  Write("returned_own", h->own);  // FLOW: returned
  Write("returned_other", h->other);  // NEVER: returned
}
void Given(H* k) {
  k->init();
  *k->p = Read("given");
  Write("given_own", k->own);  // FLOW: given
}
void Copied() {
  H h;
  h.init();
  int* q = h.p;
  *q = Read("copied");
  Write("copied_own", h.own);  // FLOW: copied
}
struct Small {
  int n = 0;
  int local[4];
  int* data;
  Small() : data(local) {
  }
  void push(int v) {
    data[n++] = v;
  }
  int operator[](int i) const {
    return data[i];
  }
  int raw() const {
    return local[0];
  }
};
void SmallBuffer() {
  Small s;
  s.push(Read("small"));
  Write("small_at", s[0]);  // FLOW: small
  Write("small_raw", s.raw());  // FLOW: small
  Small other;
  Write("small_other", other[0]);  // NEVER: small
}
int main() {
  Stored();
  ByMethod();
  ByName();
  Overwritten();
  InNewMemory();
  Returned();
  H h;
  Given(&h);
  Copied();
  SmallBuffer();
}
