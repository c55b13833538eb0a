// The words the evaluator speaks: texts, uses of sites, and the leaves that values come down to.
//
// All are relative to the frame of one function: a text may have a hole that is "what parameter 0
// held on entry", a handle may be "the one in this->file_". evaluate.h puts a caller's values into
// the holes when it goes from a callee's frame to the caller's. Everything here is interned: equal
// terms have equal ids, so that sets of them are sets of integers.

#ifndef PEDIGREE_ANALYZER_LINK_TERMS_H_
#define PEDIGREE_ANALYZER_LINK_TERMS_H_

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "analyzer/link/access_path.h"
#include "analyzer/link/hops.h"
#include "analyzer/link/program.h"
#include "proto/catalog.pb.h"
#include "proto/fragment.pb.h"

namespace pedigree::link {

using TextId = uint32_t;
using InstanceId = uint32_t;
using WhatId = uint32_t;
using ConditionId = uint32_t;
using TransformsId = uint32_t;
inline constexpr ConditionId kNoCondition = 0;
inline constexpr TransformsId kNoTransforms = 0;

// How much of the place at a path is meant. kShallow: its own value. kDeep and above: everything
// that can be reached from there, except below some paths (the paths overwritten since).
using Mode = uint32_t;
inline constexpr Mode kShallow = 0;
inline constexpr Mode kDeep = 1;
inline constexpr Mode kNothing = kNone;  // all of it is excepted

// A part of an asset's name.
struct TextPart {
  enum Kind : uint8_t {
    kLiteral,
    kHole,     // only a run can fill it: `text` is its braces and what is in them
    kInitial,  // what (root, path) held on entry
  };
  Kind kind = kLiteral;
  SymbolId text = kNone;
  Root root{};
  PathId path = kEmptyPath;
  // kInitial: if that is one of the command line's arguments, the value of this option; `piece`:
  // but a part of it. As TextTemplate.Part.
  SymbolId option = kNone;
  bool piece = false;

  bool operator==(const TextPart&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const TextPart& p) {
    return H::combine(std::move(h), static_cast<uint8_t>(p.kind), p.text, p.root, p.path, p.option,
                      p.piece);
  }
};
using Text = std::vector<TextPart>;

// A site as used in one context: with its names and its handle.
struct Instance {
  enum HandleKind : uint8_t { kNoHandle, kOpened, kInitialHandle, kUnknownHandle, kStandard };
  FunctionId function = kNone;
  uint32_t site = 0;
  // READ, WRITE: which part of what is read or written, "age" of row["age"]: its keys, and those
  // fields that are columns.
  PathId key = kEmptyPath;
  // kNone where the site says nothing.
  TextId ns = kNone, name = kNone, sql = kNone, column = kNone;
  // What is read or written through; of an OPEN, what it was opened from.
  HandleKind handle_kind = kNoHandle;
  InstanceId handle = kNone;  // kOpened; of kStandard, which descriptor: 0, 1 or 2
  Root root{};                // kInitialHandle
  PathId path = kEmptyPath;

  bool operator==(const Instance&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Instance& i) {
    return H::combine(std::move(h), i.function, i.site, i.key, i.ns, i.name, i.sql, i.column,
                      static_cast<uint8_t>(i.handle_kind), i.handle, i.root, i.path);
  }
};

// What a value is.
struct What {
  enum Kind : uint8_t {
    kInitial,   // what (root, path) held on entry, in `mode`; kept under the key `id`, if any
    kSource,    // data read: `id` is an InstanceId
    kHandle,    // a handle: `id` is the InstanceId of its OPEN
    kText,      // `id` is a TextId
    kNumber,    // `number`, unless `id` is kNullPointer or kAnyNumber
    kFunction,  // `id` is a FunctionId; or kNone and `number` the SymbolId of one not defined here
    kType,      // `id` is a class's SymbolId
    // Pointer to (root, path); in an answer over all callers, to that of function `number` - 1, or
    // of the program where `number` is 0.
    kAddress,
  };
  static constexpr uint32_t kNullPointer = 1, kAnyNumber = 2;
  Kind kind = kInitial;
  Root root{};
  PathId path = kEmptyPath;
  Mode mode = kShallow;
  uint32_t id = kNone;
  int64_t number = 0;

  bool operator==(const What&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const What& w) {
    return H::combine(std::move(h), static_cast<uint8_t>(w.kind), w.root, w.path, w.mode, w.id,
                      w.number);
  }
};

// A requirement on the callers for a leaf to be: the function value (or, for a virtual `method`,
// the object) at (root, path) on entry must be one that runs `target`.
struct Requirement {
  Root root{};
  PathId path = kEmptyPath;
  FunctionId target = kNone;
  SymbolId method = kNone;

