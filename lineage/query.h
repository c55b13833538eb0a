// The joined view of a graph: what a reader of lineage works with.
//
// A Graph (proto/graph.proto) holds jobs side by side. Here they meet: an asset is one asset
// wherever its namespace and name occur (unless its name has holes: then it is one of its job
// alone), and where job A writes what job B reads, the flows into A's write go on through the flows
// out of B's read.
//
//   EDGE   a flow inside one job, from a site that reads to a site that writes, as the graph has
//   it. FLOW   a chain of one or more edges. Each edge begins at the asset (and column) the one
//   before it ended at,
//          and in another job: what a job does with its own outputs is for the analysis to say, not
//          for the join. Columns meet when they are equal or when either side has none (the asset
//          as a whole).
//
// A chain is as good as its weakest link: INDIRECT if any edge is, otherwise the subtype furthest
// from a copy; the worst confidence; all transforms in order; the witnesses that saw every edge.
// Cycles of jobs end by themselves: going round again makes nothing better.
//
// Everything is sorted by content, so graphs that list the same things in another order give the
// same view.
#ifndef PEDIGREE_LINEAGE_QUERY_H_
#define PEDIGREE_LINEAGE_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "lineage/graph_io.h"
#include "proto/graph.pb.h"

namespace pedigree {

// The hops of a witness path. One statement of another system may give a thousand flows, which then
// share it.
class WitnessPath {
 public:
  WitnessPath() = default;
  explicit WitnessPath(std::vector<Hop> hops)
      : hops_(hops.empty() ? nullptr : std::make_shared<const std::vector<Hop>>(std::move(hops))) {}
  // NOLINTNEXTLINE(google-explicit-constructor): it is one, but for where it is kept.
  operator const std::vector<Hop>&() const {
    static const auto& none = *new std::vector<Hop>;
    return hops_ == nullptr ? none : *hops_;
  }
  bool empty() const { return hops_ == nullptr; }
  size_t size() const { return All().size(); }
  auto begin() const { return All().begin(); }
  auto end() const { return All().end(); }
  const Hop& operator[](size_t at) const { return All()[at]; }

 private:
  const std::vector<Hop>& All() const { return *this; }

  std::shared_ptr<const std::vector<Hop>> hops_;
};

class Lineage {
 public:
  struct Asset {
    std::string name_space;
    std::string name;
    AssetKind kind = ASSET_KIND_UNSPECIFIED;
    bool kind_inferred = false;
    bool job_local = false;
    std::string job;  // of a job_local asset
    std::vector<std::string> columns;
    std::vector<Witness> witnesses;
    Properties properties;  // what all declarations of it say together
    std::vector<ObservedVersion> versions;
  };

  struct Site {
    int job = 0;
    SiteUse::Access access = SiteUse::READS;
    int asset = 0;
    Place place;
    std::string function;
    std::string api;
    std::vector<Witness> witnesses;  // never empty
  };

  struct Edge {
    int from = 0;  // into sites(), a READS
    int to = 0;    // a WRITES
    std::string from_column;
    std::string to_column;
    Subtype subtype = TRANSFORMATION;
    Confidence confidence = EXACT;
    std::vector<TransformKind> transforms;
    std::vector<Witness> witnesses;
    WitnessPath path;
  };

  struct Flow {
    int from = 0;
    int to = 0;
    std::string from_column;
    std::string to_column;
    Subtype subtype = TRANSFORMATION;
    Confidence confidence = EXACT;
    uint32_t kinds = 0;      // the TransformKinds on the way, as bits
    size_t length = 0;       // of the witness path
    std::vector<int> chain;  // edges, in order
  };

  struct Job {
    std::string name;
    Coverage coverage;
    pedigree::Job::Declaration declaration;
    std::vector<int> sites;
    std::vector<int> edges;
  };

  // All edges of one job between two assets, as one arrow of a picture.
  struct Link {
    int from = 0;  // asset
    int job = 0;
    int to = 0;  // asset
    // From and to, where at least one has a name.
    std::vector<std::pair<std::string, std::string>> columns;
    bool whole = false;                     // some edges have no column on either side
    std::vector<TransformKind> transforms;  // all that occur
    Subtype subtype = TRANSFORMATION;       // the most direct
    Confidence confidence = EXACT;          // the best among the most direct
    std::vector<int> edges;                 // best first
  };

