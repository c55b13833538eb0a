// Graphs of single jobs put together: assets are the same by name, jobs side by side.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/link/link.h"
#include "lineage/aliases.h"
#include "lineage/properties.h"

namespace pedigree::link {
namespace {

// Holes belong to their job.
using AssetKey = std::tuple<std::string, std::string, std::string>;

AssetKey KeyOf(const Asset& asset) {
  return {asset.namespace_(), asset.name(), asset.job_local() ? asset.job() : ""};
}

// What both graphs know of an asset.
void Merge(const Asset& other, Asset* asset) {
  UniteAssets(other, asset);
  if (other.has_properties()) JoinProperties(other.properties(), asset->mutable_properties());
}

std::string Bytes(const Job& job) { return job.SerializeAsString(); }

// Adds what `other` has; sorted, so that it does not count which of the two is which.
void AddAliases(const Job& other, Job* job) {
  std::map<std::string, std::pair<uint32_t, SiteUse>> sites;
  std::map<std::tuple<std::string, std::string, std::string>, FlowEdge> flows;
  for (const Job* from : {&other, static_cast<const Job*>(job)}) {
    for (const SiteUse& site : from->site()) sites[site.SerializeAsString()] = {0, site};
    for (const FlowEdge& flow : from->flow()) {
      FlowEdge without = flow;
      without.clear_from();
      without.clear_to();
      flows[{from->site(static_cast<int>(flow.from())).SerializeAsString(),
             from->site(static_cast<int>(flow.to())).SerializeAsString(),
             without.SerializeAsString()}] = flow;
    }
  }
  Job united;
  united.set_name(job->name());
  for (auto& [_, site] : sites) {
    site.first = static_cast<uint32_t>(united.site_size());
    *united.add_site() = site.second;
  }
  for (auto& [key, flow] : flows) {
    FlowEdge* made = united.add_flow();
    *made = flow;
    made->set_from(sites[std::get<0>(key)].first);
    made->set_to(sites[std::get<1>(key)].first);
  }
  *job = std::move(united);
}

}  // namespace

absl::StatusOr<Graph> JoinGraphs(std::vector<Graph> graphs) {
  std::map<AssetKey, Asset> assets;
  for (const Graph& graph : graphs) {
    for (const Asset& asset : graph.asset()) {
      auto [it, inserted] = assets.try_emplace(KeyOf(asset), asset);
      if (!inserted) Merge(asset, &it->second);
    }
  }
  Graph joined;
  joined.set_magic("PEDG");
  std::map<AssetKey, uint32_t> index;
  for (const auto& [key, asset] : assets) {
    index[key] = joined.asset_size();
    *joined.add_asset() = asset;
  }
  std::map<std::string, Job> jobs;
  for (const Graph& graph : graphs) {
    for (Job job : graph.job()) {
      for (SiteUse& site : *job.mutable_site()) {
        if (site.asset() >= static_cast<uint32_t>(graph.asset_size())) {
          return absl::InvalidArgumentError(
              fmt::format("job {}: a site's asset is out of range", job.name()));
        }
        site.set_asset(index[KeyOf(graph.asset(site.asset()))]);
      }
      auto [it, inserted] = jobs.try_emplace(job.name(), job);
      if (!inserted && job.name() == kAliasJob) {
        AddAliases(job, &it->second);
      } else if (!inserted && Bytes(it->second) != Bytes(job)) {
        return absl::InvalidArgumentError(
            fmt::format("two different jobs have the name \"{}\"", job.name()));
      }
    }
  }
  for (auto& [name, job] : jobs) *joined.add_job() = std::move(job);
  std::map<std::string, DeclaredTransform> transforms;
  for (const Graph& graph : graphs) {
    for (const DeclaredTransform& transform : graph.transform()) {
      transforms.emplace(transform.SerializeAsString(), transform);
    }
  }
  for (auto& [_, transform] : transforms) *joined.add_transform() = std::move(transform);
  std::map<std::string, ObservedRun> runs;
  for (const Graph& graph : graphs) {
    for (const ObservedRun& run : graph.run()) runs.emplace(run.id(), run);
  }
  for (auto& [_, run] : runs) *joined.add_run() = std::move(run);
  return joined;
}

}  // namespace pedigree::link
