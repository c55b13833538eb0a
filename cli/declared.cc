#include "lineage/declared.h"

#include <algorithm>

#include "cli/command.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"

namespace pedigree {

absl::StatusOr<int> RunDeclared(const Arguments& arguments) {
  Command command(
      "declared", "[OPTION]... GRAPH",
      "Where what people declare (link --declarations) and what the code does differ: derived and "
      "not declared,\n"
      "declared and not derivable, by asset, column and flow. Exit status 1 if a job that is "
      "declared strict has a difference.");
  command.Options()("format", "text, json or sarif",
                    cxxopts::value<std::string>()->default_value("text"), "FORMAT");
  command.Options()("o,output", "Where to write (default: standard output)",
                    cxxopts::value<std::string>(), "FILE");
  command.Options()("report", "Exit status 0 whatever is found");
  command.AddColor();
  command.Positional({"graph"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  const auto format = FormatOf(command, **options, {"text", "json", "sarif"});
  if (!format.ok()) return format.status();
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const auto graph = ReadGraph((**options)["graph"].as<std::string>());
  if (!graph.ok()) return graph.status();

  const std::vector<DeclaredFinding> findings = DeclaredFindings(*graph);
  const std::string text = *format == "json"    ? DeclaredJson(findings)
                           : *format == "sarif" ? DeclaredSarif(findings)
                                                : DeclaredText(findings, *style);
  const absl::Status written = (*options)->count("output") > 0
                                   ? WriteFile((**options)["output"].as<std::string>(), text)
                                   : Print(text);
  if (!written.ok()) return written;
  if ((*options)->count("report") > 0) return 0;
  const bool strict = std::any_of(findings.begin(), findings.end(),
                                  [](const DeclaredFinding& finding) { return finding.strict; });
  return strict ? 1 : 0;
}

}  // namespace pedigree
