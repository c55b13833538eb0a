// Functions that a run may come to by calls through pointers of which the evaluator lost sight.
//
// Where it was asked too much it does not tell places apart that are far behind pointers, and what
// function such a place holds is not found (Evaluator::lost_pointers). What is not called, as far
// as the evaluator knows, and could be by such a call, is what is given here; what it does is then
// looked for coarsely (coarse.h).

#ifndef PEDIGREE_ANALYZER_LINK_MISSED_FUNCTIONS_H_
#define PEDIGREE_ANALYZER_LINK_MISSED_FUNCTIONS_H_

#include <vector>

#include "analyzer/link/evaluate.h"

namespace pedigree::link {

// By function; empty if there are none. Of a program without a main, whose functions are all called
// by others, there are none.
std::vector<bool> MissedFunctions(Evaluator& evaluator);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_MISSED_FUNCTIONS_H_
