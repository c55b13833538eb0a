// Files as streams: modes, blocks, characters, buffers.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>
#include "corpus.h"

using Text = std::string;
struct Record { int id; double value; };

void Blocks() {
  std::ifstream in("in.bin", std::ios::binary), other("other.bin", std::ios::in | std::ios::binary);
  Record r, s;
  in.read(reinterpret_cast<char*>(&r), sizeof r);
  other.read(reinterpret_cast<char*>(&s), sizeof s);
  Write("id", r.id);           // FLOW: in.bin  NEVER: other.bin
  WriteReal("value", s.value);  // FLOW: other.bin  NEVER: in.bin
}

void BlocksOut() {
  Record r{Read("id"), ReadReal("value")};
  std::ofstream out("out.bin", std::ios::binary | std::ios::app), copy("copy.bin");
  out.write(reinterpret_cast<const char*>(&r), sizeof r);  // FLOW: id, value  NAME: out.bin
  copy.write(reinterpret_cast<const char*>(&r.id), sizeof r.id);  // FLOW: id  NEVER: value  NAME: copy.bin
}

void Vector() {
  std::ifstream in("in.bin", std::ios::binary);
  std::vector<float> v(100), w(100);
  in.read(reinterpret_cast<char*>(v.data()), 400);
  WriteReal("v", v[3]);  // FLOW: in.bin
  WriteReal("w", w[3]);  // NEVER: in.bin
  std::ofstream out("out.bin");
  out.write(reinterpret_cast<const char*>(v.data()), static_cast<std::streamsize>(v.size() * sizeof(float)));  // FLOW: in.bin
}

void Characters() {
  std::ifstream in("in");
  std::ofstream out("out");
  char c;
  while (in.get(c)) out.put(c);  // FLOW: in
  int d;
  while ((d = in.get()) != EOF) out << static_cast<char>(d);  // FLOW: in
}

void Readsome() {
  std::ifstream in("in");
  char buffer[64], other[64] = "";
  in.readsome(buffer, 64);
  WriteText("b", buffer);  // FLOW: in
  WriteText("o", other);   // NEVER: in
}

void CopiedBuffer() {
  std::ifstream in("in"), other("other");
  std::ofstream out("out"), kept("kept");
  out << in.rdbuf();  // FLOW: in  NEVER: other  NAME: in, out
  kept << other.rdbuf();  // FLOW: other  NEVER: in  NAME: other, kept
}

void WholeFile() {
  std::ifstream in("in"), other("other");
  std::stringstream text;
  text << in.rdbuf();
  WriteAs("text", text.str());  // FLOW: in  NEVER: other
  Text all{std::istreambuf_iterator<char>(other), {}};
  WriteAs("all", all);  // FLOW: other  NEVER: in
}

void BothWays() {
  std::fstream file("file", std::ios::in | std::ios::out);
  int x;
  file >> x;
  Write("x", x);  // FLOW: file
  file.seekp(0);
  file << Read("y");  // FLOW: y  NEVER: file
}

void Opened() {
  std::ifstream in;
  std::ofstream out;
  in.open("in");
  out.open("out", std::ios::trunc);
  Text line;
  std::getline(in, line);
  out << line << '\n';  // FLOW: in
  in.close();
  in.open("second");
  std::getline(in, line);
  out << line;  // FLOW: second  NEVER: in
}

void Moved() {
  std::ifstream in("in");
  std::ifstream now = std::move(in);
  int x;
  now >> x;
  Write("x", x);  // FLOW: in
}

static std::ofstream OpenOut(const Text& name) { return std::ofstream(name + ".txt"); }
void Returned() {
  std::ofstream a = OpenOut("a"), b = OpenOut("b");
  a << Read("x");  // FLOW: x  NAME: x, a.txt
  b << Read("y");  // FLOW: y  NAME: y, b.txt
}

void Standard() {
  int x;
  std::cin >> x;
  std::cout << x << std::endl;  // FLOW: stdin  NAME: stdout
  std::cerr << Read("y");       // FLOW: y  NEVER: stdin  NAME: y, stderr
  Text line;
  std::getline(std::cin, line);
  std::clog << line.size() << '\n';  // NOT: stdin
}

void Redirected() {
  std::ofstream out("out");
  std::ostream& to = Any() ? out : std::cout;
  to << Read("x");  // FLOW: x  NAME: x, out, stdout
}

void InMember() {
  struct Log {
    std::ofstream file{"log.txt"};
    void Note(int x) { file << x << '\n'; }  // FLOW: x  NAME: log.txt
  } log;
  log.Note(Read("x"));
}

void SizeIsNoContent() {
  std::ifstream in("in", std::ios::ate);
  auto size = in.tellg();
  std::vector<char> v(static_cast<std::size_t>(size));
  Write("v", v[0]);  // NEVER: in
}
