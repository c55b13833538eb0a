#include "common.h"

int main() {
  Write("a", RunA(Read("to_a")));            // FLOW: to_a  NEVER: picked, to_b
  Write("b", RunB(Read("to_b")));            // FLOW: picked  NEVER: to_b, to_a
  Write("kept_a", KeptA());                  // FLOW: to_a, hidden_a  NEVER: kept_b, hidden_b
  Write("kept_b", KeptB());                  // FLOW: kept_b, hidden_b  NEVER: to_a, hidden_a
  Write("count", shared_count);              // FLOW: count  NEVER: place
  Write("place", SharedPlace());             // FLOW: place  NEVER: count
  Write("holder", Holder<int>::last);        // FLOW: holder  NEVER: other_holder
  Write("long", static_cast<int>(Holder<long>::last));  // FLOW: other_holder  NEVER: holder
  Write("twice", Twice(Read("t")));          // FLOW: t
  Write("through", Through(In(Read("u"))));  // FLOW: u  NEVER: t
}
