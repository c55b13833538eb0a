// What the verbs that hold graphs against policies have in common.
#ifndef PEDIGREE_CLI_CHECKING_H_
#define PEDIGREE_CLI_CHECKING_H_

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "cli/command.h"
#include "lineage/policy/check.h"
#include "lineage/policy/date.h"

namespace pedigree {

inline void AddDay(Command& command) {
  command.Options()("today", "The day on which waivers and rules must hold (default: the clock's)",
                    cxxopts::value<std::string>(), "YYYY-MM-DD");
}

// The day that --today says, or the clock's.
inline absl::StatusOr<std::string> DayOf(const Command& command,
                                         const cxxopts::ParseResult& options) {
  if (options.count("today") == 0) return policy::Today();
  const std::string day = options["today"].as<std::string>();
  if (!policy::IsDate(day)) return command.Wrong(fmt::format("'{}' is no day: YYYY-MM-DD", day));
  return day;
}

inline void AddLinkBase(Command& command) {
  command.Options()("link-base",
                    "Where the tree's files can be read, for links to the help of rules (default: "
                    "as GitHub's and GitLab's variables say)",
                    cxxopts::value<std::string>(), "URL");
}

// What --link-base says; else the change's tree on GitHub or GitLab, where one of them runs this.
inline std::string LinkBaseOf(const cxxopts::ParseResult& options) {
  if (options.count("link-base") > 0) return options["link-base"].as<std::string>();
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  const std::string server = variable("GITHUB_SERVER_URL"), name = variable("GITHUB_REPOSITORY"),
                    commit = variable("GITHUB_SHA");
  if (!server.empty() && !name.empty() && !commit.empty())
    return fmt::format("{}/{}/blob/{}", server, name, commit);
  const std::string project = variable("CI_PROJECT_URL"), revision = variable("CI_COMMIT_SHA");
  if (!project.empty() && !revision.empty()) return fmt::format("{}/-/blob/{}", project, revision);
  return "";
}

inline void PrintWarnings(const policy::PolicySet& policies, const policy::CheckResult& result) {
  if (policies.rules().empty() && !policies.files().empty()) {
    fmt::print(stderr, "{}: warning: no rule is given, here or elsewhere: nothing is checked\n",
               Printable(policies.files().front()->file));
  }
  for (const policy::PolicyWarning& warning : result.warnings) {
    fmt::print(stderr, "{}\n",
               Printable(fmt::format("{}: warning: {}", warning.place.Text(), warning.message)));
  }
}

}  // namespace pedigree

#endif  // PEDIGREE_CLI_CHECKING_H_