  // Fails as ValidateGraph does.
  static absl::StatusOr<Lineage> Make(const Graph& graph);
  // The same of what is not held as a whole.
  static absl::StatusOr<Lineage> Make(GraphParts* parts);

  const std::vector<Asset>& assets() const { return assets_; }
  const std::vector<Job>& jobs() const { return jobs_; }
  const std::vector<Site>& sites() const { return sites_; }
  const std::vector<Edge>& edges() const { return edges_; }
  // Sorted by function; equal ones once.
  const std::vector<DeclaredTransform>& transforms() const { return transforms_; }
  // The runs that were merged into the graph.
  const std::vector<ObservedRun>& runs() const { return runs_; }

  // Every flow, of every length: for each pair of sites and columns the best one. Better is:
  // DIRECT, then the higher confidence, then nearer to a copy, then fewer kinds of transform, then
  // the shorter path.
  std::vector<Flow> Flows() const;
  // The same, but a flow for each way to get there that differs in subtype, confidence or kinds of
  // transform, unless another with the same transforms is at least as good in all of these.
  std::vector<Flow> Ways() const;
  // Of these only those that begin with the same site and column as one of the edges of `first`.
  std::vector<Flow> WaysFrom(const std::vector<bool>& first) const;

  // The edges of `among` as links, sorted by from, job, to.
  std::vector<Link> Links(const std::vector<int>& among) const;
  std::vector<Link> Links() const;

  // The edges through which something reaches `asset` (upstream), or through which it reaches
  // something (downstream): those that are part of a flow that ends, or begins, at it. Sorted.
  std::vector<int> Upstream(int asset) const;
  std::vector<int> Downstream(int asset) const;
  // Of several assets together.
  std::vector<int> DownstreamOf(const std::vector<int>& assets) const;

  // The edges by which a flow that ends in `edge` can go on, and those by which one can come to it.
  // Sorted.
  std::vector<int> After(int edge) const;
  std::vector<int> Before(int edge) const;

  // What a flow's chain gives.
  std::vector<TransformKind> Transforms(const Flow& flow) const;
  std::vector<Witness> Witnesses(const Flow& flow) const;
  std::vector<int> Jobs(const Flow& flow) const;
  std::vector<Hop> Path(const Flow& flow) const;

  int FromAsset(const Edge& edge) const { return sites_[edge.from].asset; }
  int ToAsset(const Edge& edge) const { return sites_[edge.to].asset; }
  int JobOf(const Edge& edge) const { return sites_[edge.from].job; }

 private:
  class Composer;
  class Maker;

  // Edges by one of their assets and, below that, by the number of its column: those of a slot
  // (slots_) are from its begin to the next one's.
  struct ByColumn {
    std::vector<uint32_t> begin;
    std::vector<int> edges;
  };
  void Index();
  template <typename SlotOf>
  ByColumn Indexed(SlotOf slot_of) const;
  std::vector<int> Reach(const std::vector<int>& assets, bool up) const;
  // Calls `f(edge)` for each edge of `index` at the asset whose column meets `column`.
  template <typename F>
  void ForMatching(const ByColumn& index, int asset, int column, F f) const;

  std::vector<Asset> assets_;
  std::vector<Job> jobs_;
  std::vector<Site> sites_;
  std::vector<Edge> edges_;
  std::vector<DeclaredTransform> transforms_;
  std::vector<ObservedRun> runs_;
  // By edge: its columns' numbers among those of their assets, from 1; 0: it has none.
  std::vector<int> from_columns_, to_columns_;
  std::vector<size_t> slots_;  // by asset: where those of its columns begin
  ByColumn leaving_;           // by the asset read
  ByColumn arriving_;          // by the asset written
};

// OpenLineage's two kinds of influence.
inline bool IsDirect(Subtype subtype) { return subtype < CONDITIONAL; }
// The subtype of a chain: `second` applied to what `first` gives.
Subtype Compose(Subtype first, Subtype second);
// How far a subtype is from a plain copy, for comparison: all indirect ones after all direct ones.
int Distance(Subtype subtype);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_QUERY_H_
