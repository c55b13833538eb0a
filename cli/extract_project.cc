#include "cli/extract_project.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <set>

#include "analyzer/extract/file_name.h"
#include "cli/compile_commands.h"
#include "cli/made_from.h"
#include "cli/processes.h"
#include "lineage/file.h"
#include "lineage/names.h"
#include "lineage/render/style.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// One source of the project.
struct Unit {
  const CompileCommand* compile = nullptr;
  std::string fragment;
  std::string how;  // digest
  std::vector<std::string> run;
};

// How far the work is, on a terminal: one line that is drawn again and again.
class Bar {
 public:
  Bar(size_t total, size_t skipped) : total_(total), ended_(skipped) {
    shown_ = isatty(STDERR_FILENO) != 0 && total > skipped;
    Draw("");
  }
  ~Bar() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
  }
  void Ended(const std::string& source) {
    ++ended_;
    Draw(source);
  }

 private:
  void Draw(const std::string& source) {
    if (!shown_) return;
    constexpr size_t kWidth = 24;
    const size_t full = total_ == 0 ? kWidth : kWidth * ended_ / total_;
    fmt::print(stderr, "\r\x1b[K[{:#<{}}{:-<{}}] {}/{} {}", "", full, "", kWidth - full, ended_,
               total_, Printable(source).substr(0, 48));
    std::fflush(stderr);
  }

  const size_t total_;
  size_t ended_;
  bool shown_ = false;
};

void Remove(const std::string& fragment) {
  unlink(fragment.c_str());
  unlink(RecordFile(fragment).c_str());
}

// Fragments of sources that this project had at an earlier time: `link FOLDER` must not take them.
size_t RemoveOld(const std::string& folder, const std::string& project,
                 const std::vector<Unit>& units) {
  std::set<std::string> kept;
  for (const Unit& unit : units) kept.insert(fs::path(unit.fragment).lexically_normal().string());
  std::vector<std::string> old;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    const std::string file = at->path().lexically_normal().string();
    if (at->path().extension() != ".frag" || kept.contains(file)) continue;
    const auto made = ReadRecord(file);
    if (made && made->project == project) old.push_back(file);
  }
  for (const std::string& file : old) Remove(file);
  return old.size();
}

}  // namespace

absl::StatusOr<int> ExtractProject(const ProjectOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto commands = ReadCompileCommands(options.project);
  if (!commands.ok()) return commands.status();
  const std::string project = fs::absolute(fs::path(options.project)).lexically_normal().string();

  FileDigests digests;
  // Whatever a fragment is made by, but for the source's own flags and files.
  std::vector<std::string> by = {digests.Of("/proc/self/exe"), options.keep_going ? "all" : ""};
  by.push_back(options.catalogs.standard ? "standard" : "");
  for (const std::string& catalog : options.catalogs.files) by.push_back(digests.Of(catalog));

  std::vector<Unit> units;
  for (const CompileCommand& compile : *commands) {
    Unit& unit = units.emplace_back();
    unit.compile = &compile;
    unit.fragment = FragmentFile(options.folder, compile.source);
    std::vector<std::string> how = by;
    how.push_back(compile.source);
    how.insert(how.end(), compile.flags.begin(), compile.flags.end());
    unit.how = DigestOf(how);
  }
  const size_t removed = RemoveOld(options.folder, project, units);

  std::vector<const Unit*> changed;
  for (Unit& unit : units) {
    if (!options.fresh && IsCurrent(unit.fragment, unit.how, digests)) continue;
    changed.push_back(&unit);
    // The fragment of an earlier time must not stand for a source that fails now.
    Remove(unit.fragment);
    if (absl::Status status = MakeFolder(fs::path(unit.fragment).parent_path().string());
        !status.ok())
      return status;
    unit.run = {"extract", "-o", unit.fragment, "--made-how", unit.how, "--made-for", project};
    if (!options.catalogs.standard) unit.run.push_back("--no-default-catalogs");
    for (const std::string& catalog : options.catalogs.files) {
      unit.run.insert(unit.run.end(), {"--catalog", catalog});
    }
    if (options.keep_going) unit.run.push_back("--keep-going");
    unit.run.insert(unit.run.end(), {unit.compile->source, "--"});
    unit.run.insert(unit.run.end(), unit.compile->flags.begin(), unit.compile->flags.end());
  }

  std::vector<std::vector<std::string>> runs;
  for (const Unit* unit : changed) runs.push_back(unit->run);
  std::vector<ProcessResult> results;
  {
    Bar bar(units.size(), units.size() - changed.size());
    results =
        RunSelf(runs, options.jobs, [&](size_t at) { bar.Ended(changed[at]->compile->source); });
  }

  size_t failed = 0;
  bool our_fault = false;
  std::set<std::string> told;
  for (size_t i = 0; i < results.size(); ++i) {
    // What each said already has the form of our errors.
    // A warning about a catalog is the same for many sources.
    if (!results[i].errors.empty() &&
        (results[i].status != 0 || told.insert(results[i].errors).second)) {
      fmt::print(stderr, "{}", results[i].errors);
    }
    if (results[i].status == 0) continue;
    ++failed;
    if (results[i].status >= 128) {
      fmt::print(stderr, "pedigree: {}: the extractor was killed by signal {}\n",
                 Printable(changed[i]->compile->source), results[i].status - 128);
    }
    our_fault |= results[i].status > 2;
  }

  std::string summary =
      fmt::format("{}: {} extracted", Count(units.size(), "source"), changed.size() - failed);
  if (units.size() > changed.size()) {
    summary += fmt::format(", {} unchanged", units.size() - changed.size());
  }
  if (failed > 0) summary += fmt::format(", {} failed", failed);
  if (removed > 0) summary += fmt::format("; {} of sources no longer built removed", removed);
  if (isatty(STDERR_FILENO) != 0) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    summary += fmt::format(" ({:.1f} s)", took.count());
  }
  fmt::print(stderr, "pedigree: {}\n", summary);
  if (failed == 0) return 0;
  return our_fault ? 3 : 2;
}

}  // namespace pedigree
