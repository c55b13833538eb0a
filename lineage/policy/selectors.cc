#include "lineage/policy/selectors.h"

#include <algorithm>

#include "lineage/policy/glob.h"
#include "lineage/policy/license.h"

namespace pedigree::policy {
namespace {

template <typename Globs>
bool AnyMatches(const Globs& globs, std::string_view text, std::string_view separators = "") {
  for (const std::string& glob : globs) {
    if (GlobMatches(glob, text, separators)) return true;
  }
  return false;
}

template <typename Globs>
bool AnyMatchesOneOf(const Globs& globs, const std::vector<std::string>& texts) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return AnyMatches(globs, text); });
}

// What separates the segments of an asset's name.
std::string_view SeparatorsOf(const Lineage::Asset& asset) {
  const bool dotted = asset.kind == TABLE && asset.name.find('/') == std::string::npos;
  return dotted ? "/." : "/";
}

}  // namespace

Selectors::Selectors(const Ends& ends, const PolicySet& policies)
    : ends_(ends), policies_(policies) {
  const Lineage& lineage = ends.lineage();
  const size_t size = lineage.assets().size();
  facts_.resize(size);
  readers_.resize(size);
  writers_.resize(size);
  for (const Lineage::Site& site : lineage.sites()) {
    auto& names = (site.access == SiteUse::READS ? readers_ : writers_)[site.asset];
    const std::string& name = lineage.jobs()[site.job].name;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
}

bool Selectors::AssetMatches(const Selector& selector, int index) const {
  const Lineage::Asset& asset = ends_.lineage().assets()[index];
  const AssetFacts& facts = facts_[index];
  const auto& s = selector;
  if (s.namespace__size() > 0 && !AnyMatches(s.namespace_(), asset.name_space, "/")) return false;
  if (s.name_size() > 0 && !AnyMatches(s.name(), asset.name, SeparatorsOf(asset))) return false;
  if (s.kind_size() > 0 &&
      std::find(s.kind().begin(), s.kind().end(), asset.kind) == s.kind().end()) {
    return false;
  }
  // What is not said is matched by nothing, not even by "*".
  if (s.owner_size() > 0 && (facts.owner.empty() || !AnyMatches(s.owner(), facts.owner)))
    return false;
  if (s.license_size() > 0) {
    bool found = false;
    for (const std::string& identifier : LicenseIdentifiers(facts.license)) {
      for (const std::string& glob : s.license())
        found = found || GlobMatchesIgnoringCase(glob, identifier);
    }
    if (!found) return false;
  }
  if (s.region_size() > 0 && (facts.region.empty() || !AnyMatches(s.region(), facts.region)))
    return false;
  if (s.purpose_size() > 0 && !AnyMatchesOneOf(s.purpose(), facts.purposes)) return false;
  if (s.witness_size() > 0 &&
      std::none_of(s.witness().begin(), s.witness().end(), [&](int witness) {
        return std::find(asset.witnesses.begin(), asset.witnesses.end(), witness) !=
               asset.witnesses.end();
      })) {
    return false;
  }
  if (s.read_by_size() > 0 && !AnyMatchesOneOf(s.read_by(), readers_[index])) return false;
  return s.written_by_size() == 0 || AnyMatchesOneOf(s.written_by(), writers_[index]);
}

EndSet Selectors::Exact(const Selector& selector, const TagView& tags) const {
  const size_t size = static_cast<size_t>(ends_.size());
  EndSet matched(size, false);
  for (size_t asset = 0; asset < facts_.size(); ++asset) {
    if (!AssetMatches(selector, static_cast<int>(asset))) continue;
    const int begin = ends_.begin(static_cast<int>(asset));
    for (int end = begin; end < ends_.end(static_cast<int>(asset)); ++end) {
      matched[end] =
          selector.column_size() == 0 || AnyMatches(selector.column(), ends_.column(end));
    }
  }
  const auto also = [&](const EndSet& other) {
    for (size_t end = 0; end < size; ++end) matched[end] = matched[end] && other[end];
  };
  if (selector.tag_size() > 0) {
    EndSet tagged(size, false);
    for (const std::string& tag : selector.tag()) {
      const EndSet* carriers = tags(tag);
      if (carriers == nullptr) continue;
      for (size_t end = 0; end < size; ++end) {
        const int whole = ends_.whole(ends_.asset_of(static_cast<int>(end)));
        if ((*carriers)[end] || (*carriers)[whole]) tagged[end] = true;
      }
    }
    also(tagged);
  }
  if (selector.selector_size() > 0) {
    EndSet any(size, false);
    for (const std::string& name : selector.selector()) {
      const EndSet one = Exact(policies_.Named(name), tags);
      for (size_t end = 0; end < size; ++end) any[end] = any[end] || one[end];
    }
    also(any);
  }
  for (const Selector& excluded : selector.not_()) {
    const EndSet out = Exact(excluded, tags);
    for (size_t end = 0; end < size; ++end) matched[end] = matched[end] && !out[end];
  }
  return matched;
}

Matched Selectors::Match(const Selector& selector, const TagView& tags) const {
  Matched matched;
  matched.exact = Exact(selector, tags);
  matched.may = matched.exact;
  for (int end = 0; end < ends_.size(); ++end) {
    if (matched.exact[end]) matched.may[ends_.whole(ends_.asset_of(end))] = true;
  }
  return matched;
}

std::set<std::string> Selectors::TagsOf(const Selector& selector) const {
  std::set<std::string> tags(selector.tag().begin(), selector.tag().end());
  for (const std::string& name : selector.selector()) tags.merge(TagsOf(policies_.Named(name)));
  return tags;
}

}  // namespace pedigree::policy
