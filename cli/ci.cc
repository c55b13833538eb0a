// `pedigree ci`: what a CI job does for a change under review, runnable on a desk as well. The
// lineage of the merge base is built in a git worktree of its own, that of the change where it
// stands; then diff, check and reports.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "cli/checking.h"
#include "cli/command.h"
#include "cli/processes.h"
#include "cli/version.h"
#include "lineage/diff.h"
#include "lineage/file.h"
#include "lineage/lock.h"
#include "lineage/names.h"
#include "lineage/policy/check.h"
#include "lineage/report/check_report.h"
#include "lineage/report/owners.h"
#include "lineage/report/review.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// In single quotes, for the shell.
std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// Runs `build` in `folder`; what it prints goes to standard error.
absl::Status Build(const std::string& folder, const std::string& build) {
  const std::string command = fmt::format("cd {} && {{ {}\n}} 1>&2", Quoted(folder), build);
  const int status = std::system(command.c_str());
  if (status == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      fmt::format("building the lineage failed in {}: {}", folder, build));
}

// "//examples/clinic:lineage" -> the graph that Bazel makes of it.
std::string GraphOfTarget(std::string target) {
  if (target.starts_with("//")) target.erase(0, 2);
  const size_t colon = target.find(':');
  const std::string package = target.substr(0, colon);
  const std::string name =
      colon == std::string::npos ? target.substr(target.rfind('/') + 1) : target.substr(colon + 1);
  return fmt::format("bazel-bin/{}{}{}.graph", package, package.empty() ? "" : "/", name);
}

struct How {
  std::string build;  // a shell command
  std::string graph;  // where it leaves the graph, relative to the tree's root
};

absl::StatusOr<How> HowToBuild(const Command& command, const cxxopts::ParseResult& options) {
  const bool bazel = options.count("target") > 0, own = options.count("build") > 0;
  if (bazel == own) return command.Wrong("give either --target (Bazel) or --build and --graph");
  if (bazel) {
    const std::string target = options["target"].as<std::string>();
    const std::string tool = options["bazel"].as<std::string>();
    return How{fmt::format("{} build {}", tool, Quoted(target)), GraphOfTarget(target)};
  }
  if (options.count("graph") == 0) return command.Wrong("--build needs --graph");
  return How{options["build"].as<std::string>(), options["graph"].as<std::string>()};
}

// The lineage at `revision`, built in a worktree that is gone afterwards.
absl::StatusOr<Lineage> LineageAt(const std::string& root, const std::string& revision,
                                  const How& how) {
  std::string folder = (fs::temp_directory_path() / "pedigree-ci-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr)
    return absl::FailedPreconditionError(folder + ": cannot be made");
  const std::string tree = folder + "/base";
  const absl::Cleanup remove = [&] {
    OutputOf(fmt::format("git -C {} worktree remove --force {} 2>/dev/null", Quoted(root),
                         Quoted(tree)));
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  };
  if (!OutputOf(fmt::format("git -C {} worktree add --quiet --detach {} {} 1>&2", Quoted(root),
                            Quoted(tree), Quoted(revision)))
           .has_value()) {
    return absl::FailedPreconditionError(
        fmt::format("git made no worktree of {}: see above", revision));
  }
  if (absl::Status status = Build(tree, how.build); !status.ok()) return status;
  return ReadLineage(tree + "/" + how.graph);
}

// Where the change left the branch; "" where a graph of that is there already.
absl::StatusOr<std::string> MergeBase(const Command& command, const cxxopts::ParseResult& options,
                                      const std::string& root) {
  if (options.count("base-graph") > 0) return "";
  if (const auto how = HowToBuild(command, options); !how.ok()) return how.status();
  const std::string base = options["base"].as<std::string>();
  const auto revision =
      OutputOf(fmt::format("git -C {} merge-base HEAD {} 2>/dev/null", Quoted(root), Quoted(base)));
  if (revision.has_value()) return *revision;
  return absl::InvalidArgumentError(
      fmt::format("git knows no common ancestor of HEAD and '{}': name the target branch with "
                  "--base, and fetch its history",
                  base));
}

absl::StatusOr<Lineage> BaseLineage(const Command& command, const cxxopts::ParseResult& options,
                                    const std::string& root, const std::string& revision) {
  if (revision.empty()) return ReadLineage(options["base-graph"].as<std::string>());
  const auto how = HowToBuild(command, options);
  if (!how.ok()) return how.status();
  return LineageAt(root, revision, *how);
}

absl::StatusOr<Lineage> HeadLineage(const Command& command, const cxxopts::ParseResult& options,
                                    const std::string& root) {
  if (options.count("head-graph") > 0) return ReadLineage(options["head-graph"].as<std::string>());
  const auto how = HowToBuild(command, options);
  if (!how.ok()) return how.status();
  if (absl::Status status = Build(root, how->build); !status.ok()) return status;
  return ReadLineage(root + "/" + how->graph);
}

void AddOptions(Command& command) {
  command.Options()("base", "The branch that the change is to be merged into",
                    cxxopts::value<std::string>()->default_value("origin/main"), "REVISION");
  command.Options()("target", "The Bazel target of the lineage: a lineage_graph",
                    cxxopts::value<std::string>(), "LABEL");
  command.Options()("bazel", "The Bazel to use",
                    cxxopts::value<std::string>()->default_value("bazel"), "COMMAND");
  command.Options()("build", "In place of --target: what builds the lineage, in the tree's root",
                    cxxopts::value<std::string>(), "COMMAND");
  command.Options()("graph", "Where --build leaves the graph, from the tree's root",
                    cxxopts::value<std::string>(), "FILE");
  command.Options()("base-graph", "The graph of the merge base, where it is there already",
                    cxxopts::value<std::string>(), "FILE");
  command.Options()("head-graph", "The graph of the change, where it is there already",
                    cxxopts::value<std::string>(), "FILE");
  command.Options()("policy", "A policy, or waivers; repeat for more",
                    cxxopts::value<std::vector<std::string>>(), "FILE");
  command.Options()("lock", "What counts as pinned", cxxopts::value<std::string>(), "FILE");
  AddDay(command);
  command.Options()("out", "Where comment.md, lineage.sarif, lineage.xml (JUnit) and the like go",
                    cxxopts::value<std::string>()->default_value("lineage-review"), "DIR");
  command.AddColor();
}

}  // namespace

