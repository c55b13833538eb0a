// Integers that the whole program decides, not one unit: a variable that other units see and that
// nobody stores to, a function of another unit that returns always the same. Flags are often such:
// `extern const int kTraining;`, `bool Enabled();`.
//
// A unit says what it knows of each (KnownNumber). A function whose branches ask such a number is
// walked once more for a few that it may be, each walk a function of its own (Function.given), and
// the linker takes the one that fits the program. Where none does, the function stands for any.

#ifndef PEDIGREE_ANALYZER_EXTRACT_PROGRAM_NUMBERS_H_
#define PEDIGREE_ANALYZER_EXTRACT_PROGRAM_NUMBERS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/extract/constants.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallVector.h"

namespace pedigree {

// A variable or function whose number branches compare with these, 0 where they ask its truth.
struct AskedNumber {
  const clang::ValueDecl* decl = nullptr;
  llvm::SmallVector<int64_t, 2> numbers;
  // The one number that it may be throughout the program, where that is known.
  std::optional<int64_t> start;
};

// Those that the branches of a function ask, in the graph's order.
std::vector<AskedNumber> NumbersAsked(const clang::CFG& graph, Constants& constants);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_PROGRAM_NUMBERS_H_
