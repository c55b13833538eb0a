// Keys that a function was given: which element it is, each caller says.
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "corpus.h"

class Store {
 public:
  void Set(const std::string& key, int value) { values_[key] = value; }
  void Copied(std::string key, int value) { values_[key] = value; }
  void Plain(const char* key, int value) { values_[key] = value; }
  int Get(const std::string& key) const { return values_.at(key); }
  int Find(const char* key) const {
    const auto it = values_.find(key);
    return it == values_.end() ? 0 : it->second;
  }
  int Doubled(const std::string& key) const { return 2 * Get(key); }
  int& Slot(const std::string& key) { return values_[key]; }
  const std::string& Register(const std::string& key, int value) {
    values_[key] = value;
    return key;
  }
  void Move(const std::string& from, const std::string& to) { values_[to] = values_[from]; }
  int Other(std::string key) const {
    key = "b";
    return values_.at(key);
  }
  // Once more the other way round.
  int Either(const std::string& a, const std::string& b, int n) const {
    return n == 0 ? values_.at(a) : Either(b, a, n - 1);
  }
  // All that is there after one has been stored.
  int After(const std::string& key, int value, const std::string& asked) {
    values_[key] = value;
    return values_[asked];
  }

 private:
  std::map<std::string, int> values_;
};

static std::map<std::string, int> shared;
static void Put(std::map<std::string, int>& map, const std::string& key, int value) { map[key] = value; }
static int Take(const std::map<std::string, int>& map, const std::string& key) { return map.at(key); }
static void Share(const char* key, int value) { shared[key] = value; }
static int Shared(const char* key) { return shared[key]; }

struct Named {
  std::string key;
};
static int ByName(const std::map<std::string, int>& map, const Named& named) { return map.at(named.key); }

int main(int argc, char** argv) {
  Store s;
  s.Set("a", Read("a"));
  s.Set("b", Read("b"));
  Write("get", s.Get("a"));          // FLOW: a  NOT: b
  Write("find", s.Find("b"));        // FLOW: b  NOT: a
  Write("doubled", s.Doubled("a"));  // FLOW: a  NOT: b
  Write("none", s.Get("c"));         // NOT: a, b
  Write("other", s.Other("a"));      // FLOW: b  NOT: a
  Write("either", s.Either("a", "b", argc));  // FLOW: a, b
  Write("any", s.Get(argv[1]));      // FLOW: a, b

  Store t;
  t.Copied("a", Read("ta"));
  t.Plain("b", Read("tb"));
  t.Slot("c") = Read("tc");
  const std::string d = t.Register("d", Read("td"));
  Write("ta", t.Get("a"));         // FLOW: ta  NOT: tb, tc, td
  Write("tb", t.Get("b"));         // FLOW: tb  NOT: ta, tc, td
  Write("tc", t.Slot("c"));        // FLOW: tc  NOT: ta, tb, td
  Write("td", t.Get(d));           // FLOW: td  NOT: ta, tb, tc
  t.Move("a", "e");
  Write("te", t.Get("e"));         // FLOW: ta  NOT: tb, tc, td
  Write("kept", t.Get("b"));       // FLOW: tb  NOT: ta, tc, td

  Store u;
  u.Set("a", Read("ua"));
  Write("after", u.After("b", Read("ub"), "a"));  // FLOW: ua, ub
  Write("stored", u.After("c", Read("uc"), "c")); // FLOW: uc
  u.Set(argv[1], Read("ud"));
  Write("unknown", u.Get("a"));    // FLOW: ua, ud

  std::map<std::string, int> m;
  Put(m, "a", Read("ma"));
  Put(m, "b", Read("mb"));
  Write("m", Take(m, "a"));                // FLOW: ma  NOT: mb
  Write("named", ByName(m, {argv[1]}));    // FLOW: ma, mb
  m["a"] = Read("mc");
  Write("own", Take(m, "a"));              // FLOW: mc  NOT: mb

  Share("a", Read("sa"));
  Share("b", Read("sb"));
  Write("s", Shared("a"));         // FLOW: sa  NOT: sb
}
