// `pedigree flows`: every flow, through one job or many, one a line.
#ifndef PEDIGREE_LINEAGE_FLOWS_PRINT_H_
#define PEDIGREE_LINEAGE_FLOWS_PRINT_H_

#include <optional>
#include <string>

#include "lineage/query.h"
#include "lineage/render/style.h"

namespace pedigree {

struct FlowsFilter {
  std::vector<int> from = {};  // assets; none: any
  std::vector<int> to = {};
  bool all = true;  // also those from and into noise (noise.h)
};

std::vector<Lineage::Flow> Select(const Lineage& lineage, std::vector<Lineage::Flow> flows,
                                  const FlowsFilter& filter);

// One line a flow; with `paths`, its witness path below it.
std::string FlowsText(const Lineage& lineage, const std::vector<Lineage::Flow>& flows,
                      const Style& style, bool paths);
// One JSON object a line (see json.h).
std::string FlowsJsonl(const Lineage& lineage, const std::vector<Lineage::Flow>& flows);

// The witness path, one line a hop, each beginning with `indent`. Places stand in one column.
std::string PathText(const std::vector<Hop>& path, const Style& style, std::string_view indent);
std::string PathText(const std::vector<const Hop*>& path, const Style& style,
                     std::string_view indent);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_FLOWS_PRINT_H_
