// A standard library whose headers only declare.
#include "corpus.h"
typedef unsigned long size_t;
namespace std {
template <class T> struct allocator { allocator(); };
template <class C> struct char_traits {};
template <class T> T&& move(T& t) noexcept;
template <class A, class B> struct pair { A first; B second; pair(); pair(const A&, const B&); };
template <class A, class B> pair<A, B> make_pair(A, B);
struct ptrdiff {};
template <class Category, class T> struct iterator { typedef T value_type; iterator& operator++(); iterator operator++(int); T& operator*() const; T* operator->() const; bool operator==(iterator) const; bool operator!=(iterator) const; };
struct input_iterator_tag {};
template <class C, class Tr = char_traits<C>, class A = allocator<C> >
class basic_string {
 public:
  typedef iterator<input_iterator_tag, C> iter;
  typedef iterator<input_iterator_tag, C> const_iter;
  explicit basic_string(const A& a = A());
  basic_string(const C* s, const A& a = A());
  template <class It> basic_string(It b, It e, const A& a = A());
  basic_string& operator=(const basic_string&);
  basic_string& operator+=(const basic_string&);
  basic_string& operator+=(const C*);
  basic_string& append(const basic_string&);
  basic_string& append(const C*);
  basic_string& append(size_t n, C c);
  basic_string& assign(const basic_string&);
  basic_string& insert(size_t, const basic_string&);
  basic_string& replace(size_t, size_t, const basic_string&);
  basic_string substr(size_t = 0, size_t = -1) const;
  const C* c_str() const;
  C* data();
  iter begin(); iter end();
  const_iter cbegin() const; const_iter cend() const;
  C& operator[](size_t); const C& at(size_t) const; C& front(); C& back();
  void push_back(C c);
  size_t length() const;
  void swap(basic_string&);
  void clear();
  size_t copy(C* s, size_t n, size_t pos = 0) const;
};
typedef basic_string<char> string;
template <class C, class T, class A> basic_string<C, T, A> operator+(const basic_string<C, T, A>&, const basic_string<C, T, A>&);
template <class C, class T, class A> basic_string<C, T, A> operator+(const basic_string<C, T, A>&, const C*);
template <class C, class T = char_traits<C> > class basic_istream { public: basic_istream& operator>>(int&); basic_istream& get(C&); basic_istream& getline(C*, size_t); int get(); int peek(); basic_istream& read(C*, size_t); };
template <class C, class T = char_traits<C> > class basic_ostream { public: basic_ostream& operator<<(int); basic_ostream& put(C); basic_ostream& write(const C*, size_t); basic_ostream& flush(); };
template <class C, class T> basic_ostream<C, T>& operator<<(basic_ostream<C, T>&, const C*);
template <class C, class T, class A> basic_ostream<C, T>& operator<<(basic_ostream<C, T>&, const basic_string<C, T, A>&);
template <class C, class T, class A> basic_istream<C, T>& operator>>(basic_istream<C, T>&, basic_string<C, T, A>&);
template <class C, class T, class A> basic_istream<C, T>& getline(basic_istream<C, T>&, basic_string<C, T, A>&);
template <class C, class T = char_traits<C>, class A = allocator<C> > class basic_stringstream : public basic_istream<C, T>, public basic_ostream<C, T> { public: basic_stringstream(); explicit basic_stringstream(const basic_string<C, T, A>&); basic_string<C, T, A> str() const; void str(const basic_string<C, T, A>&); };
typedef basic_stringstream<char> stringstream;
template <class T, class A = allocator<T> > class vector {
 public:
  typedef std::iterator<input_iterator_tag, T> iter;
  vector(); vector(size_t n, const T& v = T());  template <class It> vector(It, It);
  vector(const vector&); vector& operator=(const vector&);
  T& operator[](size_t); T& at(size_t); T& front(); T& back(); T* data();
  iter begin(); iter end(); iter insert(iter, const T&); template <class It> iter insert(iter, It, It);
  void push_back(const T&); void push_back(T&&); template <class... X> iter emplace(iter, X&&...); template <class... X> T& emplace_back(X&&...);
  void clear(); void swap(vector&); void assign(size_t, const T&); void resize(size_t, const T&); size_t size() const;
};
template <class K, class V> class map {
 public:
  typedef std::iterator<input_iterator_tag, pair<const K, V> > iter;
  V& operator[](const K&); V& at(const K&); pair<iter, bool> insert(const pair<const K, V>&); iter find(const K&); iter begin(); iter end();
  template <class... X> pair<iter, bool> emplace(X&&...); template <class... X> pair<iter, bool> try_emplace(const K&, X&&...); template <class X> pair<iter, bool> insert_or_assign(const K&, X&&);
};
template <class T> class unique_ptr { public: explicit unique_ptr(T*); T& operator*() const; T* operator->() const; T* get() const; T* release(); void reset(T*); unique_ptr(unique_ptr&&); };
template <class T> class shared_ptr { public: shared_ptr(); explicit shared_ptr(T*); shared_ptr(const shared_ptr&); T& operator*() const; T* operator->() const; T* get() const; };
template <class T, class... X> unique_ptr<T> make_unique(X&&...);
template <class T, class... X> shared_ptr<T> make_shared(X&&...);
template <class T> void swap(T&, T&);
}
void Strings() {
  std::string s(ReadText("s"));
  WriteText("c", s.c_str());  // FLOW: s
  std::string t = s + "x";
  WriteText("t", t.c_str());  // FLOW: s
  std::string u; u += s; WriteText("u", u.c_str());  // FLOW: s
  std::string v; v.append(s).append("x"); WriteText("v", v.c_str());  // FLOW: s
  std::string w("clean"); w.assign(s); WriteText("w", w.data());  // FLOW: s
  std::string x("abc"); x.insert(1, s); WriteText("x", x.c_str());  // FLOW: s
  std::string y("abc"); y.replace(1, 1, s); WriteText("y", y.substr(1, 2).c_str());  // FLOW: s
  std::string z("abc"); z.swap(s); WriteText("z", z.c_str());  // FLOW: s
  WriteText("s2", s.c_str());  // NEVER: s
  std::string a(z.begin(), z.end()); WriteText("a", a.c_str());  // FLOW: s
  for (std::string::iter it = z.begin(); it != z.end(); ++it) Write("it", *it);  // FLOW: s
  for (char c : z) Write("rf", c);  // FLOW: s
  std::string b; b.push_back(z[0]); WriteText("b", b.c_str());  // FLOW: s
  char buf[10]; z.copy(buf, 10); WriteText("buf", buf);  // FLOW: s
  Write("at", z.at(0) + z.front());  // FLOW: s
  std::string e; e = z; WriteText("e", e.c_str());  // FLOW: s
  e.clear(); WriteText("e2", e.c_str());  // NEVER: s
}
void Streams() {
  std::stringstream a;
  a << std::string(ReadText("s")) << "x";
  WriteText("a", a.str().c_str());  // FLOW: s
  std::string t; a >> t; WriteText("t", t.c_str());  // FLOW: s
  std::stringstream b; b.str(t); int n; b >> n; Write("n", n);  // FLOW: s
  std::stringstream c(t); std::string l; getline(c, l); WriteText("l", l.c_str());  // FLOW: s
  char ch; c.get(ch); Write("ch", ch);  // FLOW: s
  std::stringstream d; d.write(t.c_str(), 3).put('x'); WriteText("d", d.str().c_str());  // FLOW: s
  std::stringstream e; e << 5; WriteText("e", e.str().c_str());  // NEVER: s
  char line[10]; c.getline(line, 10); WriteText("line", line);  // FLOW: s
  d.read(line, 5); WriteText("rd", line);  // FLOW: s
  e << Read("i"); WriteText("e2", e.str().c_str());  // FLOW: i
}
void Vectors() {
  int x = Read("x");
  std::vector<int> a; a.push_back(x); Write("a", a[0]);  // FLOW: x
  std::vector<int> b(10, x); Write("b", b.at(3));  // FLOW: x
  std::vector<int> c(a.begin(), a.end()); Write("c", c.front());  // FLOW: x
  std::vector<int> d; d.insert(d.end(), x); Write("d", d.back());  // FLOW: x
  std::vector<int> e; e.insert(e.end(), a.begin(), a.end()); Write("e", *e.begin());  // FLOW: x
  std::vector<int> f; f.emplace_back(x); Write("f", f.data()[0]);  // FLOW: x
  std::vector<int> g; g.swap(f); Write("g", g[0]);  // FLOW: x
  Write("f2", f[0]);  // NEVER: x
  std::vector<int> h; h.assign(3, x); Write("h", h[0]);  // FLOW: x
  h.clear(); Write("h2", h[0]);  // NEVER: x
  std::vector<int> i; i.resize(3, x); for (int k : i) Write("i", k);  // FLOW: x
  std::vector<int> j; j.emplace(j.begin(), x); Write("j", j[0]);  // FLOW: x
}
void Maps() {
  std::map<int, int> m; m[1] = Read("x"); m[2] = 3;
  Write("m1", m[1]);  // FLOW: x
  Write("m2", m[2]);  // NEVER: x
  std::map<int, int> n; n.insert(std::pair<const int, int>(1, Read("y"))); Write("n", n.find(1)->second);  // FLOW: y
  std::map<int, int> o; o.emplace(1, Read("z")); Write("o", o.at(1));  // FLOW: z
  std::map<int, int> p; p.try_emplace(1, Read("z2")); Write("p", p[1]);  // FLOW: z2
  std::map<int, int> q; q.insert_or_assign(1, Read("z3")); for (auto& kv : q) Write("q", kv.second);  // FLOW: z3
}
void Pointers() {
  std::unique_ptr<int> a(new int(Read("a"))); Write("a", *a);  // FLOW: a
  auto b = std::make_unique<int>(Read("b")); Write("b", *b.get());  // FLOW: b
  auto c = std::make_shared<int>(Read("c")); auto d = c; *c = 4; Write("d", *d);  // NEVER: c
  *d = Read("d"); Write("c2", *c);  // FLOW: d
  int x = Read("x"), y = 0; std::swap(x, y); Write("y", y);  // FLOW: x
  Write("x2", x);  // NEVER: x
  std::string s(ReadText("s")); std::string t = std::move(s); WriteText("t", t.c_str());  // FLOW: s
}
