// What a GraphBuilder holds, as a graph's assets and jobs, sorted whatever the order in which
// things came. Each is made when it is taken, so that a graph of millions of flows can be written
// without being held as messages.
#ifndef PEDIGREE_LINEAGE_INTEROP_SORTED_GRAPH_H_
#define PEDIGREE_LINEAGE_INTEROP_SORTED_GRAPH_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "lineage/interop/graph_builder.h"
#include "proto/graph.pb.h"

namespace pedigree::interop {

class SortedGraph {
 public:
  // `builder` is of no other use from here on, and must outlive this.
  explicit SortedGraph(GraphBuilder* builder);

  // Each is to be taken once.
  int assets() const { return static_cast<int>(assets_.size()); }
  pedigree::Asset TakeAsset(int at);
  int jobs() const { return static_cast<int>(jobs_.size()); }
  // Of one that has not been taken.
  const std::string& JobName(int at) const { return builder_->jobs_[jobs_[at]].name(); }
  pedigree::Job TakeJob(int at);

 private:
  // The rows of each owner, an asset or a job, in the order in which they came.
  struct Grouped {
    Grouped() = default;
    template <typename Row, typename Owner>
    Grouped(const std::vector<Row>& rows, size_t owners, Owner owner);
    std::pair<const uint32_t*, const uint32_t*> Of(int owner) const {
      return {order.data() + begin[owner], order.data() + begin[owner + 1]};
    }
    std::vector<uint32_t> begin, order;
  };

  void AddColumns(int number, pedigree::Asset* asset) const;
  // Sorts them among those that the job has; which of all each of these is now.
  std::vector<uint32_t> AddSites(int number, pedigree::Job* job);
  void AddFlows(int number, const std::vector<uint32_t>& had, pedigree::Job* job) const;
  void Fill(const GraphBuilder::SiteRow& row, SiteUse* site) const;
  void Fill(const GraphBuilder::FlowRow& row, FlowEdge* flow) const;

  GraphBuilder* builder_;
  std::vector<int> assets_, jobs_;      // their numbers in the builder
  std::vector<uint32_t> asset_number_;  // by the builder's: the graph's
  std::vector<uint32_t> site_number_;   // by row: the job's
  Grouped columns_, sites_, flows_;
};

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_SORTED_GRAPH_H_
