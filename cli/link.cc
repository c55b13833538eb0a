// pedigree link: fragments to a graph, or graphs to one graph.
#include "analyzer/link/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "cli/command.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// A folder stands for the fragments below it.
absl::StatusOr<std::vector<std::string>> Files(const std::vector<std::string>& inputs) {
  std::vector<std::string> files;
  for (const std::string& input : inputs) {
    std::error_code error;
    if (!fs::is_directory(input, error)) {
      files.push_back(input);
      continue;
    }
    std::vector<std::string> below;
    for (fs::recursive_directory_iterator at(input, error), end; !error && at != end;
         at.increment(error)) {
      if (at->path().extension() == ".frag") below.push_back(at->path().string());
    }
    if (error) return absl::FailedPreconditionError(fmt::format("{}: {}", input, error.message()));
    if (below.empty())
      return absl::NotFoundError(fmt::format("{}: no fragments (*.frag) in this folder", input));
    std::sort(below.begin(), below.end());
    files.insert(files.end(), below.begin(), below.end());
  }
  return files;
}

}  // namespace

absl::StatusOr<int> RunLink(const Arguments& arguments) {
  Command command("link", "[OPTION]... -o OUT.graph INPUT...",
                  "The lineage of a program: its fragments (files, or folders of *.frag) to a "
                  "graph with one job. Or, if\n"
                  "the inputs are graphs, one graph with all their jobs. An argument @FILE stands "
                  "for the lines of FILE.");
  command.Options()("o,output", "The graph", cxxopts::value<std::string>(), "OUT.graph");
  command.Options()("job",
                    "The program's name in the graph (default: OUT without folder and ending)",
                    cxxopts::value<std::string>(), "NAME");
  command.Positional({"input"}, /*list=*/true);
  const auto expanded = ExpandFiles(arguments);
  if (!expanded.ok()) return expanded.status();
  const auto options = command.Parse(*expanded);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  if ((*options)->count("output") == 0) return command.Wrong("-o OUT.graph is missing");
  const std::string output = (**options)["output"].as<std::string>();

  const auto files = Files((**options)["input"].as<std::vector<std::string>>());
  if (!files.ok()) return files.status();
  std::vector<Graph> graphs;
  std::vector<link::NamedFragment> fragments;
  for (const std::string& file : *files) {
    absl::StatusOr<std::string> bytes = ReadFile(file);
    if (!bytes.ok()) return bytes.status();
    const bool is_graph = LooksLikeGraph(*bytes);
    if (is_graph ? !fragments.empty() : !graphs.empty()) {
      return absl::InvalidArgumentError(
          fmt::format("{}: {}: link fragments first, then join the graphs", file,
                      is_graph ? "a graph, after fragments" : "no graph, after graphs"));
    }
    if (!is_graph) {
      fragments.push_back({file, *std::move(bytes)});
      continue;
    }
    absl::StatusOr<Graph> graph = ParseGraph(file, *bytes);
    if (!graph.ok()) return graph.status();
    graphs.push_back(*std::move(graph));
  }

  absl::StatusOr<Graph> graph;
  if (!graphs.empty()) {
    if ((*options)->count("job") > 0)
      return command.Wrong("--job is for fragments: a graph's jobs have names");
    graph = link::JoinGraphs(std::move(graphs));
  } else {
    link::LinkOptions link;
    link.job = (*options)->count("job") > 0 ? (**options)["job"].as<std::string>()
                                            : fs::path(output).stem().string();
    graph = link::Link(std::move(fragments), link);
  }
  if (!graph.ok()) return graph.status();
  if (absl::Status status = WriteGraph(output, *graph); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
