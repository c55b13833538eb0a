// pedigree link: fragments, or binaries that carry them, to a graph; or graphs to one graph.
#include "analyzer/link/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>

#include "analyzer/carrier/carrier.h"
#include "analyzer/link/join.h"
#include "analyzer/link/programs.h"
#include "cli/command.h"
#include "lineage/declarations.h"
#include "lineage/declare.h"
#include "lineage/declared.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/interop/stitch.h"
#include "lineage/interop/write_graph.h"
#include "lineage/names.h"

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

// Fragments, each once: a library's come again with the program that it was linked into.
class Fragments {
 public:
  void Add(const std::string& place, std::string bytes) {
    if (seen_.insert(bytes).second) fragments_.push_back({place, std::move(bytes)});
  }

  // Adds what a binary carries. One that carries nothing is an error, and an archive's objects that
  // carry nothing are told: what they do is missing.
  absl::Status AddCarried(const std::string& file, const std::string& bytes) {
    const absl::StatusOr<Carrier> carrier = ReadCarrier(file, bytes);
    if (!carrier.ok()) return carrier.status();
    if (carrier->units.empty()) return NoLineage(file, *carrier);
    if (!carrier->bare.empty()) {
      fmt::print(stderr, "pedigree: warning: {}: {} of {} objects carry no lineage: {}\n",
                 Printable(file), carrier->bare.size(), carrier->objects,
                 Printable(Join(carrier->bare, ", ")));
    }
    for (const CarriedUnit& unit : carrier->units) Add(unit.place, unit.fragment_set);
    return absl::OkStatus();
  }

  bool empty() const { return fragments_.empty(); }
  std::vector<link::NamedFragment> Take() { return std::move(fragments_); }

 private:
  std::vector<link::NamedFragment> fragments_;
  std::set<std::string> seen_;
};

// A program has one main: of several, all but one are lost.
void WarnOfMains(const std::vector<std::string>& sources) {
  if (sources.size() <= 1) return;
  fmt::print(stderr,
             "pedigree: warning: these are several programs, of which only one main is looked "
             "at: {}; --programs makes a job of each\n",
             Printable(Join(sources, ", ")));
}

// Joins what the files declare into the graph. A declared job that the graph does not have is told,
// and so is a hole that no name has: most often they are written wrong. Of one program, a file may
// speak of the others as well.
absl::StatusOr<Graph> WithDeclarations(const std::vector<std::string>& files, Graph graph) {
  const absl::StatusOr<Declarations> declarations = ReadDeclarations(files);
  if (!declarations.ok()) return declarations.status();
  const bool one = graph.job_size() == 1;
  Unmet unmet;
  absl::StatusOr<Graph> declared = Declare(std::move(graph), *declarations, &unmet);
  if (!declared.ok()) return declared;
  if (one && static_cast<int>(unmet.jobs.size()) < declarations->job_size()) unmet.jobs.clear();
  if (!unmet.jobs.empty()) {
    fmt::print(stderr, "pedigree: warning: declared, and not in the graph: {}\n",
               Printable(Join(unmet.jobs, ", ")));
  }
  if (!unmet.holes.empty()) {
    fmt::print(stderr, "pedigree: warning: declared, and in no name that the job uses: {}\n",
               Printable(Join(unmet.holes, ", ")));
  }
  return declared;
}

}  // namespace

absl::StatusOr<int> RunLink(const Arguments& arguments) {
  Command command("link", "[OPTION]... -o OUT.graph INPUT...",
                  "The lineage of a program: its fragments (files, or folders of *.frag), or the "
                  "objects, archives, shared\n"
                  "libraries and executables that carry them, to a graph with one job. Or, if the "
                  "inputs are graphs, one\n"
                  "graph with all their jobs. An argument @FILE stands for the lines of FILE.");
  command.Options()("o,output", "The graph", cxxopts::value<std::string>(), "OUT.graph");
  command.Options()("job",
                    "The program's name in the graph (default: OUT without folder and ending)",
                    cxxopts::value<std::string>(), "NAME");
  command.Options()("programs",
                    "A job for each program: each input that has a main, with all that have none. "
                    "Jobs of several are called NAME/<source of the main>");
  command.Options()(
      "declarations",
      "What people declare of assets and jobs, a text proto (proto/declarations.proto); "
      "may be repeated",
      cxxopts::value<std::vector<std::string>>(), "FILE");
  command.Options()("strict",
                    "Exit status 1, and no graph, where a job that is declared strict does not do "
                    "what it is declared to");
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
  std::vector<std::unique_ptr<GraphReader>> graphs;
  Fragments fragments;
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
      if (LooksLikeBinary(*bytes)) {
        if (absl::Status status = fragments.AddCarried(file, *bytes); !status.ok()) return status;
      } else {
        fragments.Add(file, *std::move(bytes));
      }
      continue;
    }
    absl::StatusOr<std::unique_ptr<GraphReader>> graph = GraphReader::Of(file, *std::move(bytes));
    if (!graph.ok()) return graph.status();
    graphs.push_back(*std::move(graph));
  }

  absl::StatusOr<Graph> graph;
  const bool of_graphs = !graphs.empty();
  if (of_graphs) {
    if ((*options)->count("job") > 0)
      return command.Wrong("--job is for fragments: a graph's jobs have names");
    if ((*options)->count("programs") > 0)
      return command.Wrong("--programs is for fragments: graphs have their jobs");
    std::vector<GraphParts*> parts;
    for (const auto& one : graphs) parts.push_back(one.get());
    const auto joined = link::JoinedParts::Join(std::move(parts));
    if (!joined.ok()) return joined.status();
    if ((*options)->count("declarations") + (*options)->count("strict") == 0) {
      if (absl::Status status = interop::WriteStitched(joined->get(), /*names=*/false, output);
          !status.ok())
        return status;
      return 0;
    }
    graph = WholeGraph(joined->get());
  } else {
    link::LinkOptions link;
    link.job = (*options)->count("job") > 0 ? (**options)["job"].as<std::string>()
                                            : fs::path(output).stem().string();
    std::vector<link::NamedFragment> all = fragments.Take();
    if ((*options)->count("programs") > 0) {
      graph = link::LinkPrograms(std::move(all), link);
    } else {
      std::vector<std::string> mains;
      link.main_sources = &mains;
      graph = link::Link(std::move(all), link);
      WarnOfMains(mains);
    }
  }
  if (graph.ok() && (*options)->count("declarations") > 0) {
    graph = WithDeclarations((**options)["declarations"].as<std::vector<std::string>>(),
                             *std::move(graph));
  }
  if (!graph.ok()) return graph.status();
  // What declarations call the same, too.
  if (of_graphs) interop::Stitch(&*graph);
  if ((*options)->count("strict") > 0) {
    std::vector<DeclaredFinding> findings = DeclaredFindings(*graph);
    std::erase_if(findings, [](const DeclaredFinding& finding) { return !finding.strict; });
    if (!findings.empty()) {
      fmt::print(stderr, "{}", DeclaredText(findings, Style()));
      return 1;
    }
  }
  if (absl::Status status = WriteGraph(output, *graph); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
