// What a library's inline function does, told without its calls.
//
// A translation unit holds hundreds of small functions of the libraries it uses: of hash maps,
// formatters, smart pointers. Most come down to "the result is made of argument 0's .size". Such a
// function is walked once, and where it is called its SUMMARY is applied, as a catalog's model
// would be: it needs no place in the fragment, and nothing to link.
//
// Only functions that say everything by what they return and leave behind have one: no sites, no
// transforms, no calls that only the linker can resolve, nothing widened. The functions of the
// project itself have none: flows through them should name them on the way.

#ifndef PEDIGREE_ANALYZER_EXTRACT_SUMMARY_H_
#define PEDIGREE_ANALYZER_EXTRACT_SUMMARY_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "analyzer/extract/values.h"
#include "clang/AST/Decl.h"

namespace pedigree {

struct Summary {
  // What a value starts at.
  struct Object {
    Base::Kind kind = Base::PARAM;             // or THIS, or GLOBAL
    uint32_t index = 0;                        // PARAM
    const clang::VarDecl* variable = nullptr;  // GLOBAL: a constant
  };
  // As in a tree, but with the values themselves; `Val::base` is an index into `objects`, a TEXT's
  // index one into `texts`. No value is a GUARD: what guards were made of stands there instead.
  struct Entry {
    PathId path = 0;
    std::vector<Val> values;
  };
  struct TextPiece {
    uint32_t literal = 0;  // interned string; 0: a hole
    std::vector<Val> hole;
    uint32_t option = 0;
    bool piece = false;
  };

  std::vector<Object> objects;
  std::vector<std::vector<TextPiece>> texts;
  std::vector<std::pair<uint32_t, std::vector<Entry>>> exit;  // by object; paths before longer ones
  std::vector<Entry> returned;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_SUMMARY_H_
