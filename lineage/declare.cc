#include "lineage/declare.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "lineage/aliases.h"
#include "lineage/asset_pattern.h"
#include "lineage/graph_io.h"
#include "lineage/properties.h"

namespace pedigree {
namespace {

// An asset's namespace, name, and job where it is one job's own.
using AssetKey = std::tuple<std::string, std::string, std::string>;

AssetKey KeyOf(const Asset& asset) {
  return {asset.namespace_(), asset.name(), asset.job_local() ? asset.job() : ""};
}

class Joiner {
 public:
  Joiner(Graph graph, const Declarations& declarations)
      : graph_(std::move(graph)), declarations_(declarations) {
    for (const DeclaredAsset& asset : declarations_.asset()) {
      declared_.emplace(asset.target(), Declared{&asset, AssetPattern(asset.namespace_()),
                                                 AssetPattern(asset.name())});
    }
  }

  Graph Join(Unmet* unmet) {
    for (const DeclaredJob& declared : declarations_.job()) {
      const auto job = std::find_if(graph_.mutable_job()->begin(), graph_.mutable_job()->end(),
                                    [&](const Job& one) { return one.name() == declared.job(); });
      if (job == graph_.mutable_job()->end()) {
        unmet->jobs.push_back(declared.job());
      } else {
        Fill(declared, &*job, unmet);
      }
    }
    JoinEqualAssets();
    NoteDerivedColumns();
    for (const DeclaredJob& declared : declarations_.job()) {
      for (Job& job : *graph_.mutable_job()) {
        if (job.name() == declared.job()) JoinJob(declared, &job);
      }
    }
    JoinAssets();
    JoinAliases();
    JoinTransforms();
    JoinEqualAssets();
    return std::move(graph_);
  }

 private:
  struct Declared {
    const DeclaredAsset* asset;
    AssetPattern name_space;
    AssetPattern name;

    bool Matches(const Asset& derived) const {
      return name_space.Matches(derived.namespace_()) && name.Matches(derived.name());
    }
    auto Width() const { return std::make_tuple(name.width(), name_space.width()); }
  };

  const Asset& AssetOf(const SiteUse& site) const {
    return graph_.asset(static_cast<int>(site.asset()));
  }

  // Puts the values that a job's holes have into the names of what it touches.
  void Fill(const DeclaredJob& declared, Job* job, Unmet* unmet) {
    std::map<std::string, std::string, std::less<>> values;
    for (const HoleValue& hole : declared.hole()) values[hole.name()] = hole.value();
    if (values.empty()) return;
    std::set<std::string, std::less<>> filled;
    const auto value = [&](std::string_view hole) -> std::optional<std::string> {
      const auto found = values.find(hole);
      if (found == values.end()) return std::nullopt;
      filled.insert(found->first);
      return found->second;
    };
    for (Asset& asset : *graph_.mutable_asset()) {
      if (!asset.job_local() || asset.job() != job->name()) continue;
      asset.set_name(FillHoles(asset.name(), value));
      asset.set_namespace_(FillHoles(asset.namespace_(), value));
      if (!HasHole(asset.name()) && !HasHole(asset.namespace_())) {
        asset.clear_job_local();
        asset.clear_job();
      }
    }
    // Of a job that was declared before, they are filled already.
    if (job->has_declaration()) return;
    for (const auto& [name, _] : values) {
      if (!filled.contains(name))
        unmet->holes.push_back(fmt::format("{{{}}} of {}", name, job->name()));
    }
  }

  // One asset for each identity, in order; and the sites' indexes after it.
  void JoinEqualAssets() {
    std::map<AssetKey, Asset> assets;
    for (const Asset& asset : graph_.asset()) {
      const auto [it, added] = assets.try_emplace(KeyOf(asset), asset);
      if (!added) Unite(asset, &it->second);
    }
    std::map<AssetKey, uint32_t> index;
    for (const auto& [key, _] : assets) index.emplace(key, static_cast<uint32_t>(index.size()));
    for (Job& job : *graph_.mutable_job()) {
      for (SiteUse& site : *job.mutable_site()) site.set_asset(index[KeyOf(AssetOf(site))]);
    }
    graph_.clear_asset();
    for (auto& [_, asset] : assets) *graph_.add_asset() = std::move(asset);
  }

