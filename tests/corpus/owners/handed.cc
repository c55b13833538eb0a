// FLAGS: -std=c++23
// Objects of the library that functions hand to each other: returned, taken by value and by reference, filled.
#include <algorithm>
#include <any>
#include <array>
#include <deque>
#include <expected>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <ranges>
#include <regex>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "corpus.h"

static std::unique_ptr<int> UpMake() {
  return std::make_unique<int>(Read("up.ret"));
}
static int UpTake(std::unique_ptr<int> p) {
  return *p;
}
static void UpFill(std::unique_ptr<int>& p) {
  p = std::make_unique<int>(Read("up.fill"));
}
static void UpReset(std::unique_ptr<int>& p) {
  p.reset(new int(Read("up.reset")));
}
static void UpStore(const std::unique_ptr<int>& p) {
  *p = Read("up.store");
}
void Up() {
  Write("up.ret.out", UpTake(UpMake()));  // FLOW: up.ret
  std::unique_ptr<int> p;
  UpFill(p);
  Write("up.fill.out", *p);  // FLOW: up.fill
  UpReset(p);
  Write("up.reset.out", *p);  // FLOW: up.reset
  UpStore(p);
  Write("up.store.out", *p);  // FLOW: up.store
  auto q = std::move(p);
  Write("up.move.out", UpTake(std::move(q)));  // FLOW: up.store
}

static std::span<int> SpMake(std::vector<int>& v) {
  v[0] = Read("sp.ret");
  return {v.data() + 0, 2};
}
static int SpTake(std::span<const int> s) {
  int t = 0;
  for (int i : s) t += i;
  return t;
}
static void SpFill(std::span<int> s) {
  s[1] = Read("sp.fill");
}
void Sp() {
  std::vector<int> v(3);
  Write("sp.ret.out", SpTake(SpMake(v)));  // FLOW: sp.ret
  std::array<int, 3> a{};
  SpFill(a);
  Write("sp.fill.out", a[1]);  // FLOW: sp.fill
  int c[3] = {};
  SpFill(c);
  Write("sp.c.out", SpTake(c));  // FLOW: sp.fill
  std::vector<int> w(4);
  SpFill(std::span(w).subspan(1));
  Write("sp.sub.out", w[2]);  // FLOW: sp.fill
}

static std::string_view SvMake(const std::string& s) {
  return std::string_view(s).substr(1);
}
static std::string SvTake(std::string_view s) {
  return std::string(s);
}
void Sv() {
  std::string s = ReadText("sv");
  WriteText("sv.out", SvTake(SvMake(s)).c_str());  // FLOW: sv
}

static std::weak_ptr<int> WpMake(std::shared_ptr<int>& keep) {
  keep = std::make_shared<int>(Read("wp"));
  return keep;
}
static int WpTake(std::weak_ptr<int> w) {
  if (auto p = w.lock()) return *p;
  return 0;
}
void Wp() {
  std::shared_ptr<int> k;
  auto w = WpMake(k);
  Write("wp.out", WpTake(w));  // FLOW: wp
}

static std::reference_wrapper<int> RwMake(int& x) {
  x = Read("rw");
  return x;
}
static void RwFill(std::vector<std::reference_wrapper<int>> v) {
  for (int& i : v) i = Read("rw.fill");
}
void Rw() {
  int a = 0, b = 0;
  Write("rw.out", RwMake(a));  // FLOW: rw
  RwFill({b});
  Write("rw.fill.out", b);  // FLOW: rw.fill
}

static std::expected<int, std::string> ExMake() {
  return Read("ex");
}
static std::expected<int, std::string> ExFail() {
  return std::unexpected(std::string(ReadText("ex.fail")));
}
static int ExTake(std::expected<int, std::string> e) {
  return e ? *e : -1;
}
void Ex() {
  Write("ex.out", ExTake(ExMake()));  // FLOW: ex
  auto e = ExFail();
  if (!e) WriteText("ex.fail.out", e.error().c_str());  // FLOW: ex.fail
  auto f = ExMake();
  Write("ex.tr.out", f.value_or(0));  // FLOW: ex
  std::expected<void, int> g = std::unexpected(Read("ex.void"));
  Write("ex.void.out", g.error());  // FLOW: ex.void
}


static std::vector<int>::iterator ItMake(std::vector<int>& v) {
  v.push_back(Read("it"));
  return v.begin();
}
static int ItTake(std::vector<int>::const_iterator i) {
  return *i;
}
static void ItFill(std::map<int, int>::iterator i) {
  i->second = Read("it.fill");
}
void It() {
  std::vector<int> v;
  Write("it.out", ItTake(ItMake(v)));  // FLOW: it
  std::map<int, int> m{{1, 0}};
  ItFill(m.begin());
  Write("it.fill.out", m[1]);  // FLOW: it.fill
}

