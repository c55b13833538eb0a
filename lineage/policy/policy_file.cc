#include "lineage/policy/policy_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <filesystem>

#include "absl/status/status.h"
#include "lineage/policy/date.h"

namespace pedigree::policy {
namespace {

absl::Status ErrorAt(const TextPlace& place, std::string_view message) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", place.Text(), message));
}

bool IsId(std::string_view id) {
  if (id.empty()) return false;
  for (const unsigned char c : id) {
    if (std::islower(c) == 0 && std::isdigit(c) == 0 && c != '-') return false;
  }
  return true;
}

class Checker {
 public:
  explicit Checker(const PolicyFile& file) : file_(file), places_(file.places) {}

  absl::Status Check() {
    const Policy& policy = file_.policy;
    if (policy.schema_version() > kPolicySchema) {
      return ErrorAt(places_.Of(policy, "schema_version"),
                     fmt::format("schema version {} is newer than this program's ({})",
                                 policy.schema_version(), kPolicySchema));
    }
    for (const auto& part : policy.facts()) Keep(CheckFacts(part));
    for (const auto& part : policy.selector()) {
      if (part.name().empty()) Keep(ErrorAt(places_.Of(part), "a named selector needs a name"));
    }
    for (const auto& part : policy.rule()) Keep(CheckRule(part));
    for (const auto& part : policy.waiver()) Keep(CheckWaiver(part));
    for (const auto& part : policy.tag()) {
      if (part.tag().empty()) Keep(ErrorAt(places_.Of(part), "which tag? `tag` is missing"));
      for (const PolicyStep& step : part.clears()) Keep(CheckStep(step));
    }
    return first_;
  }

 private:
  void Keep(absl::Status status) {
    if (first_.ok()) first_ = std::move(status);
  }

  absl::Status CheckFacts(const Facts& facts) {
    if (facts.of().column_size() > 0 &&
        (!facts.owner().empty() || !facts.license().empty() || !facts.region().empty() ||
         facts.purpose_size() > 0 || facts.retention_days() > 0)) {
      return ErrorAt(
          places_.Of(facts.of(), "column"),
          "owner, license, region, purpose and retention_days are of assets: facts about "
          "columns give tags only");
    }
    return absl::OkStatus();
  }

  absl::Status CheckDate(const google::protobuf::Message& message, std::string_view field,
                         const std::string& date) {
    if (date.empty() || IsDate(date)) return absl::OkStatus();
    return ErrorAt(places_.Of(message, field),
                   fmt::format("'{}' is no day: write it as \"2027-03-31\"", date));
  }

  // A finding fills {from} and {to}; another word in braces is most often one of them mistyped.
  absl::Status CheckMessage(const Rule& rule) {
    const std::string& text = rule.message();
    for (size_t open = 0; (open = text.find('{', open)) != std::string::npos; ++open) {
      size_t end = open + 1;
      while (end < text.size() && std::islower(static_cast<unsigned char>(text[end])) != 0) ++end;
      if (end == open + 1 || end == text.size() || text[end] != '}') continue;
      const std::string word = text.substr(open, end + 1 - open);
      if (word == "{from}" || word == "{to}") continue;
      return ErrorAt(places_.Of(rule, "message"),
                     fmt::format("a message has no {}, only {{from}} and {{to}}", word));
    }
    return absl::OkStatus();
  }

  // A step that says nothing would match everything, and excuse everything.
  absl::Status CheckStep(const PolicyStep& step) {
    if (step.transform_size() > 0 || step.function_size() > 0 || step.job_size() > 0 ||
        step.has_asset()) {
      return absl::OkStatus();
    }
    if (step.at_least() > 0) {
      return ErrorAt(places_.Of(step, "at_least"),
                     "at_least is of a transform: add `transform: AGGREGATE`");
    }
    return ErrorAt(places_.Of(step), "a step needs a transform, function, job or asset");
  }

  template <typename Steps>
  void CheckSteps(const Steps& steps) {
    for (const PolicyStep& step : steps) Keep(CheckStep(step));
  }

  void CheckFlow(const FlowSelector& flow) {
    CheckSteps(flow.through());
    CheckSteps(flow.not_through());
    CheckSure(flow);
  }

  template <typename Message>
  void CheckSure(const Message& flow) {
    if (flow.has_at_least() && flow.has_at_most() && flow.at_least() < flow.at_most()) {
      Keep(ErrorAt(places_.Of(flow, "at_most"),
                   "no flow is at least and at most that sure: EXACT is surest, then MODELED, "
                   "ASSUMED, WIDENED"));
    }
  }

