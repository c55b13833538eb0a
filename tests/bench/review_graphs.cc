// Large graphs for the benchmark of diff and check: review_graphs FLOWS BASE HEAD [LESS SURE]
//
// Stages of jobs pass tables of 20 columns on, each column to itself, and every tenth job trains a
// model. The first column of some tables of the first stage is tagged "pii". HEAD has one more flow
// a stage: of such a column into a table that a model is made of. In LESS SURE each flow of BASE is
// ASSUMED, so that all of them changed.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "lineage/graph_io.h"

namespace pedigree {
namespace {

constexpr int kColumns = 20;

class Maker {
 public:
  explicit Maker(Confidence confidence) : confidence_(confidence) {}

  Graph Make(int flows, bool changed) {
    tables_a_stage_ = std::max(30, flows / 100);  // four or five stages of a large graph
    for (int table = 0; table < tables_a_stage_; ++table) Table(0, table);
    for (int stage = 0, made = 0; made < flows; ++stage) {
      for (int table = 0; table < tables_a_stage_ && made < flows; ++table) {
        made += AddJob(stage, table, changed && table == 9);
      }
    }
    return std::move(graph_);
  }

 private:
  uint32_t Add(AssetKind kind, const std::string& name) {
    Asset& asset = *graph_.add_asset();
    asset.set_namespace_("file");
    asset.set_name(name);
    asset.set_kind(kind);
    asset.add_witness(DERIVED);
    return static_cast<uint32_t>(graph_.asset_size() - 1);
  }

  uint32_t Table(int stage, int table) {
    const std::string name = "stage" + std::to_string(stage) + "/t" + std::to_string(table);
    const auto [at, is_new] = tables_.try_emplace(name, 0);
    if (!is_new) return at->second;
    at->second = Add(TABLE, name);
    if (stage == 0 && (table % 5 == 0 || table == 19)) {
      auto& column =
          *graph_.mutable_asset(static_cast<int>(at->second))->mutable_properties()->add_column();
      column.set_name("c0");
      column.add_tag("pii");
    }
    return at->second;
  }

  int AddJob(int stage, int table, bool more) {
    Job& job = *graph_.add_job();
    job.set_name("//stage" + std::to_string(stage) + ":job" + std::to_string(table));
    const auto site = [&](SiteUse::Access access, uint32_t asset, int line) {
      SiteUse& use = *job.add_site();
      use.set_access(access);
      use.set_asset(asset);
      use.mutable_place()->set_file("stage" + std::to_string(stage) + "/job.cc");
      use.mutable_place()->set_line(static_cast<uint32_t>(line));
      use.mutable_place()->set_column(3);
      use.set_function("Run");
      use.set_api("read");
      return static_cast<uint32_t>(job.site_size() - 1);
    };
    const uint32_t in = site(SiteUse::READS, Table(stage, table), 10);
    const uint32_t beside = site(SiteUse::READS, Table(stage, (table + 1) % tables_a_stage_), 11);
    const uint32_t out = site(SiteUse::WRITES, Table(stage + 1, table), 20);
    const auto flow = [&](uint32_t from, int a, uint32_t to, int b, TransformKind kind) {
      FlowEdge& edge = *job.add_flow();
      edge.set_from(from);
      edge.set_to(to);
      edge.set_from_column("c" + std::to_string(a));
      if (b >= 0) edge.set_to_column("c" + std::to_string(b));
      edge.set_subtype(a == b ? IDENTITY : TRANSFORMATION);
      edge.set_confidence(confidence_);
      edge.add_witness(DERIVED);
      if (kind != TRANSFORM_KIND_UNSPECIFIED) edge.add_transform(kind);
      for (const uint32_t end : {from, to}) {
        Hop& hop = *edge.add_path();
        *hop.mutable_place() = job.site(static_cast<int>(end)).place();
        hop.set_note("passed to Step()");
      }
    };
    for (int column = 0; column < kColumns; ++column) flow(in, column, out, column, {});
    if (more) flow(beside, 0, out, 1, {});
    if (table % 10 == 9) {
      const uint32_t model =
          site(SiteUse::WRITES,
               Add(MODEL, "models/m" + std::to_string(stage) + "_" + std::to_string(table)), 30);
      for (int column = 0; column < kColumns; ++column) flow(in, column, model, -1, TRAIN);
    }
    return job.flow_size();
  }

  const Confidence confidence_;
  Graph graph_;
  int tables_a_stage_ = 0;
  std::map<std::string, uint32_t> tables_;
};

}  // namespace
}  // namespace pedigree

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) {
    std::fprintf(stderr, "usage: review_graphs FLOWS BASE HEAD [LESS SURE]\n");
    return 2;
  }
  const int flows = std::atoi(argv[1]);
  for (int i = 2; i < argc; ++i) {
    const pedigree::Confidence confidence = i == 4 ? pedigree::ASSUMED : pedigree::MODELED;
    const absl::Status status =
        pedigree::WriteGraph(argv[i], pedigree::Maker(confidence).Make(flows, i == 3));
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
      return 2;
    }
  }
  return 0;
}
