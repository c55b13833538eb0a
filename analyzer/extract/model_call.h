// One call to which a catalog's model is applied.
#ifndef PEDIGREE_ANALYZER_EXTRACT_MODEL_CALL_H_
#define PEDIGREE_ANALYZER_EXTRACT_MODEL_CALL_H_

#include <map>

#include "analyzer/extract/walker.h"

namespace pedigree {

struct Walker::ModelCall {
  const clang::FunctionDecl* callee;
  const clang::Expr* where;
  const void* key;
  std::optional<Locs> object;
  std::vector<Actual>* actuals;
  clang::QualType result;

  // What the call returns, as far as effects have said.
  std::optional<TreeId> returned = {};
  Locs returned_places = {};
  int effects = 0;  // numbers the sites, transforms and calls of this call
  // The arguments that are iterators of the program's own: what is at them, as far as it was asked
  // for, and they themselves, moved on.
  struct OwnIterator {
    Operand at;
    clang::QualType type;
    TreeId moved = 0;
  };
  static constexpr int kOwnIterators = 1 << 23;    // SubKeys: of these
  static constexpr int kAtOwnIterators = 1 << 24;  // of what is at them, where that is no place
  static constexpr int kNew = 1 << 25;             // of the memory that the call makes
  std::map<size_t, OwnIterator> own_iterators = {};
  // The functions that callbacks are, where that is decided already.
  std::map<const Model::Calls*, SetId> targets = {};

  // The functions that a callback may be, now.
  SetId TargetOf(const Model::Calls& effect, Walker& walker);
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_MODEL_CALL_H_
