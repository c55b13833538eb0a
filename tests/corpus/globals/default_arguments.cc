// Expressions that stand in several places of a function: default arguments, initialisers of members. What was there
// before the one is there before the other.
#include "corpus.h"

#include <string>
#include <vector>

struct Options {
  int level;
  Options();
};
Options::Options() : level(3) {}
static int Make() { return 4; }
static int total;
static int Save(int x, const Options& o = Options()) { return x + o.level; }
static int Number(int x, int v = Make()) { return x + v; }
void Objects() {
  total = Read("objects");
  Save(1);
  Save(2);
  Write("total", total);  // FLOW: objects
}
void Calls() {
  total = Read("calls");
  Number(1);
  Number(2);
  Write("total", total);  // FLOW: calls
}
struct Item {
  int v;
  Options o = Options();
  int made = Make();
};
void Members() {
  total = Read("members");
  Item a{1}, b{Read("item")};
  Write("total", total);  // FLOW: members
  Write("a", a.v);        // NEVER: item
  Write("b", b.v);        // FLOW: item
}
void InLoop() {
  total = Read("loop");
  for (int i = 0; i < 3; ++i) {
    Number(i);
    total += Number(total);
  }
  Write("total", total);  // FLOW: loop
}
static int Fetch(const char* name) { return Read(name); }
static int WithFetched(int x, int v = Fetch("fetched")) { return x + v; }
static int second;
void Between() {
  total = Read("between");
  second = WithFetched(1);
  total = 0;
  const int third = WithFetched(total);
  Write("second", second);  // FLOW: fetched
  Write("third", third);    // FLOW: fetched  NEVER: between
  Write("total", total);    // NEVER: between
}
struct Logger {
  std::vector<std::string> lines;
  void Log(const char* text, const std::string& prefix = std::string("log")) { lines.push_back(prefix + text); }
};
void Texts() {
  Logger logger;
  logger.Log(ReadText("first"));
  logger.Log(ReadText("next"));
  WriteText("lines", logger.lines[0].c_str());  // FLOW: first, next
}
static int count;
struct Ends {
  int* at;
  explicit Ends(int* to) : at(to) {}
  ~Ends() { *at += 1; }
};
static int Scoped(int x, const Ends& e = Ends(&count)) { return x; }
void Destroyed() {
  total = Read("destroyed");
  Write("one", Scoped(total));  // FLOW: destroyed
  Write("two", Scoped(total));  // FLOW: destroyed
  Write("total", total);        // FLOW: destroyed
}
