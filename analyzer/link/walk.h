// Reading memory within one function: from a place to the symbolic values that are there.
//
// A Walk looks a path up in a tree, or in the memory that the function has at some point, and
// follows pointers on the way as far as the function itself says where they point. What it comes
// to is RAW: still "what call 3 returned". evaluate.h resolves raw values across calls.
//
// Cells are named by the pointers that the function started with, as in fragment.proto: memory
// behind an INITIAL or OUT pointer of (base, path) is base's, at path·POINTEE, whatever that
// pointer cell holds now. So an entry stands for what is below it up to the next POINTEE only,
// unless what it holds is that same pointer.

#ifndef PEDIGREE_ANALYZER_LINK_WALK_H_
#define PEDIGREE_ANALYZER_LINK_WALK_H_

#include <array>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "analyzer/link/program.h"
#include "analyzer/link/terms.h"

namespace pedigree::link {

// When in a function memory is looked at.
using Point = uint32_t;
inline constexpr Point kExit = 0;
// A place of which the fragment does not give the memory: a site, a guard, a transform.
inline constexpr Point kSomewhere = 1;
inline constexpr Point AtCall(uint32_t call) { return call + 2; }
// While what the call has started runs on: all that is there after the call.
inline constexpr Point kFirstMeanwhile = 0x4000'0000;
inline constexpr Point AfterCall(uint32_t call) { return kFirstMeanwhile + call; }
// As an exception leaves the function, by its own throw.
inline constexpr Point kFirstThrow = 0x8000'0000;
inline constexpr Point AtThrow(uint32_t number) { return kFirstThrow + number; }

struct Raw {
  Value::Kind kind = Value::INITIAL;
  uint32_t index = 0;  // as Value.index; of OUT, the call
  Root root{};         // INITIAL, OUT, ADDRESS
  PathId path = kEmptyPath;
  Mode mode = kShallow;
  int64_t number = 0;
  Quality quality;
};

// What all walks of a link share, and what they cost together.
struct Walking {
  Program& program;
  Terms& terms;
  uint64_t steps = 0;
  absl::flat_hash_set<FunctionId> widened;  // functions in which a walk met its bound
};

// A walk is bounded: one that goes to too many places tells them apart less finely, and then takes
// all that the function's memory holds for what is there. Both show as WIDENED.
class Walk {
 public:
  Walk(Walking& shared, FunctionId function, Point point)
      : shared_(shared),
        paths_(shared.program.paths()),
        terms_(shared.terms),
        body_(shared.program.body(function)),
        function_(function),
        point_(point) {}

  // What is at `path` of a tree that stands for itself: an argument, what is returned or written.
  void ReadTree(uint32_t tree, PathId path, Mode mode);
  // What is at `rest` from the cell named (root, cell), following the pointers it holds now.
  void ReadCell(Root root, PathId cell, PathId rest, Mode mode, Quality quality = {});
  // What is at `path` of the values of a set.
  void ReadSet(uint32_t set, PathId path, Mode mode);

  const std::vector<Raw>& values() const { return values_; }
  // The cells read on the way: what can be reached from where the walk began.
  const std::vector<std::pair<Root, PathId>>& cells() const { return cells_; }
  // All base of this function at this point, whether its memory is listed.
  bool Listed(Root root) const { return TreeOf(root) != nullptr; }
  // What the function itself has stored by name, as it is listed at this point, to objects that
  // calls know: the last steps of where.
  std::vector<std::pair<Root, Step>> StoredByName() const;

 private:
  // An entry of a tree that says something of a place: it is at or above it, and `rest` leads from
  // it to the place; or it is below the place.
  struct Entry {
    uint32_t set = 0;
    PathId path = kEmptyPath;
    PathId rest = kEmptyPath;
    Match match = Match::kNone;
    bool weak = false;
  };

  using Memories = google::protobuf::RepeatedPtrField<Memory>;

  // The memory that the fragment gives for this point.
  std::array<const Memories*, 2> Listing() const;
  // The tree that says what `root` holds; of a global that the function does not name, that of all
  // of them.
  const Tree* TreeOf(Root root) const;
  // The base that a value is of, in the tree of `tree_of_`.
  Root RootOf(uint32_t base) const {
    const Root root = body_.root(base);
    return root.kind == Root::kOthers ? tree_of_ : root;
  }
  void Set(uint32_t set, PathId rest, Mode mode, Quality quality);
  void OneValue(const Value& value, PathId rest, Mode mode, Quality quality);
  // What INITIAL or OUT (root, path) followed by `rest` is.
  void Pointer(Value::Kind kind, uint32_t index, Root root, PathId path, PathId rest, Mode mode,
               Quality quality);
  void Address(Root root, PathId path, PathId rest, Mode mode, Quality quality);
  // Looks `place` up in `tree`. `then` follows from the place. Adds the values found, and says what
  // mode is left for what the place held before, or kNothing if all of it is overwritten. `root` is
  // the base whose tree it is, if any.
  Mode Lookup(const Tree& tree, const Root* root, PathId place, PathId then, Mode mode,
              Quality quality);
  bool HoldsInside(const Tree& tree, PathId place);
  // What an entry for "any" element says of one, `element`: what says of each that it is itself,
  // means that one.
  void Element(const Entry& entry, Root root, PathId element, PathId rest, Mode mode,
               Quality quality);
  // Reads what was stored through pointers below an initial value, and returns the mode without it.
  Mode ThroughPointers(Root root, PathId path, Mode mode, Quality quality);
  // Adds to `overwritten` the strong entries structurally below `place`, relative to it.
  void Overwritten(const Tree& tree, PathId place, bool through_pointers,
                   std::vector<PathId>* overwritten);
  // Whether a value of an entry at `path` goes along when a place behind a pointer of the entry is
  // asked for by its initial name.
  bool Crosses(const Value& value, Root root, PathId path) const;
  void Emit(Raw raw);
  // Once the walk is long: fewer ways to come to the same place.
  void Coarsen(Mode* mode, Quality* quality) const;
  // All values that the memory holds at this point, each with all that is below.
  void EmitAll(Mode mode);
  void EmitTree(const Tree& tree, Mode mode);

  Walking& shared_;
  PathTable& paths_;
  Terms& terms_;
  const Body& body_;
  const FunctionId function_;
  const Point point_;
  std::vector<Raw> values_;
  std::vector<std::pair<Root, PathId>> cells_;

  using Visit = std::tuple<uint32_t, Root, PathId, PathId, Mode, uint8_t, uint8_t>;
  // True the first time.
  bool FirstVisit(const Visit& visit);
  static constexpr size_t kLinear = 24;
  void Spend(size_t steps);
  // Steps after which places are told apart less finely, and after which the walk ends. Looking
  // through the entries of a tree counts as well.
  static constexpr size_t kCoarse = 1000, kMost = 4000;
  static constexpr int kEntriesOfStep = 8;
  std::vector<Visit> visits_;  // the first few; most walks have no more
  absl::flat_hash_set<Visit> visited_;
  size_t steps_ = 0;
  bool coarse_ = false;
  bool ended_ = false;         // all has been emitted
  Root tree_of_{};             // the global that OTHERS stands for
  uint32_t fallback_ = kNone;  // the OUT call whose memory is read where a base is not listed
};

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_WALK_H_
