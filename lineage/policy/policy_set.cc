#include "lineage/policy/policy_set.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <functional>
#include <set>

#include "absl/status/status.h"
#include "analyzer/catalog/nearest.h"
#include "lineage/file.h"

namespace pedigree::policy {
namespace {

absl::Status ErrorAt(const TextPlace& place, std::string_view message) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", place.Text(), message));
}

// Calls `f` for `message` and all messages in it, outer ones first.
void ForEachPart(const google::protobuf::Message& message,
                 const std::function<void(const google::protobuf::Message&)>& f) {
  f(message);
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      ForEachPart(reflection->GetMessage(message, field), f);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i)
      ForEachPart(reflection->GetRepeatedMessage(message, field, i), f);
  }
}

}  // namespace

void ForEachSelector(const google::protobuf::Message& message,
                     const std::function<void(const Selector&)>& f) {
  ForEachPart(message, [&](const google::protobuf::Message& part) {
    if (part.GetDescriptor() == Selector::descriptor()) f(static_cast<const Selector&>(part));
  });
}

void ForEachStep(const google::protobuf::Message& message,
                 const std::function<void(const PolicyStep&)>& f) {
  ForEachPart(message, [&](const google::protobuf::Message& part) {
    if (part.GetDescriptor() == PolicyStep::descriptor()) f(static_cast<const PolicyStep&>(part));
  });
}

absl::StatusOr<PolicySet> PolicySet::Read(const std::vector<std::string>& files) {
  std::vector<std::unique_ptr<PolicyFile>> parsed;
  for (const std::string& file : files) {
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) return text.status();
    absl::StatusOr<std::unique_ptr<PolicyFile>> policy = ParsePolicy(file, *text);
    if (!policy.ok()) return policy.status();
    parsed.push_back(*std::move(policy));
  }
  return Make(std::move(parsed));
}

absl::StatusOr<PolicySet> PolicySet::Make(std::vector<std::unique_ptr<PolicyFile>> files) {
  PolicySet set;
  set.files_ = std::move(files);
  std::map<std::string, TextPlace> rules, selectors;
  for (const auto& file : set.files_) {
    const Policy& policy = file->policy;
    for (const auto& part : policy.facts()) set.facts_.push_back({&part, file.get()});
    for (const auto& part : policy.waiver()) set.waivers_.push_back({&part, file.get()});
    for (const auto& part : policy.tag()) set.tags_.push_back({&part, file.get()});
    for (const auto& part : policy.rule()) {
      const auto [first, is_new] = rules.emplace(part.id(), file->places.Of(part));
      if (!is_new) {
        return ErrorAt(
            file->places.Of(part, "id"),
            fmt::format("there is a rule '{}' already, at {}", part.id(), first->second.Text()));
      }
      set.rules_.push_back({&part, file.get()});
    }
    for (const auto& part : policy.selector()) {
      const auto [first, is_new] = selectors.emplace(part.name(), file->places.Of(part));
      if (!is_new) {
        return ErrorAt(file->places.Of(part, "name"),
                       fmt::format("there is a selector '{}' already, at {}", part.name(),
                                   first->second.Text()));
      }
      set.selectors_.push_back({&part, file.get()});
      set.named_.emplace(part.name(), &part.matches());
    }
  }
  if (absl::Status status = set.CheckNames(); !status.ok()) return status;
  return set;
}

absl::Status PolicySet::CheckNames() const {
  std::vector<std::string> known;
  for (const auto& [name, _] : named_) known.push_back(name);
  absl::Status status;
  for (const auto& file : files_) {
    ForEachSelector(file->policy, [&](const Selector& selector) {
      for (int i = 0; i < selector.selector_size() && status.ok(); ++i) {
        const std::string& name = selector.selector(i);
        if (named_.contains(name)) continue;
        status =
            ErrorAt(file->places.Of(selector, "selector", i),
                    fmt::format("no selector is named '{}'{}", name, Hint(Nearest(name, known))));
      }
    });
  }
  if (!status.ok()) return status;
  // Depth first; `open` are the names on the way.
  std::set<std::string> done, open;
  std::function<bool(const std::string&)> round = [&](const std::string& name) {
    if (done.contains(name)) return false;
    if (!open.insert(name).second) return true;
    bool found = false;
    ForEachSelector(*named_.at(name), [&](const Selector& selector) {
      for (const std::string& inner : selector.selector()) found = found || round(inner);
    });
    open.erase(name);
    done.insert(name);
    return found;
  };
  for (const auto& part : selectors_) {
    if (round(part->name()))
      return ErrorAt(part.Place(), fmt::format("selector '{}' contains itself", part->name()));
  }
  return absl::OkStatus();
}

std::vector<std::string> PolicySet::RuleIds() const {
  std::vector<std::string> ids;
  for (const auto& rule : rules_) ids.push_back(rule->id());
  return ids;
}

}  // namespace pedigree::policy
