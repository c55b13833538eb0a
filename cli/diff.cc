#include "lineage/diff.h"

#include "cli/command.h"

namespace pedigree {

absl::StatusOr<int> RunDiff(const Arguments& arguments) {
  Command command("diff", "[OPTION]... BASE HEAD",
                  "What changed in lineage from one graph to the other: assets, columns and flows, "
                  "whatever became of\n"
                  "files, lines and functions.");
  command.Options()("format", "text, markdown (a comment for a review) or json",
                    cxxopts::value<std::string>()->default_value("text"), "FORMAT");
  command.Options()("logs", "Also flows into logs (json always has them)");
  command.AddColor();
  command.Positional({"base", "head"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  const auto format = FormatOf(command, **options, {"text", "markdown", "json"});
  if (!format.ok()) return format.status();
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const auto base = ReadLineage((**options)["base"].as<std::string>());
  if (!base.ok()) return base.status();
  const auto head = ReadLineage((**options)["head"].as<std::string>());
  if (!head.ok()) return head.status();

  const LineageDiff diff = Diff(*base, *head);
  const std::string text =
      *format == "json"       ? DiffJson(*base, *head, diff)
      : *format == "markdown" ? DiffMarkdown(*base, *head, diff)
                              : DiffText(*base, *head, diff, *style, (*options)->count("logs") > 0);
  if (absl::Status status = Print(text); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
