// What selectors match, in one graph.
//
// Matching is exact for columns. The end that stands for an asset as a whole stands, while
// matching, for what is in the asset beside its known columns; as the end of a flow it may hold any
// of them. So of a whole there are two answers: the exact one, which facts go by, and whether it
// MAY match (it does, or one of its columns does), which rules go by.
#ifndef PEDIGREE_LINEAGE_POLICY_SELECTORS_H_
#define PEDIGREE_LINEAGE_POLICY_SELECTORS_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lineage/policy/ends.h"
#include "lineage/policy/policy_set.h"

namespace pedigree::policy {

// What is known of an asset, from declarations in the graph and from facts.
struct AssetFacts {
  std::string owner, license, region, digest;
  std::vector<std::string> purposes;
  uint32_t retention_days = 0;
  std::string doc;
};

struct Matched {
  EndSet exact, may;
};

// Who carries a tag: nothing if nobody does.
using TagView = std::function<const EndSet*(const std::string& tag)>;

class Selectors {
 public:
  Selectors(const Ends& ends, const PolicySet& policies);

  const Ends& ends() const { return ends_; }
  const std::vector<AssetFacts>& facts() const { return facts_; }
  std::vector<AssetFacts>& facts() { return facts_; }

  // What `selector` matches where tags are carried as `tags` says. An end carries a tag that its
  // asset as a whole carries.
  Matched Match(const Selector& selector, const TagView& tags) const;

  // The tags that a selector asks for, also through named selectors; not those under `not`.
  std::set<std::string> TagsOf(const Selector& selector) const;

 private:
  EndSet Exact(const Selector& selector, const TagView& tags) const;
  bool AssetMatches(const Selector& selector, int asset) const;

  const Ends& ends_;
  const PolicySet& policies_;
  std::vector<AssetFacts> facts_;
  std::vector<std::vector<std::string>> readers_, writers_;  // by asset: names of jobs
};

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_SELECTORS_H_
