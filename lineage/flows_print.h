// `pedigree flows`: every flow, through one job or many, one a line.
#ifndef PEDIGREE_LINEAGE_FLOWS_PRINT_H_
#define PEDIGREE_LINEAGE_FLOWS_PRINT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
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

// Prints witness paths, one line a hop, each beginning with `indent`; places stand in one column.
// The hops live as long as the printer: those of several paths are made text once.
class PathPrinter {
 public:
  PathPrinter(const Style& style, std::string_view indent) : style_(style), indent_(indent) {}
  // Appends the path to `out`.
  void Append(const std::vector<const Hop*>& path, std::string* out);

 private:
  struct Text {
    std::string place;
    size_t width = 0;  // of the place, without colours
    std::string note;
  };

  const Style style_;
  const std::string indent_;
  absl::node_hash_map<const Hop*, Text> known_;
};

// One path, as PathPrinter prints it.
std::string PathText(const std::vector<Hop>& path, const Style& style, std::string_view indent);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_FLOWS_PRINT_H_
