// Links the fragments of one program to its lineage graph.
//
// This is the whole of `analyzer/link` for those who use it. What happens inside, in order:
// fragment_reader and program index the fragments; evaluate answers what places hold, across calls,
// on demand; flows asks it at every site that writes, and pairs; assets names the sites;
// graph_builder writes the graph.

#ifndef PEDIGREE_ANALYZER_LINK_LINK_H_
#define PEDIGREE_ANALYZER_LINK_LINK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/link/fragment_reader.h"
#include "proto/graph.pb.h"

namespace pedigree::link {

struct LinkOptions {
  std::string job;  // the job's name in the graph
  // Only the coarse answer (coarse.h), as where the exact one costs too much.
  bool coarse = false;
  // Where the stack of the calling thread ends that may be used: work is done there. Null: on a
  // thread of its own, with a stack that is large enough for any program.
  const char* stack_limit = nullptr;
  // Where to put the sources that have a main, in order: of several, one is the program's, and the
  // others are left out. Null: nowhere.
  std::vector<std::string>* main_sources = nullptr;
};

// The graph of one job. The fragments may come in any order: the graph is the same, byte for byte.
// InvalidArgument, naming the file, if one of them is damaged or of a newer schema.
absl::StatusOr<Graph> Link(std::vector<NamedFragment> fragments, const LinkOptions& options);

// Several graphs in one. Commutative and associative. Equal jobs are one; different jobs of one
// name are InvalidArgument.
absl::StatusOr<Graph> JoinGraphs(std::vector<Graph> graphs);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_LINK_H_
