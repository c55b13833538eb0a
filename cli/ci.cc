// `pedigree ci`: what a CI job does for a change under review, runnable on a desk as well. The
// lineage of the merge base is built in a git worktree of its own, that of the change where it
// stands; then diff, check and reports.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "absl/cleanup/cleanup.h"
#include "cli/base_tree.h"
#include "cli/checking.h"
#include "cli/ci_project.h"
#include "cli/command.h"
#include "cli/processes.h"
#include "cli/version.h"
#include "lineage/diff.h"
#include "lineage/file.h"
#include "lineage/lock.h"
#include "lineage/names.h"
#include "lineage/page/page.h"
#include "lineage/policy/check.h"
#include "lineage/report/check_report.h"
#include "lineage/report/owners.h"
#include "lineage/report/review.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// Runs `build` in `folder`; what it prints goes to standard error. `called` is what an error calls
// it.
absl::Status Build(const std::string& folder, const std::string& build, const std::string& called) {
  const std::string command = fmt::format("cd {} && {{ {}\n}} 1>&2", ShellQuoted(folder), build);
  const int status = std::system(command.c_str());
  if (status == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      fmt::format("building the lineage failed in {}: {}", folder, called));
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
  std::string build;   // a shell command
  std::string called;  // what people call it
  std::string graph;   // where it leaves the graph, relative to the tree's root
  // Of -p without --configure: the compile commands, and where those of the merge base go, which
  // `base_build` takes.
  std::string project;
  std::string base_project;
  std::string base_build;
  std::string done;  // what is run in the merge base's tree when all is done; may fail
};

// A folder for what is built on the way; gone with it.
class Scratch {
 public:
  ~Scratch() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  absl::StatusOr<std::string> Folder() {
    if (folder_.empty()) {
      std::string folder = (fs::temp_directory_path() / "pedigree-ci-XXXXXX").string();
      if (mkdtemp(folder.data()) == nullptr)
        return absl::FailedPreconditionError(folder + ": cannot be made");
      folder_ = folder;
    }
    return folder_;
  }

 private:
  std::string folder_;
};

How HowToBuildProject(const cxxopts::ParseResult& options, const std::string& root,
                      const std::string& scratch) {
  How how;
  const std::string project = options["project"].as<std::string>();
  const std::string job = options.count("job") > 0 ? options["job"].as<std::string>()
                                                   : fs::path(root).filename().string();
  std::vector<std::string> catalogs;
  if (options.count("catalog") > 0) catalogs = options["catalog"].as<std::vector<std::string>>();
  how.graph = scratch + "/all.graph";
  how.called = "extract and link of " + project;
  how.build = ProjectBuild(project, job, catalogs, scratch, how.graph);
  if (options.count("configure") > 0) {
    how.called = "--configure, extract and link of " + project;
    how.build = fmt::format("{{ {}\n}} && {}", options["configure"].as<std::string>(), how.build);
  } else {
    how.project = project;
    how.base_project = scratch + "/compile_commands.json";
    how.base_build = ProjectBuild(how.base_project, job, catalogs, scratch, how.graph);
  }
  return how;
}

absl::StatusOr<How> HowToBuild(const Command& command, const cxxopts::ParseResult& options,
                               const std::string& root, Scratch& scratch) {
  const bool bazel = options.count("target") > 0, own = options.count("build") > 0,
             project = options.count("project") > 0;
  if (bazel + own + project != 1) {
    return command.Wrong(
        "give one of --target (Bazel), -p (compile commands), or --build and --graph");
  }
  if (!project && options.count("configure") + options.count("job") + options.count("catalog") > 0)
    return command.Wrong("--configure, --job and --catalog go with -p");
  if (project) {
    const auto folder = scratch.Folder();
    if (!folder.ok()) return folder.status();
    return HowToBuildProject(options, root, *folder);
  }
  if (bazel) {
    const std::string target = options["target"].as<std::string>();
    const std::string tool = options["bazel"].as<std::string>();
    How how;
    how.build = fmt::format("{} build {}", tool, ShellQuoted(target));
    how.called = how.build;
    how.graph = GraphOfTarget(target);
    how.done = tool + " shutdown";  // a server for each tree, of some hundred MB
    return how;
  }
  if (options.count("graph") == 0) return command.Wrong("--build needs --graph");
  How how;
  how.build = options["build"].as<std::string>();
  how.called = how.build;
  how.graph = options["graph"].as<std::string>();
  return how;
}

