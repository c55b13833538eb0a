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

// The assets that some bytes were seen in. What is stated to be them is them; what a run wrote or
// read of them may be other bytes in another run, so of those only what one way says is sure: they
// were there when it was written, and came from there when it was read.
struct Seen {
  std::vector<uint32_t> stated, written, read;
};

class Stitcher {
 public:
  explicit Stitcher(Graph* graph) : graph_(graph), names_(graph->asset_size()) {
    std::iota(names_.begin(), names_.end(), 0);
  }

  void Run() {
    ReadAliases();
    const std::map<std::string, Seen, std::less<>> digests = Digests();
    for (const auto& [digest, seen] : digests) {
      for (const uint32_t asset : seen.stated) {
        if (asset == seen.stated[0]) continue;
        Unite(asset, seen.stated[0]);
        AddBoth(seen.stated[0], asset, "the same bytes: " + digest);
      }
    }
    for (uint32_t at = 0; at < names_.size(); ++at) groups_[Root(at)].push_back(at);
    for (const auto& [digest, seen] : digests) {
      AddFrom(seen.written, seen.stated, "a run wrote the same bytes: " + digest);
      AddFrom(seen.written, seen.read, "runs wrote and read the same bytes: " + digest);
      AddFrom(seen.stated, seen.read, "a run read the same bytes: " + digest);
    }
    for (const auto& [_, group] : groups_) {
      if (group.size() > kManyNames) continue;
      for (size_t i = 0; i < group.size(); ++i) {
        for (size_t j = i + 1; j < group.size(); ++j)
          AddBoth(group[i], group[j], "both are the same as a third");
      }
    }
    for (Job& job : *graph_->mutable_job()) {
      if (job.name() != kAliasJob) DropUnstated(&job);
    }
  }

 private:
  std::map<std::string, Seen, std::less<>> Digests() const {
    std::map<std::string, Seen, std::less<>> digests;
    for (uint32_t at = 0; at < names_.size(); ++at) {
      const Asset& asset = graph_->asset(static_cast<int>(at));
      const auto note = [&](const std::string& digest, std::vector<uint32_t> Seen::* where) {
        if (!IsSha256(digest)) return;
        std::vector<uint32_t>& assets = digests[digest].*where;
        if (assets.empty() || assets.back() != at) assets.push_back(at);
      };
      note(asset.properties().digest(), &Seen::stated);
      for (const ObservedVersion& version : asset.version())
        note(version.digest(), version.written() ? &Seen::written : &Seen::read);
    }
    return digests;
  }

  // What is the same as the one goes on to what is the same as the other, since flows of one job do
  // not go on in that job.
  void AddFrom(const std::vector<uint32_t>& from, const std::vector<uint32_t>& to,
               const std::string& note) {
    for (size_t i = 0; i < from.size() && i < kManyNames; ++i) {
      for (size_t j = 0; j < to.size() && j < kManyNames; ++j) {
        if (Root(from[i]) == Root(to[j])) continue;
        Add(from[i], to[j], note);
        const std::vector<uint32_t>&one = groups_[Root(from[i])], &other = groups_[Root(to[j])];
        if (one.size() > kManyNames || other.size() > kManyNames) continue;
        for (const uint32_t a : one) {
          for (const uint32_t b : other) Add(a, b, note);
        }
      }
    }
  }

  // A flow was assumed where a run states nothing of its ends. Known by another name, it may have.
  void DropUnstated(Job* job) {
    const auto ends = [&](const FlowEdge& flow) {
      return std::pair(Root(job->site(static_cast<int>(flow.from())).asset()),
                       Root(job->site(static_cast<int>(flow.to())).asset()));
    };
    const auto unstated = [](const FlowEdge& flow) {
      return flow.confidence() == ASSUMED && flow.path_size() == 1 &&
             std::string_view(flow.path(0).note()).ends_with(kUnstated);
    };
    std::set<std::pair<uint32_t, uint32_t>> stated;
    for (const FlowEdge& flow : job->flow()) {
      if (!unstated(flow)) stated.insert(ends(flow));
    }
    auto* flows = job->mutable_flow();
    flows->erase(std::remove_if(flows->begin(), flows->end(),
                                [&](const FlowEdge& flow) {
                                  return unstated(flow) && stated.contains(ends(flow));
                                }),
                 flows->end());
  }

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
  std::map<uint32_t, std::vector<uint32_t>> groups_;  // by the first of each
  std::set<std::pair<uint32_t, uint32_t>> known_;
  std::map<std::pair<int, uint32_t>, uint32_t> sites_;  // access, asset
};

}  // namespace

void Stitch(Graph* graph) { Stitcher(graph).Run(); }

}  // namespace pedigree::interop
