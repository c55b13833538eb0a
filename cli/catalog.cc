// pedigree catalog lint: catalogs against the libraries that they speak of.
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/catalog_lint/lint.h"
#include "cli/command.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

absl::StatusOr<int> RunLint(const Arguments& arguments) {
  Command command(
      "catalog lint", "[OPTION]... FILE... [-- COMPILE_FLAG...]",
      "Whether catalogs fit the libraries that they speak of: each function is looked up in "
      "the library's\n"
      "real headers, those that the catalog names, and each port is held against the "
      "function's type.\n"
      "Prints FILE:LINE:COLUMN: error: ..., a line each; exit status 1 if there are errors.");
  command.Options()("headers",
                    "A header to include instead of those the catalog names (repeat for several)",
                    cxxopts::value<std::vector<std::string>>(), "HEADER");
  command.Options()("strict", "Warnings are errors");
  command.Positional({"file"}, /*list=*/true);

  const auto expanded = ExpandFiles(arguments);
  if (!expanded.ok()) return expanded.status();
  const auto dashes = std::find(expanded->begin(), expanded->end(), "--");
  const auto options = command.Parse(Arguments(expanded->begin(), dashes));
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  LintOptions lint;
  if ((*options)->count("headers") > 0) {
    lint.headers = (**options)["headers"].as<std::vector<std::string>>();
  }
  if (dashes != expanded->end()) lint.flags.assign(dashes + 1, expanded->end());
  const bool strict = (*options)->count("strict") > 0;
  size_t errors = 0;
  for (const std::string& file : (**options)["file"].as<std::vector<std::string>>()) {
    lint.file = file;
    const auto findings = LintCatalog(lint);
    if (!findings.ok()) return findings.status();
    std::string lines;
    for (const LintFinding& finding : *findings) {
      lines += fmt::format("{}:{}:{}: {}: {}\n", Printable(file), finding.place.line,
                           finding.place.column, finding.warning && !strict ? "warning" : "error",
                           Printable(finding.message));
      errors += strict || !finding.warning;
    }
    if (absl::Status status = Print(lines); !status.ok()) return status;
  }
  return errors == 0 ? 0 : 1;
}

}  // namespace

absl::StatusOr<int> RunCatalog(const Arguments& arguments) {
  if (!arguments.empty() && arguments[0] == "lint") {
    return RunLint(Arguments(arguments.begin() + 1, arguments.end()));
  }
  Command command("catalog", "lint [OPTION]... FILE...",
                  "What one does with catalogs: see 'pedigree catalog lint --help'.");
  command.Positional({"action"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  return command.Wrong(
      fmt::format("unknown action '{}', only lint", (**options)["action"].as<std::string>()));
}

}  // namespace pedigree
