// The function that runs when an object made by std::bind is called: it calls what was bound, with
// what was bound and what it was given, each in its place. No program has such a body to extract,
// so it is written down here.
#ifndef PEDIGREE_ANALYZER_EXTRACT_THUNK_H_
#define PEDIGREE_ANALYZER_EXTRACT_THUNK_H_

#include <string>
#include <vector>

#include "analyzer/extract/paths.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "proto/fragment.pb.h"

namespace pedigree {

struct Thunk {
  // The object's fields: what it calls, and the i-th bound argument. (No elements: the address of
  // one would be that of all.) Objects made in different places have different fields: where they
  // are kept together, as in a queue of jobs, what one holds is not given to another's function.
  std::string Callee() const { return "bound callee" + of; }
  std::string Held(size_t i) const { return "bound " + std::to_string(i) + of; }
  // Placeholders beyond this are not known to anyone's library.
  static constexpr int kMaxParameters = 12;

  struct Argument {
    // Whether the callee's parameter is given the bound argument itself, or its value.
    enum Pass { kUnknown, kItself, kValue };
    int placeholder = 0;  // from 1; 0: bound
    Pass pass = kUnknown;
    bool nested =
        false;  // bound, and to be called itself, with all that the object was called with
  };
  std::vector<Argument> arguments;
  bool passes_rest = false;  // what it is called with follows the bound arguments
  std::string of;            // where it is made (Unit::PlaceLabel)

  // Equal thunks have equal symbols.
  std::string Symbol() const;
  // The function, with paths of `paths` and strings interned by `str`.
  Function Write(PathTable& paths, llvm::function_ref<uint32_t(std::string_view)> str) const;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_THUNK_H_