  static void Unite(const Asset& other, Asset* asset) {
    UniteAssets(other, asset);
    if (other.has_properties()) {
      MergeProperties(other.properties(), asset->mutable_properties());
    }
  }

  // Which columns the code names, by asset: what a column's witnesses are seen by.
  void NoteDerivedColumns() {
    derived_columns_.assign(graph_.asset_size(), {});
    for (int i = 0; i < graph_.asset_size(); ++i) {
      const Asset& asset = graph_.asset(i);
      derived_columns_[i].insert(asset.column().begin(), asset.column().end());
    }
    for (const Job& job : graph_.job()) {
      for (const FlowEdge& flow : job.flow()) {
        if (!HasWitness(flow, DERIVED)) continue;
        const auto note = [&](uint32_t site, const std::string& column) {
          if (column.empty()) return;
          derived_columns_[job.site(static_cast<int>(site)).asset()].insert(column);
        };
        note(flow.from(), flow.from_column());
        note(flow.to(), flow.to_column());
      }
    }
  }

  void JoinJob(const DeclaredJob& declared, Job* job) {
    Job::Declaration* declaration = job->mutable_declaration();
    declaration->set_target(declared.target());
    declaration->set_owner(declared.owner());
    declaration->set_description(declared.description());
    declaration->set_strict(declared.strict());
    for (const std::string& target : declared.reads()) Use(declared, target, SiteUse::READS, job);
    for (const std::string& target : declared.writes()) Use(declared, target, SiteUse::WRITES, job);
    for (const DeclaredFlow& flow : declared.flow()) JoinFlow(declared, flow, job);
  }

  void Use(const DeclaredJob& declared, const std::string& target, SiteUse::Access access,
           Job* job) {
    const Declared& asset = declared_.at(target);
    bool found = false;
    for (SiteUse& site : *job->mutable_site()) {
      if (site.access() != access || !asset.Matches(AssetOf(site))) continue;
      found = true;
      if (site.witness().empty()) AddWitness(DERIVED, &site);
      AddWitness(DECLARED, &site);
    }
    if (found) return;
    SiteUse* use = job->add_site();
    use->set_access(access);
    use->set_asset(DeclaredOnly(asset, job->name()));
    use->mutable_place()->set_file(declared.build_file());
    AddWitness(DECLARED, use);
  }

  // The asset that is called as the declaration says, pattern or not; its index.
  uint32_t DeclaredOnly(const Declared& declared, const std::string& job) {
    Asset asset;
    asset.set_namespace_(declared.asset->namespace_());
    asset.set_name(declared.asset->name());
    if (HasHole(asset.name()) || HasHole(asset.namespace_())) {
      asset.set_job_local(true);
      asset.set_job(job);
    }
    const AssetKey key = KeyOf(asset);
    for (int i = 0; i < graph_.asset_size(); ++i) {
      if (KeyOf(graph_.asset(i)) == key) return i;
    }
    AddWitness(DECLARED, &asset);
    *graph_.add_asset() = std::move(asset);
    derived_columns_.emplace_back();
    return graph_.asset_size() - 1;
  }

