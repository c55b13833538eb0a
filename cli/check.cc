#include "lineage/policy/check.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/checking.h"
#include "cli/command.h"
#include "cli/version.h"
#include "lineage/file.h"
#include "lineage/lock.h"
#include "lineage/report/check_report.h"

namespace pedigree {
namespace {

std::string Report(const std::string& format, const CheckReport& report, const Style& style) {
  if (format == "sarif") return CheckSarif(report, kVersion);
  if (format == "junit") return CheckJunit(report);
  if (format == "gitlab") return CheckGitlab(report);
  if (format == "rdjson") return CheckRdjson(report);
  if (format == "github") return CheckGithub(report);
  return CheckText(report, style);
}

}  // namespace

absl::StatusOr<int> RunCheck(const Arguments& arguments) {
  Command command(
      "check", "[OPTION]... GRAPH --policy FILE...",
      "Holds a graph against policies: each flow that they forbid, with the code it goes through.\n"
      "Exit status 1 if there are findings of severity ERROR that nobody has waived.");
  command.Options()("policy",
                    "A policy, or waivers: text proto (docs/policies.md); repeat for more",
                    cxxopts::value<std::vector<std::string>>(), "FILE");
  command.Options()("baseline", "Only findings that this graph does not have",
                    cxxopts::value<std::string>(), "GRAPH");
  command.Options()("lock", "What counts as pinned", cxxopts::value<std::string>(), "FILE");
  command.Options()("strict",
                    "Exit status 1 also where a policy speaks of what is not there, which is a "
                    "warning otherwise");
  AddDay(command);
  AddLinkBase(command);
  command.Options()("source-root", "The folder that the graph's source files are in",
                    cxxopts::value<std::string>()->default_value("."), "DIR");
  command.Options()("format", "text, sarif, junit, gitlab, rdjson or github",
                    cxxopts::value<std::string>()->default_value("text"), "FORMAT");
  command.Options()("o,output", "Write there, not to standard output",
                    cxxopts::value<std::string>(), "FILE");
  command.AddColor();
  command.Positional({"graph"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  const auto format =
      FormatOf(command, **options, {"text", "sarif", "junit", "gitlab", "rdjson", "github"});
  if (!format.ok()) return format.status();
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  if ((*options)->count("policy") == 0) return command.Wrong("no policy given: --policy FILE");
  const auto day = DayOf(command, **options);
  if (!day.ok()) return day.status();
  policy::CheckOptions check;
  check.today = *day;
  const auto policies =
      policy::PolicySet::Read((**options)["policy"].as<std::vector<std::string>>());
  if (!policies.ok()) return policies.status();
  const auto graph = KeptLineage((**options)["graph"].as<std::string>());
  if (!graph.ok()) return graph.status();
  if ((*options)->count("baseline") > 0) {
    const auto baseline = KeptLineage((**options)["baseline"].as<std::string>());
    if (!baseline.ok()) return baseline.status();
    check.baseline = *baseline;
  }
  absl::StatusOr<Lock> lock;
  if ((*options)->count("lock") > 0) {
    lock = ReadLock((**options)["lock"].as<std::string>());
    if (!lock.ok()) return lock.status();
    check.lock = &*lock;
  }

  const policy::CheckResult result = policy::Check(**graph, *policies, check);
  PrintWarnings(*policies, result);
  SourceView sources((**options)["source-root"].as<std::string>());
  const std::string text =
      Report(*format, {**graph, *policies, result, sources, LinkBaseOf(**options)}, *style);
  const absl::Status status = (*options)->count("output") > 0
                                  ? WriteFile((**options)["output"].as<std::string>(), text)
                                  : Print(text);
  if (!status.ok()) return status;
  const bool mistaken =
      (*options)->count("strict") > 0 && (!result.warnings.empty() || policies->rules().empty());
  return result.Count(ERROR) > 0 || mistaken ? 1 : 0;
}

}  // namespace pedigree
