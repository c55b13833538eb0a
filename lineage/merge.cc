#include "lineage/merge.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "lineage/query.h"
#include "lineage/verify.h"

namespace pedigree {
namespace {

// An asset's namespace, name, and job where it is one job's own.
using AssetKey = std::tuple<std::string, std::string, std::string>;

AssetKey KeyOf(const Asset& asset) {
  return {asset.namespace_(), asset.name(), asset.job_local() ? asset.job() : ""};
}
AssetKey KeyOf(const Lineage::Asset& asset) { return {asset.name_space, asset.name, asset.job}; }

template <typename Item>
void AddWitness(Item* item) {
  const auto& witnesses = item->witness();
  if (std::find(witnesses.begin(), witnesses.end(), OBSERVED) == witnesses.end())
    item->add_witness(OBSERVED);
}

}  // namespace

absl::StatusOr<Graph> MergeObserved(Graph graph, const std::vector<Observed>& runs) {
  const absl::StatusOr<Lineage> lineage = Lineage::Make(graph);
  if (!lineage.ok()) return lineage.status();
  const Verification verification = Verify(*lineage, runs, nullptr);

  std::set<std::tuple<std::string, std::string>> touched;
  std::set<std::tuple<std::string, std::string>> unknown;
  for (const AssetVerdict& asset : verification.assets) {
    if (asset.verdict == Verdict::kConfirmed) touched.insert({asset.name_space, asset.name});
    if (asset.verdict == Verdict::kUndeclared) unknown.insert({asset.name_space, asset.name});
  }
  std::set<std::tuple<std::string, AssetKey, AssetKey>> confirmed;
  for (const FlowVerdict& flow : verification.flows) {
    if (flow.verdict != Verdict::kConfirmed) continue;
    const Lineage::Edge& edge = lineage->edges()[flow.edge];
    confirmed.insert({lineage->jobs()[lineage->JobOf(edge)].name,
                      KeyOf(lineage->assets()[lineage->FromAsset(edge)]),
                      KeyOf(lineage->assets()[lineage->ToAsset(edge)])});
  }

  for (Asset& asset : *graph.mutable_asset()) {
    if (touched.contains({asset.namespace_(), asset.name()})) AddWitness(&asset);
    unknown.erase({asset.namespace_(), asset.name()});
  }
  for (Job& job : *graph.mutable_job()) {
    for (FlowEdge& flow : *job.mutable_flow()) {
      const auto key = [&](uint32_t site) {
        return KeyOf(graph.asset(static_cast<int>(job.site(static_cast<int>(site)).asset())));
      };
      if (confirmed.contains({job.name(), key(flow.from()), key(flow.to())})) AddWitness(&flow);
    }
  }
  for (const auto& [name_space, name] : unknown) {
    Asset* asset = graph.add_asset();
    asset->set_namespace_(name_space);
    asset->set_name(name);
    asset->add_witness(OBSERVED);
  }
  return graph;
}

}  // namespace pedigree
