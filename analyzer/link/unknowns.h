// What is not known of the functions outside of the program that no catalog models, for doctor: how
// much hangs on each, and what its calls look like, so that people know which entry to write next.
#ifndef PEDIGREE_ANALYZER_LINK_UNKNOWNS_H_
#define PEDIGREE_ANALYZER_LINK_UNKNOWNS_H_

#include <map>
#include <string>

#include "absl/functional/function_ref.h"
#include "analyzer/link/evaluate.h"
#include "proto/graph.pb.h"

namespace pedigree::link {

// `flows`: how many flows go through each, by its name. Asks the evaluator more: what its answers
// cost counts as before.
void WriteUnknowns(Evaluator& evaluator, const std::map<std::string, uint32_t>& flows,
                   absl::FunctionRef<Place(FunctionId, const Location&)> place_of,
                   Coverage* coverage);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_UNKNOWNS_H_