template <typename R>
static int RgSum(R&& r) {
  int s = 0;
  for (int i : r) s += i;
  return s;
}
static auto RgMake(const std::vector<int>& v) {
  return v | std::views::transform([](int i) { return i * 2; }) | std::views::filter([](int i) { return i > 0; });
}
void Rg() {
  std::vector<int> v;
  v.push_back(Read("rg"));
  Write("rg.out", RgSum(RgMake(v)));  // FLOW: rg
  Write("rg.zip.out", RgSum(v | std::views::reverse | std::views::take(2)));  // FLOW: rg
  std::vector<int> w;
  std::ranges::copy(v | std::views::drop(0), std::back_inserter(w));
  Write("rg.copy.out", w[0]);  // FLOW: rg
  Write("rg.max.out", std::ranges::max(v));  // FLOW: rg
  auto [mn, mx] = std::ranges::minmax(v);
  Write("rg.mm.out", mx);  // FLOW: rg
}

static std::istream& IsRead(std::istream& in, int& v) {
  return in >> v;
}
static void OsWrite(std::ostream& o, int v) {
  o << v;  // FLOW: os -> os.out
}
static std::unique_ptr<std::istream> IsOpen(const char* n) {
  return std::make_unique<std::ifstream>(n);
}
static std::ofstream OsOpen(const char* n) {
  return std::ofstream(n);
}
static void OsMove(std::ofstream o, int v) {
  o << v;  // FLOW: os2 -> os2.out
}
void Is() {
  std::ifstream in("is.in");
  int v;
  IsRead(in, v);
  Write("is.out", v);  // FLOW: is.in
  auto p = IsOpen("is2.in");
  int w;
  IsRead(*p, w);
  Write("is2.out", w);  // FLOW: is2.in
  std::ofstream o = OsOpen("os.out");
  OsWrite(o, Read("os"));
  OsMove(OsOpen("os2.out"), Read("os2"));
  std::istringstream s(ReadText("is3"));
  int x;
  IsRead(s, x);
  Write("is3.out", x);  // FLOW: is3
  std::ostringstream t;
  OsWrite(t, Read("os4"));
  WriteText("os4.out", std::move(t).str().c_str());  // FLOW: os4
}

static std::tuple<int, std::string> TuMake() {
  return {Read("tu.i"), ReadText("tu.s")};
}
void Tu() {
  auto [i, s] = TuMake();
  Write("tu.i.out", i);  // FLOW: tu.i
  int j;
  std::string u;
  std::tie(j, u) = TuMake();
  WriteText("tu.s.out", u.c_str());  // FLOW: tu.s
  std::apply([](int a, const std::string&) { Write("tu.a.out", a); }, TuMake());  // FLOW: tu.i
  auto k = std::get<int>(TuMake());
  Write("tu.g.out", k);  // FLOW: tu.i
  auto t2 = std::tuple_cat(TuMake(), std::tuple(Read("tu.c")));
  Write("tu.c.out", std::get<2>(t2));  // FLOW: tu.c
}

struct Vis {
  int operator()(int v) const {
    return v;
  }
  int operator()(const std::string& s) const {
    return s.size();
  }
};
static std::variant<int, std::string> VaMake() {
  return Read("va");
}
void Va() {
  Write("va.out", std::visit(Vis{}, VaMake()));  // FLOW: va
  auto v = VaMake();
  if (auto* p = std::get_if<int>(&v)) Write("va.if.out", *p);  // FLOW: va
}

void Re() {
  std::string s = ReadText("re");
  std::smatch m;
  std::regex r("(\\w+)=(\\d+)");
  if (std::regex_search(s, m, r)) WriteText("re.out", m[2].str().c_str());  // FLOW: re
  for (std::sregex_iterator i(s.begin(), s.end(), r), e; i != e; ++i) WriteText("re.it.out", (*i)[1].str().c_str());  // FLOW: re
  WriteText("re.rep.out", std::regex_replace(s, r, "$1").c_str());  // FLOW: re
  std::vector<std::string> t(std::sregex_token_iterator(s.begin(), s.end(), r, -1), {});
  WriteText("re.tok.out", t[0].c_str());  // FLOW: re
}

struct Locked {
  std::mutex m;
  int v = 0;
  template <typename F>
  auto With(F f) {
    std::lock_guard l(m);
    return f(v);
  }
};
void Lk() {
  Locked l;
  l.With([](int& v) {
    v = Read("lk");
    return 0;
  });
  Write("lk.out", l.With([](int& v) { return v; }));  // FLOW: lk
}

static std::optional<std::reference_wrapper<int>> OrFind(std::map<int, int>& m) {
  auto i = m.find(1);
  if (i == m.end()) return std::nullopt;
  return i->second;
}
void Or() {
  std::map<int, int> m{{1, Read("or")}};
  if (auto r = OrFind(m)) {
    Write("or.out", r->get());  // FLOW: or
  }
}

static std::pair<std::set<int>::iterator, bool> SeMake(std::set<int>& s) {
  return s.insert(Read("se"));
}
void Se() {
  std::set<int> s;
  auto [i, fresh] = SeMake(s);
  Write("se.out", *i);  // FLOW: se
  auto n = s.extract(i);
  n.value() = Read("se2");
  std::set<int> t;
  t.insert(std::move(n));
  Write("se2.out", *t.begin());  // FLOW: se2
}
