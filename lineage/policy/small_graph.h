// Graphs as the tests of policies write them: a flow a line, and of assets only what matters.
#ifndef PEDIGREE_LINEAGE_POLICY_SMALL_GRAPH_H_
#define PEDIGREE_LINEAGE_POLICY_SMALL_GRAPH_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "proto/policy.pb.h"

namespace pedigree::policy {

// "patients.csv", "patients.csv:age", "kafka://host|topic:field".
struct EndName {
  std::string name_space = "file";
  std::string name;
  std::string column;
};
EndName ParseEnd(std::string_view text);

// The graph of a case that gives its flows. Each flow is a line of a file named for its job:
// "train.cc". An error is about the first flow that says too little.
absl::StatusOr<Graph> SmallGraph(const PolicyTest::Case& test);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_SMALL_GRAPH_H_