// What the change has renamed, as git sees it: what a file is called now, and what it was called.
std::map<std::string, std::string> Renamed(const std::string& root, const std::string& revision) {
  const auto listed =
      OutputOf(fmt::format("git -C {} diff --name-status -z --find-renames --diff-filter=R {}",
                           ShellQuoted(root), ShellQuoted(revision)));
  std::vector<std::string> fields;  // "R100", was, is, "R087" ...
  for (size_t begin = 0; listed.has_value() && begin < listed->size();) {
    const size_t end = std::min(listed->find('\0', begin), listed->size());
    fields.push_back(listed->substr(begin, end - begin));
    begin = end + 1;
  }
  std::map<std::string, std::string> renamed;
  for (size_t i = 0; i + 2 < fields.size(); i += 3) renamed[fields[i + 2]] = fields[i + 1];
  return renamed;
}

// Sources that went with the change are not in its compile commands, and so not in the base's.
void WarnOfSourcesGone(const std::string& root, const std::string& revision) {
  const auto gone = OutputOf(fmt::format(
      "git -C {} diff --name-only --find-renames --diff-filter=D {} -- '*.c' '*.cc' '*.cpp' "
      "'*.cxx' '*.c++' '*.C'",
      ShellQuoted(root), ShellQuoted(revision)));
  if (!gone.has_value() || gone->empty()) return;
  std::string list = *gone;
  for (size_t at = 0; (at = list.find('\n', at)) != std::string::npos; at += 2)
    list.replace(at, 1, ", ");
  fmt::print(stderr,
             "pedigree: warning: the compile commands are the change's: how the base compiles {} "
             "is not known, and what goes with that is not in the diff; --configure makes them for "
             "both\n",
             Printable(list));
}

// The lineage at `revision`, built in a worktree that is gone afterwards.
absl::StatusOr<Lineage> LineageAt(const std::string& root, const std::string& revision,
                                  const How& how) {
  const auto tree = BaseTree::Add(root, revision);
  if (!tree.ok()) return tree.status();
  const std::string& folder = tree->path();
  if (!how.project.empty()) {
    WarnOfSourcesGone(root, revision);
    if (absl::Status status =
            CommandsForTree(root, how.project, Renamed(root, revision), folder, how.base_project);
        !status.ok()) {
      return status;
    }
  }
  const absl::Cleanup done = [&] {
    if (!how.done.empty())
      OutputOf(fmt::format("cd {} && {} >/dev/null 2>&1", ShellQuoted(folder), how.done));
  };
  const std::string& build = how.base_build.empty() ? how.build : how.base_build;
  absl::Status status = Build(folder, build, how.called);
  if (!status.ok()) {
    return absl::FailedPreconditionError(
        fmt::format("{} (of the merge base, {}; where that has no lineage yet, --new)",
                    std::string(status.message()), revision.substr(0, 12)));
  }
  return ReadLineage((fs::path(folder) / how.graph).string());
}

// Where the change left the branch; "" where a graph of that is there already.
absl::StatusOr<std::string> MergeBase(const Command& command, const cxxopts::ParseResult& options,
                                      const std::string& root, Scratch& scratch) {
  if (options.count("base-graph") + options.count("new") > 0) return "";
  if (const auto how = HowToBuild(command, options, root, scratch); !how.ok()) return how.status();
  const std::string base = options["base"].as<std::string>();
  const auto revision = OutputOf(fmt::format("git -C {} merge-base HEAD {} 2>/dev/null",
                                             ShellQuoted(root), ShellQuoted(base)));
  if (revision.has_value()) return *revision;
  if (!OutputOf(fmt::format("git -C {} rev-parse --git-dir 2>/dev/null", ShellQuoted(root)))
           .has_value()) {
    return absl::InvalidArgumentError(
        "this is in no git repository: change into it, or name both graphs with --base-graph and "
        "--head-graph");
  }
  return absl::InvalidArgumentError(
      fmt::format("git knows no common ancestor of HEAD and '{}': name the target branch with "
                  "--base, and fetch its history",
                  base));
}

absl::StatusOr<Lineage> BaseLineage(const Command& command, const cxxopts::ParseResult& options,
                                    const std::string& root, const std::string& revision,
                                    Scratch& scratch) {
  if (options.count("new") > 0) return Lineage::Make(Graph());
  if (revision.empty()) return ReadLineage(options["base-graph"].as<std::string>());
  const auto how = HowToBuild(command, options, root, scratch);
  if (!how.ok()) return how.status();
  return LineageAt(root, revision, *how);
}

absl::StatusOr<Lineage> HeadLineage(const Command& command, const cxxopts::ParseResult& options,
                                    const std::string& root, Scratch& scratch) {
  if (options.count("head-graph") > 0) return ReadLineage(options["head-graph"].as<std::string>());
  const auto how = HowToBuild(command, options, root, scratch);
  if (!how.ok()) return how.status();
  if (absl::Status status = Build(root, how->build, how->called); !status.ok()) return status;
  return ReadLineage((fs::path(root) / how->graph).string());
}

