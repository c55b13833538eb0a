// Graphs put together: assets are the same by name, jobs side by side.
#ifndef PEDIGREE_ANALYZER_LINK_JOIN_H_
#define PEDIGREE_ANALYZER_LINK_JOIN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lineage/graph_io.h"
#include "proto/graph.pb.h"

namespace pedigree::link {

// Several graphs as one that is not held: each asset and job is put together when it is read.
// Commutative and associative. Equal jobs are one; different jobs of one name are InvalidArgument
// when one reads them.
class JoinedParts : public GraphParts {
 public:
  // `graphs` outlive it.
  static absl::StatusOr<std::unique_ptr<JoinedParts>> Join(std::vector<GraphParts*> graphs);

  const Graph& rest() const override { return rest_; }
  int assets() const override { return static_cast<int>(assets_.size()); }
  int jobs() const override { return static_cast<int>(jobs_.size()); }
  std::string_view JobName(int at) const override;
  size_t flows() const override;
  absl::StatusOr<const Asset*> ReadAsset(int at, Asset* room) override;
  absl::StatusOr<const Job*> ReadJob(int at, Job* room) override;
  std::optional<std::string> JobBytes(int at, std::span<const uint32_t> numbers) override;

 private:
  struct Place {
    size_t graph;
    int at;
  };

  explicit JoinedParts(std::vector<GraphParts*> graphs) : graphs_(std::move(graphs)) {}
  absl::Status Index();
  absl::Status ReadOne(const Place& place, Job* job) const;

  std::vector<GraphParts*> graphs_;
  std::vector<std::vector<Place>> assets_, jobs_;  // sorted by name; where each is
  std::vector<std::vector<uint32_t>> numbers_;     // of each graph's assets, here
  Graph rest_;
};

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_JOIN_H_
