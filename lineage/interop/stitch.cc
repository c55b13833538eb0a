#include "lineage/interop/stitch.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lineage/aliases.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

constexpr char kOfNothing[] =
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

bool IsSha256(std::string_view digest) {
  return digest.size() == 71 && digest.starts_with("sha256:") && digest != kOfNothing &&
         std::all_of(digest.begin() + 7, digest.end(),
                     [](unsigned char c) { return std::isxdigit(c) != 0; });
}

class Stitcher {
 public:
  explicit Stitcher(Graph* graph) : graph_(graph), names_(graph->asset_size()) {
    std::iota(names_.begin(), names_.end(), 0);
  }

  void Run() {
    ReadAliases();
    std::map<std::string_view, std::vector<uint32_t>> digests;
    for (uint32_t at = 0; at < names_.size(); ++at) {
      const std::string& digest = graph_->asset(static_cast<int>(at)).properties().digest();
      if (IsSha256(digest)) digests[digest].push_back(at);
    }
    for (const auto& [digest, assets] : digests) {
      for (const uint32_t asset : assets) {
        if (asset == assets[0]) continue;
        Unite(asset, assets[0]);
        AddBoth(assets[0], asset, "the same bytes: " + std::string(digest));
      }
    }
    std::map<uint32_t, std::vector<uint32_t>> groups;
    for (uint32_t at = 0; at < names_.size(); ++at) groups[Root(at)].push_back(at);
    for (const auto& [_, group] : groups) {
      if (group.size() > kManyNames) continue;
      for (size_t i = 0; i < group.size(); ++i) {
        for (size_t j = i + 1; j < group.size(); ++j)
          AddBoth(group[i], group[j], "both are the same as a third");
      }
    }
  }

 private:
  uint32_t Root(uint32_t at) {
    while (names_[at] != at) at = names_[at] = names_[names_[at]];
    return at;
  }
  void Unite(uint32_t one, uint32_t other) {
    const auto [low, high] = std::minmax(Root(one), Root(other));
    names_[high] = low;
  }

  // What is said both ways is one group.
  void ReadAliases() {
    for (Job& job : *graph_->mutable_job()) {
      if (job.name() != kAliasJob) continue;
      job_ = &job;
      for (int i = 0; i < job.site_size(); ++i)
        sites_.try_emplace({job.site(i).access(), job.site(i).asset()}, static_cast<uint32_t>(i));
      for (const FlowEdge& flow : job.flow())
        known_.insert({job.site(static_cast<int>(flow.from())).asset(),
                       job.site(static_cast<int>(flow.to())).asset()});
    }
    for (const auto& [from, to] : known_) {
      if (known_.contains({to, from})) Unite(from, to);
    }
  }

  void AddBoth(uint32_t one, uint32_t other, const std::string& note) {
    Add(one, other, note);
    Add(other, one, note);
  }
  void Add(uint32_t from, uint32_t to, const std::string& note) {
    if (!known_.insert({from, to}).second) return;
    const uint32_t reads = Site(SiteUse::READS, from), writes = Site(SiteUse::WRITES, to);
    FlowEdge* flow = AliasJob()->add_flow();
    flow->set_from(reads);
    flow->set_to(writes);
    flow->set_subtype(IDENTITY);
    flow->set_confidence(MODELED);
    flow->add_path()->set_note(note);
    AddWitness(DECLARED, flow);
  }
  uint32_t Site(SiteUse::Access access, uint32_t asset) {
    Job* job = AliasJob();
    const auto [it, inserted] =
        sites_.try_emplace({access, asset}, static_cast<uint32_t>(job->site_size()));
    if (inserted) {
      SiteUse* site = job->add_site();
      site->set_access(access);
      site->set_asset(asset);
      site->set_api(kAliasJob);
      AddWitness(DECLARED, site);
    }
    return it->second;
  }

  // Among the others by its name.
  Job* AliasJob() {
    if (job_ != nullptr) return job_;
    auto* jobs = graph_->mutable_job();
    const auto index =
        std::lower_bound(jobs->begin(), jobs->end(), std::string_view(kAliasJob),
                         [](const Job& job, std::string_view name) { return job.name() < name; }) -
        jobs->begin();
    graph_->add_job()->set_name(kAliasJob);
    std::rotate(jobs->begin() + index, jobs->end() - 1, jobs->end());
    return job_ = &*(jobs->begin() + index);
  }

  Graph* graph_;
  Job* job_ = nullptr;
  std::vector<uint32_t> names_;  // by asset: another of its group, the first of which is itself
  std::set<std::pair<uint32_t, uint32_t>> known_;
  std::map<std::pair<int, uint32_t>, uint32_t> sites_;  // access, asset
};

}  // namespace

void Stitch(Graph* graph) { Stitcher(graph).Run(); }

}  // namespace pedigree::interop
