// A coarse answer for programs that are too tangled for an exact one.
//
// Where the evaluator has spent all its work, it answers nothing more, and flows would be missing.
// Then those that it did not find are looked for here, in time that grows with the program's size
// and no faster: without calling contexts, without the order of statements, and with an object and
// all that is behind it taken as one. What may be a pointer is taken to be the same object on both
// sides of an assignment or a call. So a flow that there is gets found, and many that are not: all
// are WIDENED.

#ifndef PEDIGREE_ANALYZER_LINK_COARSE_H_
#define PEDIGREE_ANALYZER_LINK_COARSE_H_

#include <vector>

#include "analyzer/link/evaluate.h"
#include "analyzer/link/flows.h"

namespace pedigree::link {

// Adds to `found` the sites that it does not know any use of, with names that are not known, and
// the flows between sites that it does not have; with `functions` (by function, unless it is
// empty), those of these functions, and from or to sites in them.
void AddCoarseFlows(Evaluator& evaluator, const std::vector<bool>& functions, FoundFlows* found);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_COARSE_H_
