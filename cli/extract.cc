// pedigree extract: one source, or each source of a compile_commands.json.
#include "analyzer/extract/extract.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <thread>

#include "analyzer/catalog/find_catalogs.h"
#include "cli/command.h"
#include "cli/compile_commands.h"
#include "cli/extract_project.h"
#include "cli/made_from.h"
#include "lineage/file.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// The files of `declared` that are not among `read`, under whatever name they were read: a build
// tool that is told that a file is unused will not look at its changes, so in doubt a file is used.
std::vector<std::string> Unused(const std::vector<std::string>& declared,
                                const std::vector<std::string>& read) {
  using Identity = std::pair<dev_t, ino_t>;
  const auto identity = [](const std::string& file) {
    struct stat status;
    return stat(file.c_str(), &status) == 0 ? Identity(status.st_dev, status.st_ino) : Identity();
  };
  std::set<std::string> names;
  std::set<Identity> identities;
  for (const std::string& file : read) {
    names.insert(fs::path(file).lexically_normal().string());
    identities.insert(identity(file));
  }
  std::vector<std::string> unused;
  for (const std::string& file : declared) {
    if (names.contains(fs::path(file).lexically_normal().string())) continue;
    if (!identities.contains(identity(file))) unused.push_back(file);
  }
  return unused;
}

// Says beside the fragment what it was made from, if that can be relied on.
absl::Status Record(const cxxopts::ParseResult& options, const ExtractResult& result,
                    fs::file_time_type start) {
  if (options.count("made-how") == 0) return absl::OkStatus();
  // Who watches should see what is wrong each time.
  if (result.incomplete || !result.warnings.empty()) return absl::OkStatus();
  MadeFrom made;
  made.how = options["made-how"].as<std::string>();
  if (options.count("made-for") > 0) made.project = options["made-for"].as<std::string>();
  made.fragment = Digest(result.fragment_set);
  FileDigests digests;
  for (const std::string& file : result.inputs_read) {
    // What was changed meanwhile may not be what was read.
    std::error_code error;
    const auto changed = fs::last_write_time(file, error);
    if (error || changed > start) return absl::OkStatus();
    made.inputs.emplace_back(digests.Of(file), file);
  }
  return WriteRecord(options["output"].as<std::string>(), made);
}

absl::StatusOr<int> ExtractOne(const Command& command, const cxxopts::ParseResult& options,
                               const CatalogFiles& catalogs, const Arguments& compile) {
  if (options.count("source") == 0) return command.Wrong("SOURCE is missing");
  const std::string output = options["output"].as<std::string>();
  ExtractOptions extract;
  extract.catalogs = catalogs;
  extract.source = options["source"].as<std::string>();
  extract.compile_flags = WithoutCompiler(compile, extract.source);
  // Else Clang itself prints "1 error generated." beside our one line.
  extract.compile_flags.push_back("-fno-caret-diagnostics");
  extract.keep_going = options.count("keep-going") > 0;

  std::vector<std::string> declared;
  if (options.count("declared-inputs") > 0) {
    auto lines = ExpandFiles({"@" + options["declared-inputs"].as<std::string>()});
    if (!lines.ok()) return lines.status();
    declared = *std::move(lines);
  }

  const auto start = fs::file_time_type::clock::now();
  const absl::StatusOr<ExtractResult> result = Extract(extract);
  if (!result.ok()) return result.status();
  for (const std::string& warning : result->warnings) {
    fmt::print(stderr, "pedigree: {}\n", Printable(warning));
  }
  if (result->incomplete) {
    // It was asked for; still, who watches should see it.
    const std::string first = result->diagnostics.substr(0, result->diagnostics.find('\n'));
    fmt::print(stderr, "pedigree: warning: the fragment is incomplete: {}\n", Printable(first));
  }
  if (options.count("unused-inputs") > 0) {
    std::string lines;
    for (const std::string& file : Unused(declared, result->inputs_read)) lines += file + "\n";
    if (absl::Status status = WriteFile(options["unused-inputs"].as<std::string>(), lines);
        !status.ok())
      return status;
  }
  if (absl::Status status = WriteFile(output, result->fragment_set); !status.ok()) {
    if (options.count("unused-inputs") > 0)
      unlink(options["unused-inputs"].as<std::string>().c_str());
    return status;
  }
  if (absl::Status status = Record(options, *result, start); !status.ok()) return status;
  return 0;
}

