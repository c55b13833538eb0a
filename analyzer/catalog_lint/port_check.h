// Whether a port makes sense for a function: that the argument is there, that what is dereferenced
// can point, that what is stored can be seen by the caller.
#ifndef PEDIGREE_ANALYZER_CATALOG_LINT_PORT_CHECK_H_
#define PEDIGREE_ANALYZER_CATALOG_LINT_PORT_CHECK_H_

#include <string>

#include "analyzer/catalog/port.h"
#include "clang/AST/Decl.h"

namespace pedigree {

enum class PortUse {
  kRead,
  kStore,  // the call leaves something there
  kCall,   // the call calls it
};

// What is wrong with it, as what is said of the port ("there are only 2 parameters"); "" if nothing
// is known to be. `doubt` is set if it may well be right: a field that looks misspelt.
std::string WrongWithPort(const Port& port, PortUse use, const clang::FunctionDecl* function,
                          bool* doubt);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_LINT_PORT_CHECK_H_
