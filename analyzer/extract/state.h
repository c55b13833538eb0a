// Memory during the walk of one function: the objects (bases) there are, and for each what it
// holds.

#ifndef PEDIGREE_ANALYZER_EXTRACT_STATE_H_
#define PEDIGREE_ANALYZER_EXTRACT_STATE_H_

#include <array>
#include <vector>

#include "analyzer/extract/values.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/SmallVector.h"

namespace pedigree {

// A place in memory: a part of a base.
struct Loc {
  BaseId base;
  PathId path;
  bool operator==(const Loc&) const = default;
};
using Locs = llvm::SmallVector<Loc, 2>;

struct BaseInfo {
  Base::Kind kind = Base::LOCAL;
  uint32_t index = 0;
  uint32_t symbol = 0;
  uint32_t name = 0;
  bool internal = false;
  bool immutable = false;  // declared const: no call changes it
  bool may_point = true;   // what it holds may be pointers
  bool decides = false;    // no place: it holds what decided which others of a list these are
  // Of new memory: the loop in whose rounds it is made, if any.
  const clang::Stmt* made_in = nullptr;
  SetId initial = 0;     // what it holds on entry, as a set to select from
  clang::QualType type;  // where known; of several elements, an element's
};

// What every base holds; for tree 0, and where nothing was set, a base holds its initial content.
// States of neighbouring blocks are nearly alike: they share what they have alike, chunk by chunk,
// so that a function of very many blocks and objects costs neither memory nor time for all pairs.
class State {
 public:
  static constexpr uint32_t kChunk = 32;

  bool reached = false;

  TreeId Get(BaseId base) const {
    const size_t at = base / kChunk;
    return at < chunks_.size() && chunks_[at] ? chunks_[at]->trees[base % kChunk] : 0;
  }
  void Set(BaseId base, TreeId tree) {
    if (Get(base) == tree) return;
    const size_t at = base / kChunk;
    if (at >= chunks_.size()) chunks_.resize(at + 1);
    if (!chunks_[at]) {
      chunks_[at] = new Chunk;
    } else if (chunks_[at]->UseCount() > 1) {
      chunks_[at] = new Chunk(*chunks_[at]);
    }
    chunks_[at]->trees[base % kChunk] = tree;
  }

  // Makes this the join of both, `join(base, a, b)` joining two trees; whether it changed.
  template <typename Joined>
  bool Join(const State& from, Joined join) {
    bool changed = false;
    if (chunks_.size() < from.chunks_.size()) chunks_.resize(from.chunks_.size());
    for (size_t at = 0; at < chunks_.size(); ++at) {
      const Ref other = at < from.chunks_.size() ? from.chunks_[at] : Ref();
      if (chunks_[at] == other) continue;
      bool here = false;
      for (BaseId base = at * kChunk; base < (at + 1) * kChunk; ++base) {
        const TreeId a = Get(base), b = from.Get(base);
        if (a == b) continue;
        const TreeId joined = join(base, a, b);
        if (joined == a) continue;
        Set(base, joined);
        here = true;
      }
      if (here && other && chunks_[at]->trees == other->trees) chunks_[at] = other;
      changed |= here;
    }
    return changed;
  }

 private:
  struct Chunk : llvm::RefCountedBase<Chunk> {
    std::array<TreeId, kChunk> trees{};
  };
  using Ref = llvm::IntrusiveRefCntPtr<Chunk>;

  std::vector<Ref> chunks_;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_STATE_H_
