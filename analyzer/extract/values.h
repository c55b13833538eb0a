// The abstract domain: values, sets of values, trees of sets, and texts. See proto/fragment.proto
// for what they mean. Everything is interned for the duration of one function, so that a set or a
// tree is an integer, equal ones are equal integers, and joining equal states costs nothing.
//
// A tree's entry is complete: it holds all that its path may hold (but for what deeper entries
// say). A weak update therefore writes the old content together with the new.

#ifndef PEDIGREE_ANALYZER_EXTRACT_VALUES_H_
#define PEDIGREE_ANALYZER_EXTRACT_VALUES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/extract/intern_index.h"
#include "analyzer/extract/paths.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "proto/fragment.pb.h"

namespace pedigree {

using ValueId = uint32_t;
using SetId = uint32_t;   // 0 is the empty set
using TreeId = uint32_t;  // 0 is the tree without entries
using TextId = uint32_t;
using BaseId = uint32_t;

struct Val {
  Value::Kind kind = Value::INITIAL;
  uint32_t index = 0;
  BaseId base = 0;
  PathId path = 0;
  int64_t number = 0;
  Subtype subtype = IDENTITY;
  Confidence confidence = EXACT;
  // In the entry of the same name, which stands for many elements: what any of them held, and not
  // each what it held itself.
  bool spread = false;

  // Of INITIAL and OUT as a number: a pointer's own value, and not what it leads to.
  static constexpr int64_t kItself = 2;
  bool null() const { return kind == Value::NUMBER && index == 1; }
  // A number of which nothing is known. Beside it, a set says no other.
  bool any_number() const { return kind == Value::NUMBER && index == 2; }
  bool known_number() const { return kind == Value::NUMBER && index != 2; }
  bool operator==(const Val&) const = default;
};
inline constexpr Val kNullPointer{.kind = Value::NUMBER, .index = 1};
// Its `number` is none that anything else is about.
inline constexpr Val kAnyNumber{.kind = Value::NUMBER, .index = 2, .number = -1};

struct TextPart {
  uint32_t literal = 0;  // interned string; 0: a hole
  SetId hole = 0;
  uint32_t option = 0;  // see TextTemplate.Part
  bool piece = false;
  bool operator==(const TextPart&) const = default;
  bool operator<(const TextPart& o) const {
    return std::tie(literal, hole, option, piece) < std::tie(o.literal, o.hole, o.option, o.piece);
  }
};

struct TreeEntry {
  PathId path;
  SetId set;
  bool operator==(const TreeEntry&) const = default;
};

// The object that a tree is the memory of: what a path without an entry holds (values of the object
// at the empty path, as a set to Select from; none for a local), and which object it is. A tree
// that is a value by itself is no object's.
struct Home {
  Home(SetId initial) : initial(initial) {}
  Home(SetId initial, BaseId base) : initial(initial), base(base) {}

  static constexpr BaseId kNone = ~BaseId{0};
  SetId initial = 0;
  BaseId base = kNone;
};

class ValueTable {
 public:
  // Bounds. Past them sets are WIDENED, and `widened()` says that it happened.
  static constexpr size_t kMaxSet = 40;
  static constexpr size_t kMaxOrigins = 400;
  static constexpr size_t kMaxOriginsTight = 48;
  static constexpr size_t kMaxNumbers = 4;  // more are kAnyNumber
  static constexpr size_t kMaxTexts = 8;
  static constexpr size_t kMaxTree = 160;
  static constexpr size_t kMaxTextParts = 24;
  static constexpr size_t kMaxTextDepth = 6;

  explicit ValueTable(PathTable& paths);

  ValueId Intern(const Val& value);
  const Val& value(ValueId id) const { return values_[id]; }

  SetId Set(std::vector<ValueId> ids);  // any order, duplicates allowed
  SetId Single(const Val& value) { return Set({Intern(value)}); }
  llvm::ArrayRef<ValueId> set(SetId id) const { return sets_[id]; }
  // The number that the set is, if it is one that is known and nothing else.
  std::optional<int64_t> OnlyNumber(SetId id) const;
  SetId Union(SetId a, SetId b);
  // Every value mapped; a mapping to nothing (nullopt) drops it.
  SetId Map(SetId id, llvm::function_ref<std::optional<Val>(const Val&)> f);
  // The values as parts of a computation: at least `subtype` and `confidence`; texts, numbers,
  // functions and addresses do not survive it.
  SetId Computed(SetId id, Subtype subtype, Confidence confidence = EXACT);
  // What the part at `path` of an object holding these values holds.
  SetId Select(SetId id, PathId path);

