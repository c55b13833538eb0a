// A graph made of what others say: the one place where imported lineage takes our form.
//
// Others know jobs, assets and columns, seldom places in code. So a job has one site for each asset
// that it reads, and one for each that it writes; where the statement stands (file and line of the
// import) is the flow's witness path. What is imported is as sure as MODELED at best (somebody
// else's model of their own system says so), and ASSUMED where only inputs and outputs are known,
// and every input is taken to reach every output.
//
// An event log of a year may make a million flows, so what there are many of is held as rows of
// numbers, and made into messages at the end (sorted_graph.h).
#ifndef PEDIGREE_LINEAGE_INTEROP_GRAPH_BUILDER_H_
#define PEDIGREE_LINEAGE_INTEROP_GRAPH_BUILDER_H_

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "lineage/aliases.h"
#include "lineage/interop/interned.h"
#include "proto/graph.pb.h"

namespace pedigree::interop {

// Where a statement stands.
struct Where {
  std::string_view file;
  uint32_t line = 0;
};

class GraphBuilder {
 public:
  // `system` is what sites say instead of an API: "OpenLineage".
  // Nothing of its tables is inline: whoever has a builder would compile them too, without
  // optimisation, and the linker may take those for these.
  explicit GraphBuilder(std::string system);
  ~GraphBuilder();
  GraphBuilder(const GraphBuilder&) = delete;
  GraphBuilder& operator=(const GraphBuilder&) = delete;

  // The asset of that name, made where it is not there; credentials in it are masked.
  int Asset(std::string_view name_space, std::string_view name);
  // One that is of that job alone.
  int AssetOfJob(std::string_view name_space, std::string_view name, std::string_view job);
  // As the graph that it came from has it, masked, with what it says there: also a job's own.
  int AssetLike(const pedigree::Asset& asset);
  // What is said of it; its columns come in at the end.
  pedigree::Asset& asset(int at) { return assets_[at]; }
  // A declared kind comes before an inferred one.
  void SetKind(int asset, AssetKind kind, bool inferred);
  // What somebody says of it, beside what others say.
  void Describe(int asset, std::string_view owner, std::string_view description);
  void AddColumn(int asset, std::string_view column);
  // A column of which more is said than its type.
  Properties::Column* ColumnOf(int asset, std::string_view column);
  void SetColumnType(int asset, std::string_view column, std::string_view type);

  int Job(std::string_view name);
  // What is said of it; its sites and flows come in at the end.
  pedigree::Job& job(int at) { return jobs_[at]; }
  // A job as another graph has it; `assets` says which asset here each of its indexes is.
  void AddJob(const pedigree::Job& job, const std::vector<int>& assets);

  void Touch(int job, SiteUse::Access access, int asset, Witness witness, Where where);

  struct Flow {
    int from = 0, to = 0;  // assets
    std::string_view from_column = {}, to_column = {};
    Subtype subtype = TRANSFORMATION;
    std::vector<TransformKind> transforms = {};  // in order
    Confidence confidence = MODELED;
    Witness witness = DECLARED;
    std::string_view note = {};  // "stated by columnLineage"
  };
  void AddFlow(int job, const Flow& flow, Where where);
  // Whether the job has any flow between the two.
  bool HasFlow(int job, int from, int to) const;

  // Two names of the same data (lineage/aliases.h).
  void Same(int one, int other, Where where, std::string_view note);

  // What an importer remembers from one of its files to the next: things that one file numbers and
  // another names. When all were read it adds what it made of them. A builder serves one importer.
  class Memory {
   public:
    virtual ~Memory() = default;
    virtual void Finish(GraphBuilder* graph) = 0;
  };
  template <typename T>
  T* Remember() {
    if (memory_ == nullptr) memory_ = std::make_unique<T>();
    return static_cast<T*>(memory_.get());
  }

  // Sorted, whatever the order in which things came.
  Graph Finish() &&;

 private:
  friend class SortedGraph;

  struct ColumnRow {
    int asset, name;
    int type;  // kSaid: it is in the asset's properties
    auto Key() const { return std::tuple(asset, name); }
  };
  static constexpr int kSaid = -1;
  struct SiteRow {
    int job, asset;
    SiteUse::Access access;
    uint8_t witnesses;  // a bit each
    int file;
    uint32_t line;
    auto Key() const { return std::tuple(job, static_cast<int>(access), asset); }
  };
  struct FlowRow {
    int job, from, to;  // `from`, `to`: rows of sites
    int from_column, to_column, transforms;
    Subtype subtype;
    uint8_t confidence, witnesses;
    int note, file;
    uint32_t line;
    auto Key() const {
      return std::tuple(job, from, to, from_column, to_column, transforms,
                        static_cast<int>(subtype));
    }
  };
  using TextIndex = absl::flat_hash_map<std::string, int, TextHash, std::equal_to<>>;

  int Site(int job, SiteUse::Access access, int asset, Witness witness, Where where);

  std::string system_;
  std::vector<pedigree::Asset> assets_;
  std::vector<pedigree::Job> jobs_;
  TextIndex asset_index_, job_index_;
  Texts texts_;
  UniqueRows<ColumnRow> columns_;
  UniqueRows<SiteRow> sites_;
  UniqueRows<FlowRow> flows_;
  absl::flat_hash_set<std::tuple<int, int, int>> pairs_;  // job, from, to
  // Where in its asset's properties a column was last, and how many of these are known.
  absl::flat_hash_map<std::pair<int, int>, int> column_index_;
  absl::flat_hash_map<int, int> indexed_;
  std::unique_ptr<Memory> memory_;
};

// A file as a graph may name it: never by an absolute path.
std::string_view FileForGraph(std::string_view path);

// What an asset is called by its URI: OpenLineage's naming, where "s3://bucket/key" is
// (s3://bucket, key), and a path is (file, path).
int AssetOfUri(GraphBuilder* graph, std::string_view uri);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_GRAPH_BUILDER_H_
