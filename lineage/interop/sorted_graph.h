// What a GraphBuilder holds, as a graph's assets and jobs, sorted whatever the order in which
// things came. Each is made when it is taken, so that a graph of millions of flows can be written
// without being held as messages.
#ifndef PEDIGREE_LINEAGE_INTEROP_SORTED_GRAPH_H_
#define PEDIGREE_LINEAGE_INTEROP_SORTED_GRAPH_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "lineage/graph_io.h"
#include "lineage/interop/graph_builder.h"
#include "proto/graph.pb.h"

namespace pedigree::interop {

class SortedGraph : public GraphParts {
 public:
  // `builder` is of no other use from here on, and must outlive this.
  explicit SortedGraph(GraphBuilder* builder);

  int assets() const override { return static_cast<int>(assets_.size()); }
  int jobs() const override { return static_cast<int>(jobs_.size()); }
  size_t flows() const override { return builder_->flows_.rows().size(); }
  const Graph& rest() const override { return Graph::default_instance(); }
  // Of one that has not been taken.
  std::string_view JobName(int at) const override { return builder_->jobs_[jobs_[at]].name(); }
  // Each is to be taken once.
  pedigree::Asset TakeAsset(int at);
  pedigree::Job TakeJob(int at);
  absl::StatusOr<const pedigree::Asset*> ReadAsset(int at, pedigree::Asset* room) override;
  absl::StatusOr<const pedigree::Job*> ReadJob(int at, pedigree::Job* room) override;

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