  void JoinFlow(const DeclaredJob& declared, const DeclaredFlow& flow, Job* job) {
    const Declared& from = declared_.at(flow.from());
    const Declared& to = declared_.at(flow.to());
    const auto site = [&](uint32_t index) -> const SiteUse& {
      return job->site(static_cast<int>(index));
    };
    // An edge of the asset as a whole may be of any column.
    const auto column = [](const std::string& pattern, const std::string& derived) {
      return pattern.empty() || derived.empty() || AssetPattern(pattern).Matches(derived);
    };
    bool found = false;
    for (FlowEdge& edge : *job->mutable_flow()) {
      if (!from.Matches(AssetOf(site(edge.from()))) || !to.Matches(AssetOf(site(edge.to()))) ||
          !column(flow.from_column(), edge.from_column()) ||
          !column(flow.to_column(), edge.to_column())) {
        continue;
      }
      found = true;
      AddWitness(DECLARED, &edge);
    }
    if (found) return;
    const auto use_of = [&](const Declared& asset, SiteUse::Access access) -> uint32_t {
      for (int i = 0; i < job->site_size(); ++i) {
        if (job->site(i).access() == access && asset.Matches(AssetOf(job->site(i)))) return i;
      }
      // Its pattern matches itself, so there is none only if it was not declared to be touched.
      return 0;
    };
    FlowEdge edge;
    edge.set_from(use_of(from, SiteUse::READS));
    edge.set_to(use_of(to, SiteUse::WRITES));
    edge.set_from_column(flow.from_column());
    edge.set_to_column(flow.to_column());
    edge.set_subtype(TRANSFORMATION);
    edge.set_confidence(ASSUMED);
    AddWitness(DECLARED, &edge);
    Hop* hop = edge.add_path();
    hop->mutable_place()->set_file(declared.build_file());
    hop->set_note(fmt::format("declared by {}; the code has no such flow", declared.target()));
    *job->add_flow() = std::move(edge);
  }

  void JoinAssets() {
    // The most exact first: what it says, the others do not.
    std::vector<const Declared*> order;
    for (const auto& [_, declared] : declared_) order.push_back(&declared);
    std::sort(order.begin(), order.end(), [](const Declared* a, const Declared* b) {
      return std::make_tuple(a->Width(), std::string_view(a->asset->target())) <
             std::make_tuple(b->Width(), std::string_view(b->asset->target()));
    });
    std::set<int> kind_said;
    for (const Declared* declared : order) {
      bool found = false;
      for (int i = 0; i < graph_.asset_size(); ++i) {
        if (!declared->Matches(graph_.asset(i))) continue;
        found = true;
        JoinAsset(*declared->asset, i, &kind_said);
      }
      if (!found) JoinAsset(*declared->asset, DeclaredOnly(*declared, ""), &kind_said);
    }
    for (int i = 0; i < graph_.asset_size(); ++i) WitnessColumns(i);
  }

  void JoinAsset(const DeclaredAsset& declared, int index, std::set<int>* kind_said) {
    Asset* asset = graph_.mutable_asset(index);
    AddWitness(DECLARED, asset);
    if (declared.all_columns()) all_listed_.insert(index);
    if (declared.kind() != ASSET_KIND_UNSPECIFIED && kind_said->insert(index).second) {
      asset->set_kind(declared.kind());
      asset->set_kind_inferred(false);
    }
    Properties properties = declared.properties();
    properties.add_target(declared.target());
    for (Properties::Column& column : *properties.mutable_column()) AddWitness(DECLARED, &column);
    // From an earlier declaration of the same graph there may be words that have changed since:
    // what is said now counts, then what was said before.
    Properties before;
    before.Swap(asset->mutable_properties());
    if (said_now_.insert(index).second) {
      MergeProperties(before, &properties);
      *asset->mutable_properties() = std::move(properties);
    } else {
      MergeProperties(properties, &before);
      *asset->mutable_properties() = std::move(before);
    }
  }

  // Where columns are declared, who says so of each. A declaration that says something of some
  // columns, and does not list them all, speaks of the asset with whatever columns it has.
  void WitnessColumns(int index) {
    Asset* asset = graph_.mutable_asset(index);
    const auto& columns = asset->properties().column();
    if (std::none_of(columns.begin(), columns.end(),
                     [](const auto& column) { return HasWitness(column, DECLARED); })) {
      return;
    }
    Properties derived;
    for (const std::string& name : derived_columns_[index]) {
      Properties::Column* column = derived.add_column();
      column->set_name(name);
      AddWitness(DERIVED, column);
      if (!all_listed_.contains(index)) AddWitness(DECLARED, column);
    }
    MergeProperties(derived, asset->mutable_properties());
  }

