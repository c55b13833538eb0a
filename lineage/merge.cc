#include "lineage/merge.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "lineage/properties.h"
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

ObservedRun RunOf(const Observed& observed) {
  const Ledger& ledger = *observed.ledger;
  ObservedRun run;
  run.set_id(ledger.run().id());
  run.set_job(ledger.run().job());
  run.set_git_commit(ledger.run().git_commit());
  run.set_git_dirty(ledger.run().git_dirty());
  run.set_ended(ledger.ended);
  if (observed.end != nullptr) {
    run.set_exit_status(observed.end->exit_status());
    run.set_signal(observed.end->signal());
  }
  run.set_chain(ledger.chain);
  std::set<std::pair<std::string, std::string>> settings;
  for (const Parameter* parameter : observed.parameters)
    settings.emplace(parameter->name(), parameter->value());
  for (const auto& [name, value] : settings) {
    ObservedRun::Setting* setting = run.add_parameter();
    setting->set_name(name);
    setting->set_value(value);
  }
  return run;
}

// What the run read of the artifact before it wrote to it, or what it left; nothing where it did
// not.
std::optional<ObservedVersion> VersionOf(const Observed& run, const Artifact& artifact,
                                         bool written, const std::string& asset_name) {
  if (written ? !artifact.written || artifact.deleted : !artifact.read) return std::nullopt;
  const Digest* digest = written ? artifact.output : artifact.input;
  ObservedVersion version;
  version.set_run(run.ledger->run().id());
  version.set_written(written);
  if (artifact.name != asset_name) version.set_name(artifact.name);
  if (digest != nullptr && IsWhole(*digest)) {
    version.set_digest(DigestText(*digest));
    version.set_size(digest->size());
  }
  for (const Access* access : artifact.accesses) {
    if (!(written ? OpensToWrite(*access) : Reads(*access))) continue;
    if (!access->version().id().empty()) version.set_id(access->version().id());
    if (access->version().rows() > 0) version.set_rows(access->version().rows());
  }
  // What was read of what the run wrote itself is no version of its own.
  const bool says = !version.digest().empty() || !version.id().empty() || version.rows() > 0;
  if (!says && !written && artifact.written) return std::nullopt;
  return version;
}

// The runs, and the versions that they saw of each asset; a run that is there already is the same.
class VersionsOf {
 public:
  VersionsOf(const std::vector<Observed>& runs, const Lineage& lineage,
             const std::vector<Touch>& touches)
      : runs_(runs) {
    for (const Touch& touch : touches) {
      if (touch.aside) continue;
      const Lineage::Asset& asset = lineage.assets()[touch.asset];
      // Of what lies inside of a file, the file's digest says nothing.
      if (asset.name_space != runs[touch.run].artifacts[touch.artifact].name_space) continue;
      artifacts_[KeyOf(asset)].insert({touch.run, touch.artifact, touch.read, touch.written});
    }
  }

  void AddTo(Asset* asset) const {
    const auto found = artifacts_.find(KeyOf(*asset));
    if (found == artifacts_.end()) return;
    std::set<std::tuple<std::string, bool, std::string>> known;
    for (const ObservedVersion& version : asset->version())
      known.insert({version.run(), version.written(), version.name()});
    google::protobuf::RepeatedPtrField<ObservedVersion> fresh;
    for (const auto& [run, artifact, read, written] : found->second) {
      for (const bool way : {false, true}) {
        if (!(way ? written : read)) continue;
        const auto version =
            VersionOf(runs_[run], runs_[run].artifacts[artifact], way, asset->name());
        if (version && known.insert({version->run(), way, version->name()}).second)
          *fresh.Add() = *version;
      }
    }
    AddVersions(fresh, asset);
  }

  // Of an artifact that the graph has nothing of.
  void Add(const std::string& name_space, const std::string& name) {
    for (size_t i = 0; i < runs_.size(); ++i) {
      const Artifact* artifact = runs_[i].Find(name_space, name);
      if (artifact == nullptr) continue;
      artifacts_[{name_space, name, ""}].insert(
          {static_cast<int>(i), static_cast<int>(artifact - runs_[i].artifacts.data()),
           artifact->read, artifact->written});
    }
  }

 private:
  const std::vector<Observed>& runs_;
  std::map<AssetKey, std::set<std::tuple<int, int, bool, bool>>> artifacts_;
};

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

  VersionsOf versions(runs, *lineage, verification.touches);
  for (Asset& asset : *graph.mutable_asset()) {
    if (touched.contains({asset.namespace_(), asset.name()})) AddWitness(OBSERVED, &asset);
    if (unknown.erase({asset.namespace_(), asset.name()}) > 0)
      versions.Add(asset.namespace_(), asset.name());
    versions.AddTo(&asset);
  }
  for (Job& job : *graph.mutable_job()) {
    for (FlowEdge& flow : *job.mutable_flow()) {
      const auto key = [&](uint32_t site) {
        return KeyOf(graph.asset(static_cast<int>(job.site(static_cast<int>(site)).asset())));
      };
      if (confirmed.contains({job.name(), key(flow.from()), key(flow.to())}))
        AddWitness(OBSERVED, &flow);
    }
  }
  for (const auto& [name_space, name] : unknown) {
    Asset* asset = graph.add_asset();
    asset->set_namespace_(name_space);
    asset->set_name(name);
    asset->add_witness(OBSERVED);
    versions.Add(name_space, name);
    versions.AddTo(asset);
  }
  std::map<std::string, ObservedRun> all;
  for (const ObservedRun& run : graph.run()) all.emplace(run.id(), run);
  for (const Observed& run : runs) all.insert_or_assign(run.ledger->run().id(), RunOf(run));
  graph.clear_run();
  for (auto& [_, run] : all) *graph.add_run() = std::move(run);
  return graph;
}

}  // namespace pedigree
