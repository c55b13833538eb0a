// Access paths: which part of an object, or of what is reachable from it.
//
// A path is a sequence of steps (fields, elements, pointees), interned in one trie for the whole
// program, so that a path is one integer and paths of different fragments compare. Paths are
// bounded: at `kMaxDepth` steps a path ends in ANY, which stands for everything below and shows as
// WIDENED on what is read through it. fragment.proto's head comment defines what steps mean.

#ifndef PEDIGREE_ANALYZER_LINK_ACCESS_PATH_H_
#define PEDIGREE_ANALYZER_LINK_ACCESS_PATH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace pedigree::link {

using PathId = uint32_t;
inline constexpr PathId kEmptyPath = 0;

struct Step {
  enum Kind : uint8_t { kField, kPointee, kElement, kKey, kOffset, kAny, kEnclosing };
  Kind kind = kField;
  bool any = false;   // ELEMENT, KEY, OFFSET: any index
  int64_t value = 0;  // FIELD, ENCLOSING, KEY: a symbol of the program; ELEMENT, OFFSET: the index
                      // OFFSET any: 1, if it is any but 0
                      // ELEMENT any: 0, or which parameter names it (see Named)

  bool other_offset() const { return kind == kOffset && any && value != 0; }

  // An element of which only the callers of `function` know the key: it is what this parameter was
  // given, or leads to. In frames of other functions it is any.
  static constexpr uint32_t kMaxParameter = 0x7fff;
  static Step Named(uint32_t function, uint32_t parameter, bool behind) {
    return {kElement, true,
            int64_t{function} << 17 | int64_t{parameter} << 2 | int64_t{behind} << 1 | 1};
  }
  bool named() const { return kind == kElement && any && value != 0; }
  uint32_t named_by() const { return static_cast<uint32_t>(value >> 17); }
  uint32_t parameter() const { return static_cast<uint32_t>(value >> 2) & kMaxParameter; }
  bool behind() const { return (value & 2) != 0; }

  bool operator==(const Step&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Step& s) {
    return H::combine(std::move(h), static_cast<uint8_t>(s.kind), s.any, s.value);
  }
};

inline constexpr Step kPointeeStep{Step::kPointee, false, 0};
inline constexpr Step kAnyStep{Step::kAny, false, 0};
inline constexpr Step kAnyElementStep{Step::kElement, true, 0};

// How a path stands above another.
enum class Match : uint8_t {
  kNone,     // it does not
  kExact,    // every step is the same
  kGeneral,  // it says "any" where the lower one has an index: it speaks for that one too
  kMaybe,    // the lower one says "any" (or is widened) where it has an index
};

struct Alignment {
  Match match = Match::kNone;
  PathId rest = kEmptyPath;  // the lower path's steps after the upper's
};

class PathTable {
 public:
  // Steps of a path, pointees included, before it is widened.
  static constexpr size_t kMaxDepth = 10;
  static constexpr int kMaxSameField = 2;
  // Offsets that add up to more are "any": in a recursion over p + 1 there would be no end.
  static constexpr int64_t kMaxOffset = 16;

  PathTable();

  // `path` and one more step. Offsets add up, an offset of 0 is no step, and nothing follows ANY.
  PathId Extend(PathId path, const Step& step);
  PathId Concat(PathId path, PathId rest);
  PathId Concat(PathId path, std::span<const Step> rest);
  PathId Pointee(PathId path) { return Extend(path, kPointeeStep); }
  // The same place of an object that is around nothing else: C's first members, of which a pointer
  // is one to the whole.
  PathId Outermost(PathId path);

  std::span<const Step> steps(PathId path) const {
    return {nodes_[path].steps, nodes_[path].depth};
  }
  PathId Of(std::span<const Step> steps) { return Concat(kEmptyPath, steps); }

  // It ends in ANY.
  bool widened(PathId path) const { return nodes_[path].widened; }
  bool has_pointee(PathId path) const { return nodes_[path].pointees > 0; }
  // A step of it is named by a parameter.
  bool named(PathId path) const { return nodes_[path].named; }
  PathId parent(PathId path) const { return nodes_[path].parent; }
  // It is an element of an array.
  bool ends_in_element(PathId path) const {
    return path != kEmptyPath && steps(path).back().kind == Step::kElement;
  }

  // `path` up to its pointee number `pointees` + 1, and all below.
  PathId Truncate(PathId path, int pointees);

  // Whether `upper` is at or above `lower`, "any" matching every index.
  Alignment Align(PathId upper, PathId lower);

  // The keys among its steps.
  PathId Keys(PathId path);

  // With any element where a parameter names one.
  PathId Unnamed(PathId path);

  // Splits at the first or last POINTEE: before it, and after it. False if there is none.
  bool SplitFirst(PathId path, PathId* before, PathId* after);
  bool SplitLast(PathId path, PathId* before, PathId* after);

  // Fields of that name may be pointers. To be said before anything is asked.
  void MayPoint(const Step& field) { pointing_.insert(field.value); }
  // Whether it goes on behind what is a number: no object has such a part.
  bool Impossible(PathId path);

  size_t size() const { return nodes_.size(); }

 private:
  struct Node {
    PathId parent = 0;
    uint16_t depth = 0;
    uint16_t pointees = 0;
    bool widened = false;
    bool named = false;
    enum : uint8_t { kNotAsked, kPossible, kImpossible } possible = kNotAsked;
    const Step* steps = nullptr;
  };
  PathId Child(PathId parent, const Step& step);

  std::vector<Node> nodes_;
  absl::flat_hash_map<std::pair<PathId, Step>, PathId> children_;
  absl::flat_hash_set<int64_t> pointing_;  // fields
  absl::flat_hash_map<std::pair<PathId, PathId>, Alignment> alignments_;
  // Steps live in blocks that never move, so that a span stays valid while the table grows.
  std::vector<std::unique_ptr<Step[]>> blocks_;
  size_t block_used_ = 0;
};

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_ACCESS_PATH_H_
