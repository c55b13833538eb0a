// Numbers that fit into no int64_t: the largest of an unsigned type stands for "not found", and decides branches as others do.
#include "corpus.h"

struct Line {
  static const Bytes npos;
  Bytes Find(char c) const;
  const char* text;
  Bytes length;
};
const Bytes Line::npos = Bytes(-1);
extern const Bytes kEverything = ~Bytes(0);
extern Bytes limit;
Bytes limit = 0xfffffffffffffff0u;

Bytes Line::Find(char c) const {
  for (Bytes i = 0; i < length; ++i)
    if (text[i] == c) return i;
  return npos;
}

void Found(const Line& line, char c) {
  int x = Read("absent");
  if (line.Find(c) != Line::npos) x = Read("found");
  Write("found_or_not", x);  // FLOW: absent, found
}

void Constant() {
  int x = Read("never");
  if (kEverything == ~Bytes(0)) x = Read("always");
  Write("constant", x);  // FLOW: always  NEVER: never
}

void Compared(Bytes size) {
  int x = Read("small");
  if (size == kEverything || size == Line::npos || size > limit) x = Read("large");
  Write("compared", x);  // FLOW: small, large
}
