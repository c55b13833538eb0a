#include "lineage/diff.h"

#include <filesystem>

#include "cli/command.h"
#include "cli/version.h"
#include "lineage/file.h"
#include "lineage/page/page.h"
#include "lineage/report/diff_sarif.h"

namespace pedigree {
namespace {

std::string Report(const std::string& format, const Lineage& base, const Lineage& head,
                   const LineageDiff& diff, SourceView& sources, const std::string& title) {
  if (format == "markdown") return DiffMarkdown(base, head, diff);
  if (format == "sarif") return DiffSarif(base, head, diff, sources, kVersion);
  return DiffPage(base, head, diff, sources, title);
}

}  // namespace

absl::StatusOr<int> RunDiff(const Arguments& arguments) {
  Command command("diff", "[OPTION]... BASE HEAD",
                  "What changed in lineage from one graph to the other: assets, columns and flows, "
                  "whatever became of\n"
                  "files, lines and functions.");
  command.Options()(
      "format",
      "text, markdown (a comment for a review), html (a page to look around in), json or "
      "sarif",
      cxxopts::value<std::string>()->default_value("text"), "FORMAT");
  command.Options()("logs", "Also flows into logs (json always has them)");
  command.Options()("source-root",
                    "For html and sarif: the folder that the source files of HEAD are in",
                    cxxopts::value<std::string>()->default_value("."), "DIR");
  command.Options()("o,output", "Where to write (default: standard output)",
                    cxxopts::value<std::string>(), "FILE");
  command.AddColor();
  command.Positional({"base", "head"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  const auto format = FormatOf(command, **options, {"text", "markdown", "html", "json", "sarif"});
  if (!format.ok()) return format.status();
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const std::string files[] = {(**options)["base"].as<std::string>(),
                               (**options)["head"].as<std::string>()};
  const auto base = KeptLineage(files[0]);
  if (!base.ok()) return base.status();
  const auto head = KeptLineage(files[1]);
  if (!head.ok()) return head.status();

  const LineageDiff diff = Diff(**base, **head);
  SourceView sources((**options)["source-root"].as<std::string>());
  const auto name = [](const std::string& file) {
    return std::filesystem::path(file).filename().string();
  };
  const auto write = [&](TextSink sink) {
    if (*format == "json") return WriteDiffJson(**base, **head, diff, sink);
    if (*format == "text") {
      const bool logs = (*options)->count("logs") > 0;
      return WriteDiffText(**base, **head, diff, *style, logs, sink);
    }
    return sink(
        Report(*format, **base, **head, diff, sources, name(files[0]) + " → " + name(files[1])));
  };
  const absl::Status status = (*options)->count("output") > 0
                                  ? WriteFile((**options)["output"].as<std::string>(), write)
                                  : write(Print);
  if (!status.ok()) return status;
  return 0;
}

}  // namespace pedigree
