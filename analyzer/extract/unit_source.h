// Where what a fragment speaks of stands in the compiler's source: for who reports there (the
// compiler plugin's findings), or plants code there (its probes). It is no part of the fragment.
#ifndef PEDIGREE_ANALYZER_EXTRACT_UNIT_SOURCE_H_
#define PEDIGREE_ANALYZER_EXTRACT_UNIT_SOURCE_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/Basic/SourceLocation.h"

namespace pedigree {

// PEDIGREE_ALLOW on a function (runtime/annotations.h): findings of a rule are no news there.
struct Allowance {
  std::string rule;
  std::string reason;
};

struct UnitSource {
  // A place as the fragment has it: file, line, column.
  using Place = std::tuple<std::string, uint32_t, uint32_t>;
  struct Allowed {
    clang::SourceRange function;
    Allowance allowance;
  };
  struct Call {
    const clang::FunctionDecl* callee = nullptr;
    // Which argument is the name of the file that the call opens, reads or writes; -1: none is.
    int opens = -1, reads = -1, writes = -1;
  };

  std::map<Place, clang::SourceLocation> places;
  std::vector<Allowed> allowed;
  // Calls that the catalogs or annotations model, by place and the callee's name.
  std::map<std::pair<Place, std::string>, Call> calls;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_UNIT_SOURCE_H_
