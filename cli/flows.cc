#include <fmt/format.h>

#include "cli/command.h"
#include "lineage/find_asset.h"
#include "lineage/flows_print.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

// All assets that the option's value may mean: here, more than one is welcome.
absl::StatusOr<std::vector<int>> Assets(const Lineage& lineage, const cxxopts::ParseResult& options,
                                        const std::string& name) {
  if (options.count(name) == 0) return std::vector<int>();
  const std::string spec = options[name].as<std::string>();
  std::vector<int> assets = MatchAssets(lineage, spec);
  if (assets.empty()) return FindAsset(lineage, spec).status();
  return assets;
}

}  // namespace

absl::StatusOr<int> RunFlows(const Arguments& arguments) {
  Command command(
      "flows", "[OPTION]... GRAPH",
      "Every flow from what is read to what is written, through one job or several, one a line.");
  command.Options()("format", "text or jsonl (one JSON object a line, witness path included)",
                    cxxopts::value<std::string>()->default_value("text"), "FORMAT");
  command.Options()("from", "Only flows from this asset", cxxopts::value<std::string>(), "ASSET");
  command.Options()("to", "Only flows to this asset", cxxopts::value<std::string>(), "ASSET");
  command.Options()("paths", "Print the witness path below each flow (text)");
  command.Options()("all",
                    "Also logs, temporary files and the system's own (jsonl always has them)");
  command.Options()("logs", "The same");
  command.AddColor();
  command.Positional({"graph"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  const auto format = FormatOf(command, **options, {"text", "jsonl"});
  if (!format.ok()) return format.status();
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const std::string file = (**options)["graph"].as<std::string>();
  const auto lineage = ReadLineage(file);
  if (!lineage.ok()) return lineage.status();

  FlowsFilter filter;
  for (const auto& [name, assets] :
       {std::pair("from", &filter.from), std::pair("to", &filter.to)}) {
    auto found = Assets(*lineage, **options, name);
    if (!found.ok())
      return absl::Status(found.status().code(),
                          file + ": " + std::string(found.status().message()));
    *assets = *std::move(found);
  }
  std::vector<Lineage::Flow> flows = Select(*lineage, lineage->Flows(), filter);
  if (*format == "jsonl") {
    if (absl::Status status = Print(FlowsJsonl(*lineage, flows)); !status.ok()) return status;
    return 0;
  }
  const size_t all = flows.size();
  filter.all = (*options)->count("all") + (*options)->count("logs") > 0 || !filter.from.empty() ||
               !filter.to.empty();
  flows = Select(*lineage, std::move(flows), filter);
  std::string text = FlowsText(*lineage, flows, *style, (*options)->count("paths") > 0);
  if (flows.size() < all) {
    text += Paint(*style, Ink::kDim,
                  Count(all - flows.size(), "flow") + " with logs and the like not shown (--all)") +
            "\n";
  }
  if (absl::Status status = Print(text); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
