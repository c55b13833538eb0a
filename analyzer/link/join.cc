#include "analyzer/link/join.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <tuple>
#include <utility>

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

absl::StatusOr<std::unique_ptr<JoinedParts>> JoinedParts::Join(std::vector<GraphParts*> graphs) {
  std::unique_ptr<JoinedParts> joined(new JoinedParts(std::move(graphs)));
  if (absl::Status status = joined->Index(); !status.ok()) return status;
  return joined;
}

absl::Status JoinedParts::Index() {
  std::map<AssetKey, std::vector<Place>> assets;
  std::map<std::string_view, std::vector<Place>> jobs;
  std::map<std::string, DeclaredTransform> transforms;
  std::map<std::string, ObservedRun> runs;
  for (size_t graph = 0; graph < graphs_.size(); ++graph) {
    GraphParts& parts = *graphs_[graph];
    Asset asset;
    for (int at = 0; at < parts.assets(); ++at) {
      const absl::StatusOr<const Asset*> read = parts.ReadAsset(at, &asset);
      if (!read.ok()) return read.status();
      assets[KeyOf(**read)].push_back({graph, at});
    }
    for (int at = 0; at < parts.jobs(); ++at) jobs[parts.JobName(at)].push_back({graph, at});
    for (const DeclaredTransform& transform : parts.rest().transform())
      transforms.emplace(transform.SerializeAsString(), transform);
    for (const ObservedRun& run : parts.rest().run()) runs.emplace(run.id(), run);
    numbers_.emplace_back(static_cast<size_t>(parts.assets()));
  }
  for (auto& [_, places] : assets) {
    for (const Place& place : places)
      numbers_[place.graph][place.at] = static_cast<uint32_t>(assets_.size());
    assets_.push_back(std::move(places));
  }
  for (auto& [_, places] : jobs) jobs_.push_back(std::move(places));
  rest_.set_magic("PEDG");
  for (auto& [_, transform] : transforms) *rest_.add_transform() = std::move(transform);
  for (auto& [_, run] : runs) *rest_.add_run() = std::move(run);
  return absl::OkStatus();
}

std::string_view JoinedParts::JobName(int at) const {
  const Place& place = jobs_[at][0];
  return graphs_[place.graph]->JobName(place.at);
}

size_t JoinedParts::flows() const {
  size_t flows = 0;
  for (const GraphParts* graph : graphs_) flows += graph->flows();
  return flows;
}

absl::StatusOr<const Asset*> JoinedParts::ReadAsset(int at, Asset* room) {
  bool first = true;
  for (const Place& place : assets_[at]) {
    Asset other;
    const absl::StatusOr<const Asset*> read =
        graphs_[place.graph]->ReadAsset(place.at, first ? room : &other);
    if (!read.ok()) return read.status();
    if (!first) {
      Merge(**read, room);
    } else if (*read != room) {
      *room = **read;
    }
    first = false;
  }
  return room;
}

absl::StatusOr<const Job*> JoinedParts::ReadJob(int at, Job* room) {
  const std::vector<Place>& places = jobs_[at];
  if (absl::Status status = ReadOne(places[0], room); !status.ok()) return status;
  for (size_t i = 1; i < places.size(); ++i) {
    Job other;
    if (absl::Status status = ReadOne(places[i], &other); !status.ok()) return status;
    if (room->name() == kAliasJob) {
      AddAliases(other, room);
    } else if (Bytes(*room) != Bytes(other)) {
      return absl::InvalidArgumentError(
          fmt::format("two different jobs have the name \"{}\"", room->name()));
    }
  }
  return room;
}

std::optional<std::string> JoinedParts::JobBytes(int at, std::span<const uint32_t> numbers) {
  if (jobs_[at].size() > 1) return std::nullopt;
  const Place& place = jobs_[at][0];
  std::vector<uint32_t> there;
  for (const uint32_t asset : numbers_[place.graph]) there.push_back(numbers[asset]);
  return graphs_[place.graph]->JobBytes(place.at, there);
}

// One graph's, with the numbers that assets have here.
absl::Status JoinedParts::ReadOne(const Place& place, Job* job) const {
  const absl::StatusOr<const Job*> read = graphs_[place.graph]->ReadJob(place.at, job);
  if (!read.ok()) return read.status();
  if (*read != job) *job = **read;
  for (SiteUse& site : *job->mutable_site()) site.set_asset(numbers_[place.graph][site.asset()]);
  return absl::OkStatus();
}

absl::StatusOr<Graph> JoinGraphs(std::vector<Graph> graphs) {
  std::vector<HeldParts> held(graphs.begin(), graphs.end());
  std::vector<GraphParts*> parts;
  for (HeldParts& one : held) parts.push_back(&one);
  const absl::StatusOr<std::unique_ptr<JoinedParts>> joined = JoinedParts::Join(std::move(parts));
  if (!joined.ok()) return joined.status();
  return WholeGraph(joined->get());
}

}  // namespace pedigree::link
