// Tags on their way: who is given them, who carries them, and where they are cleared.
#ifndef PEDIGREE_LINEAGE_POLICY_TAGS_H_
#define PEDIGREE_LINEAGE_POLICY_TAGS_H_

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "lineage/policy/selectors.h"
#include "lineage/policy/steps.h"

namespace pedigree::policy {

// By which flows a tag counts as carried.
struct Travel {
  bool direct = false;            // by DIRECT ones only
  Confidence at_least = WIDENED;  // by ones this sure

  auto Key() const { return std::make_tuple(direct, at_least); }
};

class Tags {
 public:
  // Applies the policies' facts: fills `selectors.facts()` as well.
  Tags(Selectors& selectors, const PolicySet& policies);
  // Reads the rules of how tags travel; before it, nothing travels.
  void SetSteps(const Steps& steps);

  // Who is given the tag, by a declaration, a fact or another tag.
  const EndSet* Given(const std::string& tag) const;
  // Who carries it.
  const EndSet* Carriers(const std::string& tag, const Travel& travel) const;
  TagView View(const Travel& travel) const;
  static const EndSet* NoTags(const std::string&) { return nullptr; }

  // By edge: whether `tag` is not carried over it, and not carried on after it.
  const StepEdges& Cleared(const std::string& tag) const;
  std::vector<std::string> Known() const;

 private:
  EndSet& Of(const std::string& tag);
  void Give(const std::string& tag, const EndSet& ends);
  EndSet Spread(const std::string& tag, const EndSet& given, const Travel& travel) const;

  const Ends& ends_;
  const PolicySet& policies_;
  std::map<std::string, EndSet> given_;
  std::map<std::string, StepEdges> cleared_;
  mutable std::map<std::pair<std::string, std::tuple<bool, Confidence>>, EndSet> carriers_;
};

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_TAGS_H_
