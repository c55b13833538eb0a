#include "cli/ci_project.h"

#include <fmt/format.h>

#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "cli/compile_commands.h"
#include "cli/processes.h"
#include "lineage/file.h"
#include "lineage/json.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// `text` with each path below `from` as one below `to`.
std::string Moved(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
    const size_t end = at + from.size();
    if (end < text.size() && text[end] != '/') {
      at = end;  // a longer name
      continue;
    }
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

// What the build generated and what it configured is not in git: the other tree's will do.
absl::Status LinkBuildFolder(const std::string& root, const std::string& build,
                             const std::string& tree) {
  const std::string relative = fs::path(build).lexically_relative(root).string();
  if (relative.empty() || relative == "." || relative.starts_with("..")) return absl::OkStatus();
  const fs::path link = fs::path(tree) / relative;
  std::error_code error;
  if (fs::exists(link, error)) return absl::OkStatus();
  fs::create_directories(link.parent_path(), error);
  fs::create_directory_symlink(build, link, error);
  if (!error) return absl::OkStatus();
  return absl::FailedPreconditionError(fmt::format("{}: {}", link.string(), error.message()));
}

}  // namespace

std::string ProjectBuild(const std::string& project, const std::string& job,
                         const std::vector<std::string>& catalogs, const std::string& scratch,
                         const std::string& graph) {
  std::error_code error;
  const std::string self = ShellQuoted(fs::read_symlink("/proc/self/exe", error).string());
  std::string own;
  for (const std::string& catalog : catalogs)
    own += " --catalog " + ShellQuoted(fs::absolute(catalog).string());
  return fmt::format(
      "frags=$(mktemp -d {}/frags.XXXXXX) && {} extract{} -p {} -o \"$frags\" && "
      "{} link --programs --job {} -o {} \"$frags\"",
      ShellQuoted(scratch), self, own, ShellQuoted(project), self, ShellQuoted(job),
      ShellQuoted(graph));
}

absl::Status CommandsForTree(const std::string& root, const std::string& project,
                             const std::map<std::string, std::string>& renamed,
                             const std::string& tree, const std::string& output) {
  const fs::path was = fs::current_path();
  const absl::Cleanup back = [&] { fs::current_path(was); };
  std::error_code error;
  fs::current_path(root, error);
  if (error) return absl::FailedPreconditionError(fmt::format("{}: {}", root, error.message()));
  const auto commands = ReadCompileCommands(project);
  if (!commands.ok()) return commands.status();
  Json moved = Json::array();
  size_t below = 0;
  for (const CompileCommand& command : *commands) {
    if (fs::path(command.source).is_relative()) ++below;
    const auto old = renamed.find(command.source);
    const std::string& source = old == renamed.end() ? command.source : old->second;
    if (!fs::exists(fs::path(tree) / source, error)) continue;  // the change has added it
    Json arguments = Json::array({"cc"});
    for (const std::string& flag : command.flags) arguments.push_back(Moved(flag, root, tree));
    arguments.push_back(source);
    moved.push_back({{"directory", tree}, {"file", source}, {"arguments", arguments}});
  }
  // Else both trees would be the same one, and every change "no change".
  if (below == 0) {
    return absl::InvalidArgumentError(fmt::format("{}: names no source below {}", project, root));
  }
  fs::path build = fs::absolute(project);
  if (!fs::is_directory(build, error)) build = build.parent_path();
  if (absl::Status status = LinkBuildFolder(root, build.lexically_normal().string(), tree);
      !status.ok()) {
    return status;
  }
  return WriteFile(output, Dump(moved, 1) + "\n");
}

}  // namespace pedigree