void AddOptions(Command& command) {
  command.Options()("base", "The branch that the change is to be merged into",
                    cxxopts::value<std::string>()->default_value("origin/main"), "REVISION");
  command.Options()("target", "The Bazel target of the lineage: a lineage_graph",
                    cxxopts::value<std::string>(), "LABEL");
  command.Options()("bazel", "The Bazel to use",
                    cxxopts::value<std::string>()->default_value("bazel"), "COMMAND");
  command.Options()("p,project",
                    "In place of --target: a compile_commands.json, or its folder, from the tree's "
                    "root; each of its programs is a job",
                    cxxopts::value<std::string>(), "BUILD_DIR");
  command.Options()("configure",
                    "With -p: what makes it, run in both trees (default: the merge base is "
                    "compiled as the change is)",
                    cxxopts::value<std::string>(), "COMMAND");
  command.Options()("job",
                    "With -p: what the job is called, and of several programs what their jobs' "
                    "names begin with (default: the tree's folder)",
                    cxxopts::value<std::string>(), "NAME");
  command.Options()("catalog", "With -p: a catalog of your own; repeat for more",
                    cxxopts::value<std::vector<std::string>>(), "FILE");
  command.Options()("build", "In place of --target: what builds the lineage, in the tree's root",
                    cxxopts::value<std::string>(), "COMMAND");
  command.Options()("graph", "Where --build leaves the graph, from the tree's root",
                    cxxopts::value<std::string>(), "FILE");
  command.Options()("base-graph", "The graph of the merge base, where it is there already",
                    cxxopts::value<std::string>(), "FILE");
  command.Options()("new", "The merge base has no lineage yet: all that there is counts as added");
  command.Options()("head-graph", "The graph of the change, where it is there already",
                    cxxopts::value<std::string>(), "FILE");
  command.Options()("policy", "A policy, or waivers; repeat for more",
                    cxxopts::value<std::vector<std::string>>(), "FILE");
  command.Options()("lock", "What counts as pinned", cxxopts::value<std::string>(), "FILE");
  AddDay(command);
  AddLinkBase(command);
  command.Options()(
      "out", "Where comment.md, lineage.html, lineage.sarif, lineage.xml (JUnit) and the like go",
      cxxopts::value<std::string>()->default_value("lineage-review"), "DIR");
  command.AddColor();
}

}  // namespace

absl::StatusOr<int> RunCi(const Arguments& arguments) {
  Command command(
      "ci", "[OPTION]... (--target LABEL | -p BUILD_DIR | --build COMMAND --graph FILE)",
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
  Scratch scratch;
  const auto revision = MergeBase(command, options, root, scratch);
  if (!revision.ok()) return revision.status();
  const auto head = HeadLineage(command, options, root, scratch);
  if (!head.ok()) return head.status();
  const auto base = BaseLineage(command, options, root, *revision, scratch);
  if (!base.ok()) return base.status();

  check.baseline = &*base;
  const policy::CheckResult result = policy::Check(*head, *policies, check);
  PrintWarnings(*policies, result);
  const LineageDiff diff = Diff(*base, *head);
  SourceView sources(root);
  const CheckReport report{*head, *policies, result, sources, LinkBaseOf(options)};
  const CodeOwners owners = CodeOwners::Find(root);
  const std::string comment = ReviewComment(*base, *head, diff, report, owners);

  const std::string out = options["out"].as<std::string>();
  if (absl::Status status = MakeFolder(out); !status.ok()) return status;
  const std::pair<std::string, std::string> outputs[] = {
      {"comment.md", comment},
      {"lineage.sarif", CheckSarif(report, kVersion)},
      {"lineage.xml", CheckJunit(report)},
      {"gl-code-quality-report.json", CheckGitlab(report)},
      {"lineage.html", DiffPage(*base, *head, diff, sources, "base → change")},
  };
  for (const auto& [name, text] : outputs) {
    if (absl::Status status = WriteFile(out + "/" + name, text); !status.ok()) return status;
  }
  const absl::Status written = WriteFile(
      out + "/diff.json", [&](TextSink sink) { return WriteDiffJson(*base, *head, diff, sink); });
  if (!written.ok()) return written;
  std::vector<std::string> approvers;
  for (const Approver& approver : Approvers(*base, *head, diff, result, owners))
    approvers.push_back(approver.owner);
  std::string text = DiffText(*base, *head, diff, *style);
  if (!approvers.empty()) text += "\nto approve: " + Printable(Join(approvers, ", ")) + "\n";
  const absl::Status status = Print(text + "\n" + CheckText(report, *style));
  if (!status.ok()) return status;
  return result.Count(ERROR) > 0 ? 1 : 0;
}

}  // namespace pedigree