absl::StatusOr<int> ExtractAll(const Command& command, const cxxopts::ParseResult& options,
                               const CatalogFiles& catalogs) {
  if (options.count("source") > 0) return command.Wrong("SOURCE and -p do not go together");
  if (options.count("declared-inputs") + options.count("unused-inputs") > 0) {
    return command.Wrong("--declared-inputs and --unused-inputs are for one source");
  }
  int jobs = static_cast<int>(std::thread::hardware_concurrency());
  if (options.count("jobs") > 0) jobs = options["jobs"].as<int>();
  if (jobs < 1) return command.Wrong("--jobs is at least 1");
  ProjectOptions project;
  project.project = options["project"].as<std::string>();
  project.folder = options["output"].as<std::string>();
  project.jobs = jobs;
  project.catalogs = catalogs;
  project.keep_going = options.count("keep-going") > 0;
  project.fresh = options.count("fresh") > 0;
  return ExtractProject(project);
}

}  // namespace

absl::StatusOr<int> RunExtract(const Arguments& arguments) {
  Command command("extract",
                  "[OPTION]... -o OUT.frag SOURCE -- COMPILE_FLAGS...\n"
                  "  pedigree extract [OPTION]... -p BUILD_DIR -o DIR",
                  "What a C++ source does to data, as a fragment for 'pedigree link'; or, with -p, "
                  "the same for each\n"
                  "source of BUILD_DIR/compile_commands.json, as DIR/SOURCE.frag, but those that "
                  "have not changed since\n"
                  "the last time. An argument @FILE stands for the lines of FILE.");
  command.Options()("o,output", "The fragment, or with -p the folder of fragments",
                    cxxopts::value<std::string>(), "OUT");
  command.Options()("p,project", "A compile_commands.json, or its folder",
                    cxxopts::value<std::string>(), "BUILD_DIR");
  command.Options()("jobs", "With -p: how many sources at once (default: as many as processors)",
                    cxxopts::value<int>(), "N");
  command.Options()(
      "catalog",
      "A catalog of your own; comes after the default ones and wins (repeat for several)",
      cxxopts::value<std::vector<std::string>>(), "FILE");
  command.Options()("catalog-dir",
                    "A folder to read the default catalogs from (default: those that are built in)",
                    cxxopts::value<std::string>(), "DIR");
  command.Options()("no-default-catalogs", "Only those given by --catalog");
  command.Options()("keep-going",
                    "Of a source that does not compile, take what parsed; the fragment says so");
  command.Options()("fresh", "With -p: extract what did not change since the last time as well");
  command.Options()("declared-inputs", "A file with the files that the source may read, one a line",
                    cxxopts::value<std::string>(), "LIST");
  command.Options()("unused-inputs", "Where to write those of them that were not read",
                    cxxopts::value<std::string>(), "LIST");
  command.Options()("made-how",
                    "Say in OUT.made what OUT was made from, and this digest of how (as -p does)",
                    cxxopts::value<std::string>(), "DIGEST");
  command.Options()("made-for", "With --made-how: the list of sources that this one is of",
                    cxxopts::value<std::string>(), "PROJECT");
  command.Positional({"source"});

  const auto expanded = ExpandFiles(arguments);
  if (!expanded.ok()) return expanded.status();
  const auto dashes = std::find(expanded->begin(), expanded->end(), "--");
  const auto options = command.Parse(Arguments(expanded->begin(), dashes), {"source"});
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  const Arguments compile(dashes == expanded->end() ? dashes : dashes + 1, expanded->end());

  if ((*options)->count("output") == 0) return command.Wrong("-o OUT is missing");
  CatalogChoice choice;
  choice.defaults = (*options)->count("no-default-catalogs") == 0;
  if ((*options)->count("catalog-dir") > 0)
    choice.folder = (**options)["catalog-dir"].as<std::string>();
  if ((*options)->count("catalog") > 0)
    choice.own = (**options)["catalog"].as<std::vector<std::string>>();
  const auto catalogs = FindCatalogs(choice);
  if (!catalogs.ok()) return catalogs.status();

  if ((*options)->count("project") == 0) return ExtractOne(command, **options, *catalogs, compile);
  if (!compile.empty())
    return command.Wrong("with -p, the compile flags are those of compile_commands.json");
  return ExtractAll(command, **options, *catalogs);
}

}  // namespace pedigree
