#include "lineage/interop/stitch.h"

#include <algorithm>
#include <cctype>
#include <string_view>

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

bool Unstated(const FlowEdge& flow) {
  return flow.confidence() == ASSUMED && flow.path_size() == 1 &&
         std::string_view(flow.path(0).note()).ends_with(kUnstated);
}

}  // namespace

void Stitcher::Add(const Asset& asset) {
  const auto at = static_cast<uint32_t>(names_.size());
  names_.push_back(at);
  const auto note = [&](const std::string& digest, std::vector<uint32_t> Seen::* where) {
    if (!IsSha256(digest)) return;
    std::vector<uint32_t>& assets = digests_[digest].*where;
    if (assets.empty() || assets.back() != at) assets.push_back(at);
  };
  note(asset.properties().digest(), &Seen::stated);
  for (const ObservedVersion& version : asset.version())
    note(version.digest(), version.written() ? &Seen::written : &Seen::read);
}

void Stitcher::AddAliases(Job* job) {
  aliases_ = job;
  ReadStated();
  for (const auto& [digest, seen] : digests_) {
    for (const uint32_t asset : seen.stated) {
      if (asset == seen.stated[0]) continue;
      Unite(asset, seen.stated[0]);
      AddBoth(seen.stated[0], asset, "the same bytes: " + digest);
    }
  }
  for (uint32_t at = 0; at < names_.size(); ++at) groups_[Root(at)].push_back(at);
  for (const auto& [digest, seen] : digests_) {
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
}

// What is said both ways is one group.
void Stitcher::ReadStated() {
  for (int i = 0; i < aliases_->site_size(); ++i) {
    const SiteUse& site = aliases_->site(i);
    sites_.try_emplace({site.access(), site.asset()}, static_cast<uint32_t>(i));
  }
  for (const FlowEdge& flow : aliases_->flow()) {
    known_.insert({aliases_->site(static_cast<int>(flow.from())).asset(),
                   aliases_->site(static_cast<int>(flow.to())).asset()});
  }
  for (const auto& [from, to] : known_) {
    if (known_.contains({to, from})) Unite(from, to);
  }
}

// What is the same as the one goes on to what is the same as the other, since flows of one job do
// not go on in that job.
void Stitcher::AddFrom(const std::vector<uint32_t>& from, const std::vector<uint32_t>& to,
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
void Stitcher::DropUnstated(Job* job) {
  if (std::none_of(job->flow().begin(), job->flow().end(), Unstated)) return;
  const auto ends = [&](const FlowEdge& flow) {
    return std::pair(Root(job->site(static_cast<int>(flow.from())).asset()),
                     Root(job->site(static_cast<int>(flow.to())).asset()));
  };
  std::set<std::pair<uint32_t, uint32_t>> stated;
  for (const FlowEdge& flow : job->flow()) {
    if (!Unstated(flow)) stated.insert(ends(flow));
  }
  auto* flows = job->mutable_flow();
  flows->erase(std::remove_if(flows->begin(), flows->end(),
                              [&](const FlowEdge& flow) {
                                return Unstated(flow) && stated.contains(ends(flow));
                              }),
               flows->end());
}

uint32_t Stitcher::Root(uint32_t at) {
  while (names_[at] != at) at = names_[at] = names_[names_[at]];
  return at;
}
void Stitcher::Unite(uint32_t one, uint32_t other) {
  const auto [low, high] = std::minmax(Root(one), Root(other));
  names_[high] = low;
}

void Stitcher::AddBoth(uint32_t one, uint32_t other, const std::string& note) {
  Add(one, other, note);
  Add(other, one, note);
}
void Stitcher::Add(uint32_t from, uint32_t to, const std::string& note) {
  if (!known_.insert({from, to}).second) return;
  FlowEdge* flow = aliases_->add_flow();
  flow->set_from(Site(SiteUse::READS, from));
  flow->set_to(Site(SiteUse::WRITES, to));
  flow->set_subtype(IDENTITY);
  flow->set_confidence(MODELED);
  flow->add_path()->set_note(note);
  AddWitness(DECLARED, flow);
}
uint32_t Stitcher::Site(SiteUse::Access access, uint32_t asset) {
  const auto [it, inserted] =
      sites_.try_emplace({access, asset}, static_cast<uint32_t>(aliases_->site_size()));
  if (inserted) {
    SiteUse* site = aliases_->add_site();
    site->set_access(access);
    site->set_asset(asset);
    site->set_api(kAliasJob);
    AddWitness(DECLARED, site);
  }
  return it->second;
}

void Stitch(Graph* graph) {
  Stitcher stitcher;
  for (const Asset& asset : graph->asset()) stitcher.Add(asset);
  if (Job* known = FindAliasJob(graph)) {
    stitcher.AddAliases(known);
  } else {
    Job aliases;
    aliases.set_name(kAliasJob);
    stitcher.AddAliases(&aliases);
    if (aliases.flow_size() > 0) *AliasJob(graph) = std::move(aliases);
  }
  for (Job& job : *graph->mutable_job()) {
    if (job.name() != kAliasJob) stitcher.DropUnstated(&job);
  }
}

}  // namespace pedigree::interop
