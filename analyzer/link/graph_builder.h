// Writes what was found in one program as a graph: assets, sites, flows, coverage, each sorted.

#ifndef PEDIGREE_ANALYZER_LINK_GRAPH_BUILDER_H_
#define PEDIGREE_ANALYZER_LINK_GRAPH_BUILDER_H_

#include <string>

#include "analyzer/link/evaluate.h"
#include "analyzer/link/flows.h"
#include "proto/graph.pb.h"

namespace pedigree::link {

Graph BuildGraph(Evaluator& evaluator, const FoundFlows& found, const std::string& job);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_GRAPH_BUILDER_H_
