#include "buffer.h"
#include "corpus.h"

// The other unit has a `helper` of its own.
static int helper(int v) { return Read("helper"); }

int main() {
  buffer* a = buffer_new();
  buffer* b = buffer_new();
  buffer_put(a, Read("a"));
  buffer_tag(a, Read("tag"));
  buffer_put(b, Read("b"));
  Write("a", buffer_get(a));      // FLOW: a  NEVER: b, tag, helper
  Write("b", buffer_get(b));      // FLOW: b  NEVER: a, tag, helper
  Write("tag", buffer_get_tag(a));  // FLOW: tag  NEVER: a, b
  int seen = 0, unseen = 0;
  buffer_each(a, [](int v, void* user) { *static_cast<int*>(user) = v; }, &seen);
  Write("seen", seen);      // FLOW: a  NEVER: b, tag
  Write("unseen", unseen);  // NEVER: a, b
  Write("helper", helper(Read("x")));  // FLOW: helper  NEVER: x
}
