// How a function is called: which of the pointers that it is given meet on entry, which of its
// parameters are constants.
//
// A function is walked as if what its parameters point to were different objects. Where a call's
// arguments alias, that would miss what is stored through one and read through the other. So the
// callee is walked once more for each way in which its parameters alias, with its entry state
// saying so, and calls name the way (Call.alias) that fits their arguments. The same goes for
// constants that the callee's branches ask: `Load(/*training=*/true)` reads other files than
// `Load(false)`.

#ifndef PEDIGREE_ANALYZER_EXTRACT_ALIASES_H_
#define PEDIGREE_ANALYZER_EXTRACT_ALIASES_H_

#include <string>
#include <vector>

#include "analyzer/extract/constants.h"
#include "analyzer/extract/paths.h"
#include "clang/AST/Decl.h"

namespace pedigree {

inline constexpr int kThisParameter = -1;

// On entry, the pointer at `path` of a parameter points to `target`: a part of what another
// parameter leads to, or of a global.
struct AliasEntry {
  int parameter = 0;
  PathId path = 0;
  int target_parameter = 0;
  const clang::VarDecl* target_global = nullptr;
  PathId target_path = 0;
};

// On entry, a parameter of an integer type is this number.
struct ConstantEntry {
  int parameter = 0;
  int64_t value = 0;
};

// Throughout the program, a variable is a number, or a function returns it (program_numbers.h).
struct ProgramNumber {
  const clang::ValueDecl* decl = nullptr;
  AssumedNumber number;
};

// One way to call a function, in which parameters alias or are constants, or for programs in which
// something is given. Its name is the same in every unit.
struct Aliases {
  std::vector<AliasEntry> entries;
  std::vector<ConstantEntry> constants;
  std::vector<ProgramNumber> given;
  std::string name;
  bool sure = true;  // at the call that was looked at, always so

  // Whether it says which ways branches go.
  bool decides() const { return !constants.empty() || !given.empty(); }
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_ALIASES_H_