  void JoinAliases() {
    for (const DeclaredAsset& declared : declarations_.asset()) {
      if (declared.alias().empty()) continue;
      const uint32_t asset = DeclaredOnly(declared_.at(declared.target()), "");
      for (const AssetName& alias : declared.alias()) {
        const uint32_t other = AliasCalled(alias);
        if (other == asset) continue;
        AddAlias(asset, other, declared);
        AddAlias(other, asset, declared);
      }
    }
  }

  uint32_t AliasCalled(const AssetName& alias) {
    for (int i = 0; i < graph_.asset_size(); ++i) {
      Asset* asset = graph_.mutable_asset(i);
      if (asset->job_local() || asset->namespace_() != alias.namespace_() ||
          asset->name() != alias.name())
        continue;
      AddWitness(DECLARED, asset);
      return i;
    }
    Asset* asset = graph_.add_asset();
    asset->set_namespace_(alias.namespace_());
    asset->set_name(alias.name());
    AddWitness(DECLARED, asset);
    derived_columns_.emplace_back();
    return graph_.asset_size() - 1;
  }

  // One way.
  void AddAlias(uint32_t from, uint32_t to, const DeclaredAsset& declared) {
    Job* job = AliasJob(&graph_);
    const auto site = [&](SiteUse::Access access, uint32_t asset) -> uint32_t {
      for (int i = 0; i < job->site_size(); ++i) {
        if (job->site(i).access() == access && job->site(i).asset() == asset) return i;
      }
      SiteUse* made = job->add_site();
      made->set_access(access);
      made->set_asset(asset);
      made->set_api(kAliasJob);
      made->mutable_place()->set_file(declared.build_file());
      AddWitness(DECLARED, made);
      return job->site_size() - 1;
    };
    FlowEdge flow;
    flow.set_from(site(SiteUse::READS, from));
    flow.set_to(site(SiteUse::WRITES, to));
    const auto same = [&](const FlowEdge& known) {
      return known.from() == flow.from() && known.to() == flow.to();
    };
    const auto known = std::find_if(job->mutable_flow()->begin(), job->mutable_flow()->end(), same);
    if (known != job->mutable_flow()->end()) {
      AddWitness(DECLARED, &*known);
      return;
    }
    flow.set_subtype(IDENTITY);
    flow.set_confidence(MODELED);
    AddWitness(DECLARED, &flow);
    Hop* hop = flow.add_path();
    hop->mutable_place()->set_file(declared.build_file());
    hop->set_note(fmt::format("{} declares it to be the same data", declared.target()));
    *job->add_flow() = std::move(flow);
  }

  void JoinTransforms() {
    std::map<std::string, DeclaredTransform> transforms;
    for (const DeclaredTransform& transform : graph_.transform()) {
      transforms.emplace(transform.SerializeAsString(), transform);
    }
    for (const DeclaredTransform& transform : declarations_.transform()) {
      transforms.emplace(transform.SerializeAsString(), transform);
    }
    graph_.clear_transform();
    for (auto& [_, transform] : transforms) *graph_.add_transform() = std::move(transform);
  }

  Graph graph_;
  const Declarations& declarations_;
  std::map<std::string, Declared> declared_;
  std::vector<std::set<std::string>> derived_columns_;
  std::set<int> said_now_;
  std::set<int> all_listed_;  // assets all of whose columns a declaration lists
};

}  // namespace

absl::StatusOr<Graph> Declare(Graph graph, const Declarations& declarations, Unmet* unmet) {
  if (absl::Status status = ValidateGraph(graph); !status.ok()) return status;
  return Joiner(std::move(graph), declarations).Join(unmet);
}

}  // namespace pedigree