  TreeId Tree(std::vector<TreeEntry> entries);
  TreeId Leaf(SetId set) { return set == 0 ? EmptyCell() : Tree({{0, set}}); }
  TreeId EmptyCell() { return Tree({{0, 0}}); }  // known to hold nothing
  llvm::ArrayRef<TreeEntry> tree(TreeId id) const { return trees_[id]; }

  // What `path` holds. In an object's memory a path through a POINTEE is the name of what the
  // pointer led to at first, or what a call left there: where another pointer stands now, it leads
  // elsewhere, and says nothing of that place.
  SetId Cell(TreeId tree, PathId path, const Home& home);
  // The same for an entry's own content: for a path through "any element" what the elements without
  // an entry of their own hold.
  SetId EntryCell(TreeId tree, PathId path, const Home& home);
  TreeId Sub(TreeId tree, PathId path, const Home& home);
  // The elements of a row (a place behind a moved pointer) that `tree` tells apart, and the row
  // itself, which stands for all others.
  std::vector<PathId> Elements(TreeId tree, PathId row);
  // `tree` with all that is at or below `path`, and surely so, being `set`.
  TreeId Replace(TreeId tree, PathId path, SetId set);
  // `pointer`: what stands at `path` is one, so that what is named by way of it stays; `row`: it is
  // one into an array for certain.
  TreeId Write(TreeId tree, PathId path, TreeId content, bool strong, const Home& home,
               bool pointer = false, bool row = false);
  // What is behind the pointer at `pointer` (and behind it moved: `row`), if a call left that
  // pointer there: it goes on by that name where another pointer comes to stand. Else it has a name
  // that stays.
  std::vector<TreeEntry> LeftBehind(TreeId tree, PathId pointer, const Home& home, bool row);
  TreeId Join(TreeId a, TreeId b, const Home& home_of_a, const Home& home_of_b);
  TreeId UnionTrees(TreeId a, TreeId b) { return Join(a, b, 0, 0); }
  // Every value anywhere in the tree.
  SetId All(TreeId tree);
  TreeId MapTree(TreeId tree, llvm::function_ref<SetId(SetId)> f);

  TextId Text(std::vector<TextPart> parts);
  llvm::ArrayRef<TextPart> text(TextId id) const { return texts_[id]; }
  // Appends what a hole filled with `set` says, inlining it where it is one known text.
  void AppendHole(std::vector<TextPart>& parts, SetId set);

  bool widened() const { return widened_; }
  void set_widened() { widened_ = true; }
  // What was done so far, in values and entries touched: a measure of time that is the same on
  // every machine.
  uint64_t work() const { return work_; }
  // From now on sets keep few origins apart: for functions that have taken too long.
  void Tighten();
  PathTable& paths() { return paths_; }

 private:
  // What the exact entries at and above `path` say of it, and what was there at first where they
  // leave that open. `left`: the steps from the entry that settles it to `path`; unset where none
  // does.
  bool IsItself(const Val& v, const TreeEntry& entry, const Home& home) const;
  SetId Spread(SetId set, PathId path, const Home& home);
  bool SpeaksOfItself(const TreeEntry& entry, const Home& home) const;
  SetId Settled(TreeId tree, PathId path, const Home& home, std::optional<uint32_t>* left);
  bool IsStale(TreeId tree, PathId entry, PathId rest, const Home& home);
  // The values of a pointer's entry that still lead to what goes by the pointer's name.
  SetId SamePointers(const TreeEntry& entry, const Home& home);

  size_t TextDepth(llvm::ArrayRef<TextPart> parts) const;
  SetId SetOfSorted(std::vector<ValueId> ids);
  bool SaysAnyNumber(const Val& any, const Val& one) const;
  ValueId Folded(ValueId id);

  PathTable& paths_;
  std::vector<Val> values_;
  // By value: the number of its origin (what it is of, direct or indirect), and what it folds into
  // (+ 1; 0: not asked yet).
  std::vector<uint32_t> origin_, folded_;
  // By origin, while a set is made: the best value of that origin, and in which set.
  std::vector<ValueId> best_;
  std::vector<uint64_t> best_of_;
  uint64_t sets_made_ = 0;
  std::vector<std::vector<ValueId>> sets_;
  std::vector<std::vector<TreeEntry>> trees_;
  std::vector<std::vector<TextPart>> texts_;
  std::vector<uint8_t> text_depth_;
  InternIndex value_index_, origin_index_, set_index_, tree_index_;
  std::vector<ValueId> first_of_origin_;
  std::map<std::vector<TextPart>, TextId> text_index_;
  llvm::DenseMap<std::pair<uint32_t, uint32_t>, SetId> union_memo_, select_memo_, computed_memo_;
  llvm::DenseMap<TreeId, SetId> all_memo_;
  size_t max_origins_ = kMaxOrigins;
  uint64_t work_ = 0;
  bool widened_ = false;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_VALUES_H_
