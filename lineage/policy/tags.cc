#include "lineage/policy/tags.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace pedigree::policy {

Tags::Tags(Selectors& selectors, const PolicySet& policies)
    : ends_(selectors.ends()), policies_(policies) {
  // What declarations in the graph say.
  const auto& assets = ends_.lineage().assets();
  for (size_t i = 0; i < assets.size(); ++i) {
    const Properties& said = assets[i].properties;
    const int asset = static_cast<int>(i);
    AssetFacts& facts = selectors.facts()[i];
    facts.owner = said.owner();
    facts.license = said.license();
    facts.region = said.region();
    facts.digest = said.digest();
    facts.purposes.assign(said.purpose().begin(), said.purpose().end());
    facts.retention_days = said.retention_days();
    for (const std::string& tag : said.tag()) Of(tag)[ends_.whole(asset)] = true;
    for (const Properties::Column& column : said.column()) {
      for (int end = ends_.begin(asset) + 1; end < ends_.end(asset); ++end) {
        if (ends_.column(end) != column.name()) continue;
        for (const std::string& tag : column.tag()) Of(tag)[end] = true;
      }
    }
  }
  const TagView given = [this](const std::string& tag) { return Given(tag); };
  for (const auto& part : policies.facts()) {
    const EndSet matched = selectors.Match(part->of(), given).exact;
    for (const std::string& tag : part->tag()) Give(tag, matched);
    for (size_t i = 0; i < assets.size(); ++i) {
      if (!matched[ends_.whole(static_cast<int>(i))]) continue;
      AssetFacts& facts = selectors.facts()[i];
      if (!part->owner().empty()) facts.owner = part->owner();
      if (!part->license().empty()) facts.license = part->license();
      if (!part->region().empty()) facts.region = part->region();
      if (part->purpose_size() > 0)
        facts.purposes.assign(part->purpose().begin(), part->purpose().end());
      if (part->retention_days() > 0) facts.retention_days = part->retention_days();
      if (!part->doc().empty()) facts.doc = part->doc();
    }
  }
  // `implies`, until nothing is added.
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& rule : policies.tags()) {
      const auto from = given_.find(rule->tag());
      if (from == given_.end()) continue;
      const EndSet who = from->second;
      for (const std::string& implied : rule->implies()) {
        const EndSet before = Of(implied);
        Give(implied, who);
        changed = changed || Of(implied) != before;
      }
    }
  }
}

EndSet& Tags::Of(const std::string& tag) {
  return given_.try_emplace(tag, static_cast<size_t>(ends_.size()), false).first->second;
}

void Tags::Give(const std::string& tag, const EndSet& ends) {
  EndSet& who = Of(tag);
  for (size_t end = 0; end < ends.size(); ++end) who[end] = who[end] || ends[end];
}

void Tags::SetSteps(const Steps& steps) {
  const size_t edges = ends_.lineage().edges().size();
  const TagView given = [this](const std::string& tag) { return Given(tag); };
  for (const auto& [tag, _] : given_) {
    StepEdges cleared{steps.DeclaredToClear(tag), std::vector<bool>(edges, false)};
    for (const auto& rule : policies_.tags()) {
      if (rule->tag() != tag) continue;
      const StepEdges by = steps.Edges(rule->clears(), given);
      for (size_t edge = 0; edge < edges; ++edge) {
        if (!by.empty() && by.within[edge]) cleared.within[edge] = true;
        if (!by.empty() && by.after[edge]) cleared.after[edge] = true;
        if (rule->direct_only() && !IsDirect(ends_.lineage().edges()[edge].subtype))
          cleared.within[edge] = true;
      }
    }
    cleared_.emplace(tag, std::move(cleared));
  }
}

const EndSet* Tags::Given(const std::string& tag) const {
  const auto found = given_.find(tag);
  return found == given_.end() ? nullptr : &found->second;
}

const StepEdges& Tags::Cleared(const std::string& tag) const { return cleared_.at(tag); }

std::vector<std::string> Tags::Known() const {
  std::vector<std::string> known;
  for (const auto& [tag, _] : given_) known.push_back(tag);
  return known;
}

TagView Tags::View(const Travel& travel) const {
  return [this, travel](const std::string& tag) { return Carriers(tag, travel); };
}

const EndSet* Tags::Carriers(const std::string& tag, const Travel& travel) const {
  const EndSet* given = Given(tag);
  if (given == nullptr) return nullptr;
  const auto key = std::make_pair(tag, travel.Key());
  auto found = carriers_.find(key);
  if (found == carriers_.end()) found = carriers_.emplace(key, Spread(tag, *given, travel)).first;
  return &found->second;
}

EndSet Tags::Spread(const std::string& tag, const EndSet& given, const Travel& travel) const {
  const Lineage& lineage = ends_.lineage();
  const StepEdges& cleared = Cleared(tag);
  EndSet carriers = given;
  std::vector<bool> taken(lineage.edges().size());
  // The ends and jobs from which all was taken: another job's edges go on from what a job wrote.
  absl::flat_hash_set<std::pair<int, int>> expanded;
  std::vector<int> work;
  const auto take = [&](int end, int but_job) {
    if (!expanded.insert({end, but_job}).second) return;
    ends_.ForMeeting(end, [&](int from) {
      for (const int edge : ends_.leaving(from)) {
        const Lineage::Edge& e = lineage.edges()[edge];
        if (taken[edge] || cleared.within[edge] || lineage.JobOf(e) == but_job) continue;
        if (e.confidence > travel.at_least || (travel.direct && !IsDirect(e.subtype))) continue;
        taken[edge] = true;
        work.push_back(edge);
      }
    });
  };
  for (int end = 0; end < ends_.size(); ++end) {
    if (given[end]) take(end, -1);
  }
  while (!work.empty()) {
    const int edge = work.back();
    work.pop_back();
    carriers[ends_.to(edge)] = true;
    if (!cleared.after[edge]) take(ends_.to(edge), lineage.JobOf(lineage.edges()[edge]));
  }
  return carriers;
}

}  // namespace pedigree::policy
