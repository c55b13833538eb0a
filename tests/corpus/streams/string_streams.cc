// Streams of memory: what goes in comes out.
#include <iomanip>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>
#include "corpus.h"

using Text = std::string;

void Out() {
  std::ostringstream a, b;
  a << Read("a") << ' ' << ReadAs<Text>("t");
  b << Read("b");
  WriteAs("a", a.str());  // FLOW: a, t  NEVER: b
  WriteAs("b", b.str());  // FLOW: b  NEVER: a
}

void In() {
  std::istringstream a(ReadAs<Text>("a")), b(ReadAs<Text>("b"));
  int x = 0, y = 0, z = Read("z");
  a >> x >> y;
  Write("x", x);  // FLOW: a  NEVER: b, z
  Write("y", y);  // FLOW: a  NEVER: b
  b >> z;
  Write("z", z);  // FLOW: b  NEVER: a, z
}

void InAndOut() {
  std::stringstream s, t;
  s << Read("x") << "," << Read("y");
  t << Read("t");
  Text text;
  s >> text;
  WriteAs("text", text);  // FLOW: x, y  NEVER: t
  int n;
  t >> n;
  Write("n", n);  // FLOW: t  NEVER: x, y
}

void Emptied() {
  std::ostringstream s;
  s << Read("old");
  s.str("");
  s.clear();
  s << Read("new");
  WriteAs("s", s.str());  // FLOW: new  NEVER: old
}

void Replaced() {
  std::istringstream in(ReadAs<Text>("old"));
  in.str(ReadAs<Text>("new"));
  Text word;
  in >> word;
  WriteAs("word", word);  // FLOW: new  NEVER: old
}

void Lines() {
  std::istringstream in(ReadAs<Text>("in")), other(ReadAs<Text>("other"));
  Text line, untouched;
  while (std::getline(in, line)) {
    WriteAs("line", line);  // FLOW: in  NEVER: other
  }
  std::getline(other, untouched, ',');
  WriteAs("other", untouched);  // FLOW: other  NEVER: in
}

void SplitLine() {
  std::stringstream row(ReadAs<Text>("row"));
  std::vector<Text> cells, none;
  Text cell;
  while (getline(row, cell, ';')) cells.push_back(cell);
  WriteAs("cell", cells[2]);  // FLOW: row
  WriteAs("none", none[2]);   // NEVER: row
}

void Manipulators() {
  std::ostringstream s, t;
  int width = Read("width");
  s << std::setw(width) << std::setfill('0') << std::hex << Read("x") << std::endl;
  t << std::fixed << std::setprecision(2) << 1.5 << std::boolalpha << true << std::flush;
  WriteAs("s", s.str());  // FLOW: x  NOT: width
  WriteAs("t", t.str());  // NEVER: x, width
}

void ReadManipulators() {
  std::istringstream s(ReadAs<Text>("s"));
  int x = 0;
  Text quoted;
  s >> std::ws >> std::hex >> x >> std::quoted(quoted);
  Write("x", x);           // FLOW: s
  WriteAs("q", quoted);    // FLOW: s
}

void QuotedOut() {
  std::ostringstream s, t;
  s << std::quoted(ReadAs<Text>("x"));
  t << std::quoted("fixed");
  WriteAs("s", s.str());  // FLOW: x
  WriteAs("t", t.str());  // NEVER: x
}

void Unformatted() {
  std::istringstream s(ReadAs<Text>("s")), t(ReadAs<Text>("t"));
  char buffer[8], other[8], c = 0;
  s.read(buffer, 8);
  s.get(c);
  Write("c", c);               // FLOW: s  NEVER: t
  Write("got", s.get());       // FLOW: s  NEVER: t
  Write("peeked", t.peek());   // FLOW: t  NEVER: s
  t.getline(other, 8);
  WriteText("buffer", buffer);  // FLOW: s  NEVER: t
  WriteText("other", other);    // FLOW: t  NEVER: s
  s.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  Write("count", static_cast<int>(s.gcount()));  // NOT: s
}

void UnformattedOut() {
  std::ostringstream s, t;
  int x = Read("x");
  s.write(reinterpret_cast<const char*>(&x), sizeof x);
  t.put(static_cast<char>(Read("c")));
  WriteAs("s", s.str());  // FLOW: x  NEVER: c
  WriteAs("t", t.str());  // FLOW: c  NEVER: x
}

void StateIsNoContent() {
  std::istringstream s(ReadAs<Text>("s"));
  int x, n = 0;
  if (s >> x) n = Read("n");
  Write("n", n);  // FLOW: n, s(indirect)
}

static void Print(std::ostream& out, int x) { out << "x=" << x << '\n'; }
static int Parse(std::istream& in) {
  int x = 0;
  in >> x;
  return x;
}
void AsParameters() {
  std::ostringstream a, b;
  Print(a, Read("a"));
  Print(b, Read("b"));
  WriteAs("a", a.str());  // FLOW: a  NEVER: b
  WriteAs("b", b.str());  // FLOW: b  NEVER: a
  std::istringstream c(ReadAs<Text>("c")), d(ReadAs<Text>("d"));
  Write("c", Parse(c));  // FLOW: c  NEVER: d
  Write("d", Parse(d));  // FLOW: d  NEVER: c
}

struct Point { int x, y; };
std::ostream& operator<<(std::ostream& out, const Point& p) { return out << p.x; }
std::istream& operator>>(std::istream& in, Point& p) { return in >> p.x >> p.y; }
void OwnOperators() {
  std::ostringstream s;
  s << Point{Read("x"), Read("y")};
  WriteAs("s", s.str());  // FLOW: x  NEVER: y
  std::istringstream in(ReadAs<Text>("in"));
  Point p{0, Read("old")};
  in >> p;
  Write("px", p.x);  // FLOW: in  NEVER: x, y
  Write("py", p.y);  // FLOW: in  NEVER: old
}

void Buffers() {
  std::stringstream s, t;
  s << Read("x");
  t << s.rdbuf();
  WriteAs("t", t.str());  // FLOW: x
  std::ostringstream u;
  u << "fixed";
  WriteAs("u", u.str());  // NEVER: x
}

void WholeText() {
  std::stringstream s(ReadAs<Text>("s")), t(ReadAs<Text>("t"));
  Text all((std::istreambuf_iterator<char>(s)), std::istreambuf_iterator<char>());
  WriteAs("all", all);      // FLOW: s  NEVER: t
  WriteAs("t", t.str());    // FLOW: t  NEVER: s
}

void MovedStream() {
  std::ostringstream s;
  s << Read("x");
  WriteAs("view", Text(s.view()));       // FLOW: x
  WriteAs("s", std::move(s).str());       // FLOW: x
}

void Numbers() {
  std::istringstream in(ReadAs<Text>("in"));
  std::vector<int> v, w;
  for (int x; in >> x;) v.push_back(x);
  Write("v", v[0]);  // FLOW: in
  Write("w", w[0]);  // NEVER: in
}
