// The policies that a check holds a graph against: those of several files, as one.
#ifndef PEDIGREE_LINEAGE_POLICY_POLICY_SET_H_
#define PEDIGREE_LINEAGE_POLICY_POLICY_SET_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lineage/policy/policy_file.h"

namespace pedigree::policy {

class PolicySet {
 public:
  // A part of a policy and the file it stands in.
  template <typename T>
  struct Part {
    const T* part = nullptr;
    const PolicyFile* file = nullptr;

    const T& operator*() const { return *part; }
    const T* operator->() const { return part; }
    TextPlace Place() const { return file->places.Of(*part); }
    TextPlace Place(const google::protobuf::Message& message) const {
      return file->places.Of(message);
    }
  };

  // Ids of rules and names of selectors must be unique over all files; selectors that are named
  // must be there and not contain themselves. What is wrong is InvalidArgument with its place.
  static absl::StatusOr<PolicySet> Make(std::vector<std::unique_ptr<PolicyFile>> files);
  static absl::StatusOr<PolicySet> Read(const std::vector<std::string>& files);

  const std::vector<std::unique_ptr<PolicyFile>>& files() const { return files_; }
  const std::vector<Part<Facts>>& facts() const { return facts_; }
  const std::vector<Part<Rule>>& rules() const { return rules_; }
  const std::vector<Part<Waiver>>& waivers() const { return waivers_; }
  const std::vector<Part<TagRule>>& tags() const { return tags_; }
  const std::vector<Part<NamedSelector>>& selectors() const { return selectors_; }
  // The selector of that name, which is there.
  const Selector& Named(const std::string& name) const { return *named_.at(name); }
  std::vector<std::string> RuleIds() const;

 private:
  absl::Status CheckNames() const;

  std::vector<std::unique_ptr<PolicyFile>> files_;
  std::vector<Part<Facts>> facts_;
  std::vector<Part<Rule>> rules_;
  std::vector<Part<Waiver>> waivers_;
  std::vector<Part<TagRule>> tags_;
  std::vector<Part<NamedSelector>> selectors_;
  std::map<std::string, const Selector*> named_;
};

// Calls `f(selector)` for each selector in `message`, at any depth, outer ones first.
void ForEachSelector(const google::protobuf::Message& message,
                     const std::function<void(const Selector&)>& f);
// The same for each step.
void ForEachStep(const google::protobuf::Message& message,
                 const std::function<void(const PolicyStep&)>& f);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_POLICY_SET_H_
