// Several programs in one set of fragments: a build folder's compile_commands.json lists the
// sources of all its executables, tools and tests.
//
// Which sources an executable is made of, the list does not say. But one that has a main is of its
// own program, and what others use of the rest they reach from their main: so each program is
// linked from the fragment that has its main and all that have none.

#ifndef PEDIGREE_ANALYZER_LINK_PROGRAMS_H_
#define PEDIGREE_ANALYZER_LINK_PROGRAMS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/link/fragment_reader.h"
#include "analyzer/link/link.h"
#include "proto/graph.pb.h"

namespace pedigree::link {

// A graph with a job for each program, whatever the order of the fragments. Where there is no more
// than one, it is as Link gives it; of several, "<options.job>/<the name of the source of its main,
// without folder and ending>", or with the folder where these would be the same.
absl::StatusOr<Graph> LinkPrograms(std::vector<NamedFragment> fragments,
                                   const LinkOptions& options);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_PROGRAMS_H_
