// What runs say, joined: `pedigree merge` into a graph, `pedigree trace --run` among themselves.
#include "lineage/merge.h"

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/runs.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/run_trace.h"
#include "runtime/sha256.h"

namespace pedigree {

absl::StatusOr<int> RunMerge(const Arguments& arguments) {
  Command command("merge", "-o OUT.graph GRAPH LEDGER...",
                  "Adds to a graph, as its third witness, what runs touched: OBSERVED on assets "
                  "and flows that they confirm, and "
                  "what the graph has nothing of.");
  command.Options()("o,output", "Where to write the graph", cxxopts::value<std::string>(),
                    "OUT.graph");
  command.Positional({"graph", "ledger"}, /*list=*/true);
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  if ((*options)->count("output") == 0) return command.Wrong("-o OUT.graph is missing");
  absl::StatusOr<Graph> graph = ReadGraph((**options)["graph"].as<std::string>());
  if (!graph.ok()) return graph.status();
  Runs runs;
  if (absl::Status status = ReadRuns((**options)["ledger"].as<std::vector<std::string>>(), &runs);
      !status.ok()) {
    return status;
  }
  const absl::StatusOr<Graph> merged = MergeObserved(*std::move(graph), runs.observed);
  if (!merged.ok()) return merged.status();
  if (absl::Status status = WriteGraph((**options)["output"].as<std::string>(), *merged);
      !status.ok())
    return status;
  return 0;
}

absl::StatusOr<int> TraceRuns(const Arguments& arguments) {
  Command command("trace", "--run TARGET LEDGER...",
                  "What a file, a digest or a model's answer was made of, as runs saw it: back to "
                  "the raw data, over several "
                  "runs and programs.");
  command.Options()("run", "A file, a digest (sha256:...), or the token of an answer",
                    cxxopts::value<std::string>(), "TARGET");
  command.AddColor();
  command.Positional({"ledger"}, /*list=*/true);
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  Runs runs;
  if (absl::Status status = ReadRuns((**options)["ledger"].as<std::vector<std::string>>(), &runs);
      !status.ok()) {
    return status;
  }
  std::string target = (**options)["run"].as<std::string>();
  if (const absl::StatusOr<std::string> content = ReadFile(target); content.ok()) {
    Sha256 hash;
    hash.Add(content->data(), content->size());
    uint8_t digest[Sha256::kSize];
    hash.Digest(digest);
    target =
        "sha256:" + Hex(std::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
  }
  const absl::StatusOr<std::string> text = RunTraceText(runs.observed, target, *style);
  if (!text.ok()) return text.status();
  if (absl::Status status = Print(*text); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