  bool operator==(const Requirement&) const = default;
  auto operator<=>(const Requirement&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Requirement& r) {
    return H::combine(std::move(h), r.root, r.path, r.target, r.method);
  }
};
using Condition = std::vector<Requirement>;

// How a value came here.
struct Quality {
  uint8_t subtype = IDENTITY;
  uint8_t confidence = EXACT;
  // It is surely not the very value that it was made of: no pointer to the same. What an unknown
  // function made, and what a bound hides, may be.
  bool computed = false;

  bool indirect() const { return subtype >= CONDITIONAL; }
  bool operator==(const Quality&) const = default;
};

// The quality of one step of the program.
Quality OfStep(int subtype, int confidence);
// The quality of a chain of two steps: the weaker one's.
Quality Compose(Quality a, Quality b);

struct Leaf {
  WhatId what = 0;
  ConditionId condition = kNoCondition;
  Quality quality;
  TransformsId transforms = kNoTransforms;
  HopsId hops = kNoHops;  // from where it came from to here
};

// Leaves, one for each (what, condition, direct or indirect): the best. What is there without a
// condition, or under many, is there without: then the others say nothing more. Keeps the order
// of insertion.
class LeafSet {
 public:
  // Adds the leaf, whose way here goes on by `then`. True if the set says more than before: a
  // shorter way alone does not count, and is only taken if asked for. The chain of hops is made
  // where the leaf is taken.
  bool Add(Leaf leaf, HopTable& hops, std::initializer_list<HopsId> then = {}, bool shorter = true);
  size_t size() const { return leaves_.size(); }
  bool empty() const { return leaves_.empty(); }
  // By value: the set may grow while one goes over it.
  Leaf operator[](size_t i) const { return leaves_[i]; }

 private:
  static constexpr size_t kLinear = 16;
  static constexpr uint32_t kMaxConditions = 4;
  static uint64_t Key(WhatId what, ConditionId condition, bool indirect) {
    return (static_cast<uint64_t>(what) << 32) | (condition << 1) | static_cast<uint64_t>(indirect);
  }
  static uint64_t Key(const Leaf& leaf) {
    return Key(leaf.what, leaf.condition, leaf.quality.indirect());
  }
  Leaf* Find(uint64_t key);

  std::vector<Leaf> leaves_;
  // How many conditions a (what, direct or indirect) is there under, where there are any.
  std::vector<std::pair<uint64_t, uint32_t>> conditions_;
  // Once there are more than kLinear.
  std::unique_ptr<absl::flat_hash_map<uint64_t, uint32_t>> index_;
};

// Whether `a` says more of a flow than `b`: surer, then stronger, then shorter.
bool Better(const Quality& a, uint64_t a_hops, const Quality& b, uint64_t b_hops);

// Interns values of one type.
template <typename T>
class Interner {
 public:
  uint32_t Id(const T& value) {
    auto [it, inserted] = ids_.try_emplace(value, static_cast<uint32_t>(values_.size()));
    if (inserted) values_.push_back(&it->first);
    return it->second;
  }
  const T& operator[](uint32_t id) const { return *values_[id]; }
  size_t size() const { return values_.size(); }

 private:
  absl::node_hash_map<T, uint32_t> ids_;
  std::vector<const T*> values_;
};

// The tables of one link.
class Terms {
 public:
  explicit Terms(Program& program);

  Interner<Text> texts;
  Interner<Instance> instances;
  Interner<What> whats;
  Interner<Condition> conditions;             // [0] is none
  Interner<std::vector<uint8_t>> transforms;  // TransformKinds in order; [0] is none
  Interner<std::vector<PathId>> excepts;      // sorted; mode kDeep + i excepts [i]

  TextId Literal(std::string_view text);
  TextId Hole(std::string_view braces);
  TextId InitialText(Root root, PathId path);
  // `text`, as the value (or a piece of it) of an option, if it is an argument of the command line.
  TextId OfOption(TextId text, SymbolId option, bool piece);
  TextId Concat(TextId a, TextId b);
  // For people and for asset names. What is initial shows as "{?}".
  std::string Show(TextId text) const;
  bool HasHole(TextId text) const;  // of any kind
  bool HasInitial(TextId text, bool globals_too) const;
  // It depends on the callers: PARAM or THIS, and, if asked, on globals.
  bool Open(InstanceId instance, bool globals_too) const;
  bool OpenWhat(WhatId what) const;

  TransformsId Append(TransformsId first, TransformsId then);
  TransformsId OneTransform(TransformKind kind);

  // Both conditions at once.
  ConditionId Both(ConditionId a, ConditionId b);

  // The mode at `below`, a path relative to where `mode` holds.
  Mode Below(Mode mode, PathId below);
  // `mode` without what is below `paths`.
  Mode Without(Mode mode, const std::vector<PathId>& paths);

 private:
  static bool IsOpen(Root root, bool globals_too) {
    return root.kind != Root::kGlobal || globals_too;
  }
  TextId Canonical(Text text);

  Program& program_;
};

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_TERMS_H_