absl::StatusOr<int> RunCi(const Arguments& arguments) {
  Command command(
      "ci", "[OPTION]... (--target LABEL | --build COMMAND --graph FILE)",
      "The lineage of a change against that of the branch it is for: what changed, what is "
      "forbidden, who must\napprove. Findings that the branch has already fail nothing.\n"
      "Exit status 1 if the change adds findings of severity ERROR that nobody has waived.");
  AddOptions(command);
  const auto parsed = command.Parse(arguments);
  if (!parsed.ok()) return parsed.status();
  if (!parsed->has_value()) return 0;
  const cxxopts::ParseResult& options = **parsed;
  const auto style = StyleOf(command, options);
  if (!style.ok()) return style.status();

  const auto day = DayOf(command, options);
  if (!day.ok()) return day.status();
  policy::CheckOptions check;
  check.today = *day;
  std::vector<std::string> files;
  if (options.count("policy") > 0) files = options["policy"].as<std::vector<std::string>>();
  const auto policies = policy::PolicySet::Read(files);
  if (!policies.ok()) return policies.status();
  absl::StatusOr<Lock> lock;
  if (options.count("lock") > 0) {
    lock = ReadLock(options["lock"].as<std::string>());
    if (!lock.ok()) return lock.status();
    check.lock = &*lock;
  }
  // Without git, graphs that are there already do.
  const std::string root = OutputOf("git rev-parse --show-toplevel 2>/dev/null").value_or(".");
  const auto revision = MergeBase(command, options, root);
  if (!revision.ok()) return revision.status();
  const auto head = HeadLineage(command, options, root);
  if (!head.ok()) return head.status();
  const auto base = BaseLineage(command, options, root, *revision);
  if (!base.ok()) return base.status();

  check.baseline = &*base;
  const policy::CheckResult result = policy::Check(*head, *policies, check);
  PrintWarnings(result);
  const LineageDiff diff = Diff(*base, *head);
  SourceView sources(root);
  const CheckReport report{*head, *policies, result, sources};
  const CodeOwners owners = CodeOwners::Find(root);
  const std::string comment = ReviewComment(*base, *head, diff, report, owners);

  const std::string out = options["out"].as<std::string>();
  if (absl::Status status = MakeFolder(out); !status.ok()) return status;
  const std::pair<std::string, std::string> outputs[] = {
      {"comment.md", comment},
      {"lineage.sarif", CheckSarif(report, kVersion)},
      {"lineage.xml", CheckJunit(report)},
      {"gl-code-quality-report.json", CheckGitlab(report)},
      {"diff.json", DiffJson(*base, *head, diff)},
  };
  for (const auto& [name, text] : outputs) {
    if (absl::Status status = WriteFile(out + "/" + name, text); !status.ok()) return status;
  }
  const absl::Status status =
      Print(DiffText(*base, *head, diff, *style) + "\n" + CheckText(report, *style));
  if (!status.ok()) return status;
  return result.Count(ERROR) > 0 ? 1 : 0;
}

}  // namespace pedigree
