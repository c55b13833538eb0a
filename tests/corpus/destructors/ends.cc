// What a destructor does with what the object holds, wherever the object ends. (Each case has a class
// of its own: the sink is in its destructor.)
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "../corpus.h"

// The class that case N ends.
template <int N>
struct Saver {
  explicit Saver(int v, int u = 0) : value(v), unsaved(u) {}
  Saver(Saver&& other) : value(other.value), unsaved(other.unsaved) { other.value = 0; }
  ~Saver();
  int value, unsaved;
};

template <> inline Saver<0>::~Saver() { Write("local", value); }  // FLOW: local  NEVER: unsaved
void Local() { Saver<0> saver(Read("local"), Read("unsaved")); }

template <> inline Saver<1>::~Saver() { Write("member", value); }  // FLOW: member  NEVER: sibling
struct WithMember {
  WithMember(int v, int s) : saver(v), sibling(s) {}
  Saver<1> saver;
  int sibling;
};
void Member() { WithMember object(Read("member"), Read("sibling")); }

template <> inline Saver<2>::~Saver() { Write("base", value); }  // FLOW: base  NEVER: derived
struct WithBase : Saver<2> {
  WithBase(int v, int d) : Saver<2>(v), derived(d) {}
  int derived;
};
void Base() { WithBase object(Read("base"), Read("derived")); }

template <> inline Saver<3>::~Saver() { Write("deep", value); }  // FLOW: deep  NEVER: shallow
struct Inner {
  explicit Inner(int v) : saver(v) {}
  Saver<3> saver;
};
struct Outer {
  Outer(int v, int s) : inner(v), shallow(s) {}
  ~Outer() { Use(shallow); }
  Inner inner;
  int shallow;
};
void DeepInside() { Outer object(Read("deep"), Read("shallow")); }

template <> inline Saver<4>::~Saver() { Write("temporary", value); }  // FLOW: discarded, argument  NEVER: by_then
int Look(const Saver<4>& saver) { return saver.value; }
void Temporaries() {
  Saver<4>(Read("discarded"));
  Use(Look(Saver<4>(Read("argument"))));
  Use(Read("by_then"));
}

template <> inline Saver<5>::~Saver() { Write("unique", value); }  // FLOW: unique, reset, replaced, in_member, handed_over  NEVER: released
struct Owner {
  std::unique_ptr<Saver<5>> owned;
};
void Keep(std::unique_ptr<Saver<5>> kept) { Use(kept->value); }
void Unique() {
  auto unique = std::make_unique<Saver<5>>(Read("unique"));
  auto reset = std::make_unique<Saver<5>>(Read("reset"));
  reset.reset();
  auto replaced = std::make_unique<Saver<5>>(Read("replaced"));
  replaced = std::make_unique<Saver<5>>(Any());
  Owner owner;
  owner.owned = std::make_unique<Saver<5>>(Read("in_member"));
  Keep(std::make_unique<Saver<5>>(Read("handed_over")));
  auto released = std::make_unique<Saver<5>>(Read("released"));
  Use(released.release()->value);
}

template <> inline Saver<6>::~Saver() { Write("shared", value); }  // FLOW: shared
void Shared() {
  auto shared = std::make_shared<Saver<6>>(Read("shared"));
  auto copy = shared;
  Use(copy->value);
}

template <> inline Saver<7>::~Saver() { Write("optional", value); }  // FLOW: optional, emplaced  NEVER: beside
void Optional() {
  std::optional<Saver<7>> optional(Read("optional"));
  std::optional<Saver<7>> emplaced;
  emplaced.emplace(Read("emplaced"), Read("beside"));
}

template <> inline Saver<8>::~Saver() { Write("element", value); }  // FLOW: element, cleared, popped  NEVER: not_element
void Elements() {
  std::vector<Saver<8>> elements;
  elements.emplace_back(Read("element"), Read("not_element"));
  std::vector<Saver<8>> cleared;
  cleared.emplace_back(Read("cleared"));
  cleared.clear();
  std::vector<std::unique_ptr<Saver<8>>> popped;
  popped.push_back(std::make_unique<Saver<8>>(Read("popped")));
  popped.pop_back();
}

template <> inline Saver<9>::~Saver() { Write("entry", value); }  // FLOW: entry  NEVER: entry_key
void Entries() {
  std::map<int, Saver<9>> entries;
  entries.emplace(Read("entry_key"), Saver<9>(Read("entry")));
}

template <> inline Saver<10>::~Saver() { Write("array", value); }  // FLOW: first, second
void Arrays() { Saver<10> array[2] = {Saver<10>(Read("first")), Saver<10>(Read("second"))}; }

template <> inline Saver<11>::~Saver() { Write("deleted", value); }  // FLOW: deleted, deleted_array  NEVER: leaked
void Deleted() {
  delete new Saver<11>(Read("deleted"));
  auto* array = new Saver<11>[1]{Saver<11>(Read("deleted_array"))};
  delete[] array;
  auto* leaked = new Saver<11>(Read("leaked"));
  Use(leaked->value);
}

template <> inline Saver<12>::~Saver() { Write("last", value); }  // FLOW: last_value  NEVER: first_value
void Overwritten() {
  Saver<12> saver(Read("first_value"));
  saver.value = Read("last_value");
}

template <> inline Saver<13>::~Saver() { Write("moved", value); }  // FLOW: moved
Saver<13> Make() {
  Saver<13> made(Read("moved"));
  return made;
}
void Moved() {
  Saver<13> object = Make();
  Saver<13> other = std::move(object);
}

template <> inline Saver<14>::~Saver() { Write("early", value); }  // FLOW: early, late
void EitherEnd(bool early) {
  Saver<14> saver(Read("early"));
  if (early) return;
  saver.value = Read("late");
}

// Destructors of classes derived from what is known.
struct Closer {
  virtual ~Closer() { Write("closer", base); }  // FLOW: closed_base, closed_base_only  NEVER: closed, other_closed
  int base = 0;
};
struct FileCloser : Closer {
  ~FileCloser() override { Write("file", file); }  // FLOW: closed  NEVER: closed_base, other_closed
  int file = 0;
};
struct NetCloser : Closer {
  ~NetCloser() override { Write("net", net); }  // FLOW: other_closed  NEVER: closed, closed_base
  int net = 0;
};
void DeletesByBase() {
  auto* file = new FileCloser;
  file->base = Read("closed_base");
  file->file = Read("closed");
  Closer* closer = file;
  delete closer;
}
void OwnsByBase() {
  auto net = std::make_unique<NetCloser>();
  net->net = Read("other_closed");
  std::unique_ptr<Closer> closer = std::move(net);
}
void OwnsBase() {
  auto closer = std::make_unique<Closer>();
  closer->base = Read("closed_base_only");
}

// A guard that writes to what it was given.
struct Restore {
  int& place;
  int old;
  explicit Restore(int& p) : place(p), old(p) {}
  ~Restore() { place = old; }
};
void Restored() {
  int x = 0, y = 0;
  {
    Restore guard(x);
    x = Read("meanwhile");
    y = Read("not_restored");
    Write("inside", x);  // FLOW: meanwhile
  }
  Write("restored", x);  // NEVER: meanwhile
  Write("kept", y);      // FLOW: not_restored
}
