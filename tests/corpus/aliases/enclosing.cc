// The same in C++: members that lists are made of, and static_cast to derived classes.
#include <cstddef>
#include "corpus.h"
struct Hook { Hook* next = nullptr; };
template <typename T, Hook T::* M> struct List {
  Hook* head = nullptr;
  void Push(T& t) { Hook* h = &(t.*M); h->next = head; head = h; }
};
struct Task { int id; Hook hook; };
Task* TaskOf(Hook* h) { return reinterpret_cast<Task*>(reinterpret_cast<char*>(h) - offsetof(Task, hook)); }
void Tasks() {
  Task a{Read("a")}, b{Read("b")};
  Hook* h = &a.hook;
  Write("a", TaskOf(h)->id);  // FLOW: a  NEVER: b
  Write("b", TaskOf(&b.hook)->id);  // FLOW: b  NEVER: a
}
struct Base { int x; virtual ~Base() = default; };
struct Derived : Base { int y; };
int Y(Base* b) { return static_cast<Derived*>(b)->y; }
void Down() {
  Derived d;
  d.x = Read("x");
  d.y = Read("y");
  Write("y", Y(&d));  // FLOW: y  NEVER: x
}
