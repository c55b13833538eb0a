// The first witness joins the second: what people declare, and what the code does.
//
// Nothing of what is derived goes away and nothing is made up. A declaration adds to the graph
//
//   - to each asset that its name matches: what it says of it, its kind, and DECLARED as a witness;
//     where it matches none, an asset whose only witness is DECLARED;
//   - to each site where a declared job touches one of its declared inputs or outputs: DECLARED;
//   where
//     there is no such site, a use whose only witness is that, placed in the BUILD file;
//   - for each alias that an asset is declared to have, an asset of that name, and the two flows of
//     lineage/aliases.h, DECLARED;
//   - to each flow that the job declares: the same; where there is none, an edge that only people
//     vouch for, ASSUMED, which says so in its path.
//
// So the differences are in the graph, for every reader to see: lineage/declared.h lists them.
#ifndef PEDIGREE_LINEAGE_DECLARE_H_
#define PEDIGREE_LINEAGE_DECLARE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proto/declarations.pb.h"
#include "proto/graph.pb.h"

namespace pedigree {

// What is declared and met nothing in the graph: most often it is written wrong.
struct Unmet {
  std::vector<std::string> jobs;   // names of jobs that the graph does not have
  std::vector<std::string> holes;  // "{argv:1} of train": no name that the job uses has such a hole
};

// `graph` with what `declarations` (lineage/declarations.h) say. Declaring the same again changes
// nothing.
absl::StatusOr<Graph> Declare(Graph graph, const Declarations& declarations, Unmet* unmet);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_DECLARE_H_
