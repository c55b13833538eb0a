// `pedigree verify` and `pedigree lock`: graphs against what runs really did.
#include "lineage/verify.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "cli/command.h"
#include "cli/runs.h"
#include "lineage/file.h"
#include "lineage/lock.h"
#include "lineage/verify_print.h"

namespace pedigree {
absl::StatusOr<int> RunVerify(const Arguments& arguments) {
  Command command("verify", "[OPTION]... GRAPH LEDGER...",
                  "Holds a graph against what runs really touched. Exit status 1 if something was "
                  "touched that the graph does "
                  "not have, declared and not touched, or is not what the lock pins.");
  command.Options()("lock", "Compare digests with this lineage.lock", cxxopts::value<std::string>(),
                    "F");
  command.Options()("all", "Text: every asset and flow, not only findings");
  command.Options()("format", "text, json, sarif or junit",
                    cxxopts::value<std::string>()->default_value("text"), "FORMAT");
  command.AddColor();
  command.Positional({"graph", "ledger"}, /*list=*/true);
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  const auto format = FormatOf(command, **options, {"text", "json", "sarif", "junit"});
  if (!format.ok()) return format.status();
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const auto lineage = ReadLineage((**options)["graph"].as<std::string>());
  if (!lineage.ok()) return lineage.status();
  Runs runs;
  if (absl::Status status = ReadRuns((**options)["ledger"].as<std::vector<std::string>>(), &runs);
      !status.ok()) {
    return status;
  }
  absl::StatusOr<Lock> lock = Lock();
  const bool locked = (*options)->count("lock") > 0;
  if (locked) {
    lock = ReadLock((**options)["lock"].as<std::string>());
    if (!lock.ok()) return lock.status();
  }
  const Verification verification = Verify(*lineage, runs.observed, locked ? &*lock : nullptr);
  const std::string text = *format == "json"    ? VerifyJson(*lineage, verification)
                           : *format == "sarif" ? VerifySarif(*lineage, verification)
                           : *format == "junit" ? VerifyJunit(*lineage, verification)
                                                : VerifyText(*lineage, verification,
                                                             (*options)->count("all") > 0, *style);
  if (absl::Status status = Print(text); !status.ok()) return status;
  return verification.HasFindings() ? 1 : 0;
}

namespace {

// The folder, with its last "/", that several files of one asset lie in; empty where that is none
// of its own: the run's directory, or all there is.
std::string FolderOf(const std::vector<std::string>& names) {
  if (names.size() < 2) return "";
  std::string folder = names[0].substr(0, names[0].rfind('/') + 1);
  for (const std::string& name : names) {
    while (!folder.empty() && !name.starts_with(folder)) {
      folder.pop_back();
      folder.resize(folder.rfind('/') + 1);
    }
  }
  return folder == "/" ? "" : folder;
}

}  // namespace

absl::StatusOr<int> RunLock(const Arguments& arguments) {
  Command command(
      "lock", "[OPTION]... GRAPH LEDGER...",
      "Pins what runs read and none of them wrote, and the models they wrote, by digest.");
  command.Options()("o,output", "Where to write it",
                    cxxopts::value<std::string>()->default_value("lineage.lock"), "F");
  command.Positional({"graph", "ledger"}, /*list=*/true);
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  const auto lineage = ReadLineage((**options)["graph"].as<std::string>());
  if (!lineage.ok()) return lineage.status();
  Runs runs;
  if (absl::Status status = ReadRuns((**options)["ledger"].as<std::vector<std::string>>(), &runs);
      !status.ok()) {
    return status;
  }
  // What kind of thing a file is, the graph knows; and which files are one asset.
  std::map<std::pair<int, int>, std::vector<std::string>> read;
  for (const Touch& touch : Match(*lineage, runs.observed)) {
    const Lineage::Asset& asset = lineage->assets()[touch.asset];
    if (asset.name_space != "file") continue;
    Artifact& artifact = runs.observed[touch.run].artifacts[touch.artifact];
    artifact.kind = asset.kind;
    if (touch.read && !artifact.written) read[{touch.run, touch.asset}].push_back(artifact.name);
  }
  std::set<std::string> folders;
  for (const auto& [_, names] : read) {
    if (const std::string folder = FolderOf(names); !folder.empty()) folders.insert(folder);
  }
  std::vector<std::string> unpinned;
  Lock lock = LockOf(runs.observed, folders, &unpinned);
  const std::string file = (**options)["output"].as<std::string>();
  if (absl::Status status = WriteFile(file, LockText(lock)); !status.ok()) return status;
  for (const std::string& what : unpinned)
    fmt::print(stderr, "pedigree: lock: not pinned: {}\n", Printable(what));
  return 0;
}

}  // namespace pedigree
