// Functions that the catalog knows, used as values: what calls them is elsewhere. What they touch is told at the place
// where they are named.
#include "corpus.h"
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
static int Apply(int (*f)(const char*)) { return f("apply"); }
void Param() { Write("apply", Apply(Read)); }  // FLOW: apply
static int (*global)(const char*) = Read;
void Global() { Write("global", global("global")); }  // FLOW: global
int (*visible)(const char*) = Read;
void Visible() { Write("visible", visible("visible")); }  // FLOW: visible
static int (*later)(const char*);
void SetLater() { later = Read; }
void Later() { Write("later", later("later")); }  // FLOW: later
struct Hooks { int (*read)(const char*); void (*write)(const char*, int); };
static Hooks hooks = {Read,
  Write};  // FLOW: hooked
void Hooked() { hooks.write("hooked", hooks.read("hooked")); }
static int Run(const Hooks* h) { return h->read("passed"); }
void Passed() { Hooks h = {Read, nullptr}; Write("passed", Run(&h)); }  // FLOW: passed
static int (*Choose())(const char*) { return Read; }
void Returned() { Write("returned", Choose()("returned")); }  // FLOW: returned
static int Std(const std::function<int(const char*)>& f) { return f("std"); }
void StdFunction() { Write("std", Std(Read)); }  // FLOW: std
static std::map<std::string, int (*)(const char*)> table = {{"a", Read}};
void Tabled() { Write("table", table["a"]("table")); }  // FLOW: table
struct Holder { std::function<int(const char*)> f; };
static std::unique_ptr<Holder> holder = std::make_unique<Holder>(Holder{Read});
void Held() { Write("held", holder->f("held")); }  // FLOW: held
static std::vector<int (*)(const char*)> list{Read};
void List() { for (auto f : list) Write("list", f("list")); }  // FLOW: list
static int (*const fixed[])(const char*) = {Read};
void Fixed() { Write("fixed", fixed[0]("fixed")); }  // FLOW: fixed
class Wrapper { public: explicit Wrapper(int (*f)(const char*)) : f_(f) {} int Get() const { return f_("member"); } private: int (*f_)(const char*); };
void Member() { Wrapper w(Read); Write("member", w.Get()); }  // FLOW: member
template <class F> static int Call(F f) { return f("generic"); }
void Generic() { Write("generic", Call(Read)); }  // FLOW: generic
template <int (*F)(const char*)> static int CallFixed() { return F("fixedarg"); }
void FixedArgument() { Write("fixedarg", CallFixed<Read>()); }  // FLOW: fixedarg
// Which function it is decides.
static int Other(const char*) { return 1; }
void OtherFunction() {
  Write("other", Apply(Other));  // NEVER: apply
}
static int (*chosen)(const char*) = Read;
void Replaced() {
  chosen = Other;
  Write("replaced", chosen("replaced"));  // NEVER: replaced
}
// What the catalog says of arguments.
static double Twice(double (*f)(double), double x) { return f(f(x)); }
void Numbers() {
  WriteReal("root", Twice(std::sqrt, ReadReal("root")));   // FLOW: root(transformation)
  WriteReal("apart", Twice(std::sqrt, 2));                 // NEVER: root
}
static void Copy(char* (*copy)(char*, const char*), char* to, const char* from) { copy(to, from); }
void Texts() {
  char a[80] = "", b[80] = "";
  Copy(strcpy, a, ReadText("text"));
  WriteText("a", a);  // FLOW: text
  WriteText("b", b);  // NEVER: text
}
static void Format(int (*format)(char*, const char*, ...), char* to, int n) { format(to, "%d", n); }
void Variable() {
  char a[80] = "";
  Format(sprintf, a, Read("format"));
  WriteText("formatted", a);  // FLOW: format
}