  absl::Status CheckRule(const Rule& rule) {
    if (!IsId(rule.id())) {
      return ErrorAt(rule.id().empty() ? places_.Of(rule) : places_.Of(rule, "id"),
                     rule.id().empty()
                         ? "a rule needs an id"
                         : "an id is of lower-case letters, digits and hyphens: it is what waivers "
                           "and reports name");
    }
    Keep(CheckDate(rule, "effective_from", rule.effective_from()));
    Keep(CheckDate(rule, "effective_until", rule.effective_until()));
    if (!rule.effective_from().empty() && !rule.effective_until().empty() &&
        rule.effective_until() < rule.effective_from()) {
      Keep(ErrorAt(places_.Of(rule, "effective_until"),
                   "the rule ends before it begins: it would never hold"));
    }
    Keep(CheckMessage(rule));
    switch (rule.body_case()) {
      case Rule::kForbid:
        CheckSteps(rule.forbid().unless_through());
        CheckSteps(rule.forbid().through());
        CheckSure(rule.forbid());
        break;
      case Rule::kRequireThrough:
        CheckFlow(rule.require_through().flow());
        CheckSteps(rule.require_through().step());
        if (rule.require_through().step_size() == 0) {
          return ErrorAt(places_.Of(rule, "require_through"), "through what? `step` is missing");
        }
        break;
      case Rule::kRequire:
        return CheckRequire(rule);
      case Rule::kDisjoint:
        CheckFlow(rule.disjoint().left());
        CheckFlow(rule.disjoint().right());
        CheckSteps(rule.disjoint().unless_split());
        if (!rule.disjoint().has_left() || !rule.disjoint().has_right()) {
          return ErrorAt(places_.Of(rule, "disjoint"), "disjoint needs `left` and `right`");
        }
        break;
      case Rule::BODY_NOT_SET:
        return ErrorAt(places_.Of(rule),
                       fmt::format("rule '{}' says nothing: it needs forbid, require_through, "
                                   "require or disjoint",
                                   rule.id()));
    }
    return absl::OkStatus();
  }

  absl::Status CheckRequire(const Rule& rule) {
    RequireProperty bare = rule.require();
    bare.clear_of();
    bare.clear_sources();
    if (bare.ByteSizeLong() == 0) {
      return ErrorAt(places_.Of(rule, "require"),
                     "require names no property: owner, license, declared, pinned ...");
    }
    return absl::OkStatus();
  }

  absl::Status CheckWaiver(const Waiver& waiver) {
    const std::pair<std::string_view, const std::string&> needed[] = {
        {"rule", waiver.rule()},
        {"owner", waiver.owner()},
        {"reason", waiver.reason()},
        {"expires", waiver.expires()},
    };
    for (const auto& [field, value] : needed) {
      if (value.empty()) {
        return ErrorAt(places_.Of(waiver), fmt::format("a waiver needs `{}`", field));
      }
    }
    if (!waiver.has_from() && !waiver.has_to()) {
      return ErrorAt(places_.Of(waiver),
                     "a waiver needs `from` or `to`: it is for a flow, not for a whole rule");
    }
    return CheckDate(waiver, "expires", waiver.expires());
  }

  const PolicyFile& file_;
  const TextPlaces& places_;
  absl::Status first_;
};

void ResolveHelp(PolicyFile& file) {
  const std::filesystem::path folder = std::filesystem::path(file.file).parent_path();
  for (Rule& rule : *file.policy.mutable_rule()) {
    if (!rule.help_uri().empty() && !IsAddress(rule.help_uri()))
      rule.set_help_uri((folder / rule.help_uri()).lexically_normal().string());
  }
}

}  // namespace

bool IsAddress(std::string_view link) {
  const size_t end = link.find(':');
  if (end == std::string_view::npos || std::isalpha(static_cast<unsigned char>(link[0])) == 0)
    return false;
  return std::all_of(link.begin(), link.begin() + static_cast<std::ptrdiff_t>(end), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
  });
}

absl::StatusOr<std::unique_ptr<PolicyFile>> ParsePolicy(const std::string& file,
                                                        const std::string& text) {
  auto result = std::make_unique<PolicyFile>();
  result->file = file;
  absl::Status status = ReadTextProto(file, text, "a policy", result->policy, result->places);
  if (!status.ok()) return status;
  status = Checker(*result).Check();
  if (!status.ok()) return status;
  ResolveHelp(*result);
  return result;
}

}  // namespace pedigree::policy
