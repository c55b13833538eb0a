#include <fmt/format.h>

#include <algorithm>

#include "cli/command.h"
#include "lineage/find_asset.h"
#include "lineage/noise.h"
#include "lineage/render/tree.h"

namespace pedigree {

absl::StatusOr<int> RunTrace(const Arguments& arguments) {
  // Among runs instead of in a graph.
  if (std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
        return argument == "--run" || argument.starts_with("--run=");
      })) {
    return TraceRuns(arguments);
  }
  Command command(
      "trace", "[OPTION]... GRAPH ASSET",
      "What an asset is made of (--up), what is made of it (--down), by default both, and through "
      "which "
      "code.\nASSET is its name, namespace/name, or the end of its name if no other ends so.\n"
      "As 'trace --run TARGET LEDGER...': what a file, a digest or a model's answer was made of, "
      "as runs saw it.");
  command.Options()("up", "What it is made of");
  command.Options()("down", "What is made of it");
  command.Options()("columns", "Say which column goes into which");
  command.Options()("all", "Also logs, temporary files and the system's own");
  command.AddColor();
  command.Positional({"graph", "asset"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const std::string file = (**options)["graph"].as<std::string>();
  const auto lineage = ReadLineage(file);
  if (!lineage.ok()) return lineage.status();
  const auto asset = FindAsset(*lineage, (**options)["asset"].as<std::string>());
  if (!asset.ok()) {
    return absl::Status(asset.status().code(),
                        fmt::format("{}: {}", file, std::string(asset.status().message())));
  }
  bool up = (*options)->count("up") > 0;
  bool down = (*options)->count("down") > 0;
  if (!up && !down) up = down = true;
  const bool all = (*options)->count("all") > 0 || IsNoise(*lineage, *asset);
  const std::string text =
      TraceText(*lineage, *asset, up, down, (*options)->count("columns") > 0, *style, all);
  if (absl::Status status = Print(text); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
