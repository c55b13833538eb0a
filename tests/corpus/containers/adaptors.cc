// Stacks, queues, bit sets, and containers inside others.
#include <bitset>
#include <functional>
#include <map>
#include <queue>
#include <stack>
#include <string>
#include <utility>
#include <vector>
#include "corpus.h"

void Stack() {
  std::stack<int> s, t;
  s.push(Read("s"));
  t.push(Read("t"));
  Write("s", s.top());  // FLOW: s  NEVER: t
  t.top() = Read("u");
  Write("t", t.top());  // FLOW: t, u  NEVER: s
  s.pop();
}

void Queue() {
  std::queue<int> q, r;
  q.push(Read("q"));
  q.emplace(Read("e"));
  r.push(Read("r"));
  Write("q", q.front());  // FLOW: q, e  NEVER: r
  Write("r", r.back());   // FLOW: r  NEVER: q
}

struct Job { int id; int cost; };
struct Cheaper { bool operator()(const Job& a, const Job& b) const { return a.cost > b.cost; } };
void PriorityQueue() {
  std::priority_queue<Job, std::vector<Job>, Cheaper> q;
  q.push({Read("id"), Read("cost")});
  Write("id", q.top().id);      // FLOW: id  NOT: cost
  Write("cost", q.top().cost);  // FLOW: cost  NOT: id
}

void Greater() {
  std::priority_queue<int, std::vector<int>, std::greater<int>> q, r;
  q.push(Read("q"));
  r.push(Read("r"));
  Write("q", q.top());  // FLOW: q  NEVER: r
}

void QueueOfPairs() {
  std::queue<std::pair<int, std::string>> q;
  q.emplace(Read("n"), ReadAs<std::string>("text"));
  q.push({Read("m"), "x"});
  auto [n, text] = q.front();
  Write("n", n);         // FLOW: n, m  NEVER: text
  WriteAs("text", text);  // FLOW: text  NEVER: n, m
}

void Drained() {
  std::queue<int> q;
  q.push(Read("q"));
  std::queue<int> empty;
  std::swap(q, empty);
  Write("left", q.front());  // NEVER: q
  while (!empty.empty()) {
    Write("drained", empty.front());  // FLOW: q
    empty.pop();
  }
}

void Bits() {
  std::bitset<8> b(static_cast<unsigned long>(Read("b"))), c;
  c.set(2);
  Write("b", b[1]);  // FLOW: b
  Write("c", c.test(2));  // NEVER: b
  Write("count", static_cast<int>(b.count()));  // FLOW: b
  c |= b;
  Write("or", static_cast<int>(c.to_ulong()));  // FLOW: b
}

void BitSet() {
  std::bitset<8> b, c;
  b.set(1, Read("x"));
  c[1] = Read("y");
  WriteAs("b", b.to_string());  // FLOW: x  NEVER: y
  Write("c", c.to_ulong() != 0);  // FLOW: y  NEVER: x
}

class Buffer {
 public:
  void Put(int x) { items_.push(x); }
  int Take() {
    int x = items_.front();
    items_.pop();
    return x;
  }

 private:
  std::queue<int> items_;
};
void AsMember() {
  Buffer a, b;
  a.Put(Read("a"));
  b.Put(Read("b"));
  Write("a", a.Take());  // FLOW: a  NEVER: b
  Write("b", b.Take());  // FLOW: b  NEVER: a
}
