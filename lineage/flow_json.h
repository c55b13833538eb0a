// Flows as JSON text, for outputs of hundreds of thousands: the text is what FlowJson() (json.h)
// gives, at once, without the objects.
#ifndef PEDIGREE_LINEAGE_FLOW_JSON_H_
#define PEDIGREE_LINEAGE_FLOW_JSON_H_

#include <string>
#include <vector>

#include "lineage/query.h"

namespace pedigree {

// Of one graph, which must be there as long as this is.
class FlowJsonWriter {
 public:
  explicit FlowJsonWriter(const Lineage& lineage);

  // Appends Dump(FlowJson(lineage, flow)).
  void Append(const Lineage::Flow& flow, std::string& out);

 private:
  // The steps of an edge, each behind a comma. Ways share edges.
  const std::string& Steps(int edge);

  const Lineage& lineage_;
  std::vector<std::string> steps_;  // by edge; empty: not asked for yet
};

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_FLOW_JSON_H_
