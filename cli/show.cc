#include "lineage/render/show.h"

#include <filesystem>

#include "cli/command.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/ledger_json.h"
#include "lineage/page/page.h"
#include "lineage/render/summary.h"
#include "lineage/run_summary.h"

namespace pedigree {
namespace {

// Writes it to where it is to go.
absl::StatusOr<int> Shown(const cxxopts::ParseResult& options, const std::string& text) {
  const absl::Status status = options.count("output") > 0
                                  ? WriteFile(options["output"].as<std::string>(), text)
                                  : Print(text);
  if (!status.ok()) return status;
  return 0;
}

}  // namespace

absl::StatusOr<int> RunShow(const Arguments& arguments) {
  Command command(
      "show", "[OPTION]... GRAPH",
      "A graph as a whole: from what no job makes, all that is made of it. Or a run's ledger.");
  command.Options()(
      "format",
      "text, json, html (a page to look around in), dot (Graphviz), mermaid, or (to be "
      "committed) txtpb or markdown",
      cxxopts::value<std::string>()->default_value("text"), "FORMAT");
  command.Options()("all",
                    "Also logs, temporary files and the system's own (json always has them)");
  command.Options()("logs", "The same");
  command.Options()("source-root", "For html: the folder that the graph's source files are in",
                    cxxopts::value<std::string>()->default_value("."), "DIR");
  command.Options()("o,output", "Where to write (default: standard output)",
                    cxxopts::value<std::string>(), "FILE");
  command.AddColor();
  command.Positional({"graph"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  const auto format =
      FormatOf(command, **options, {"text", "json", "html", "dot", "mermaid", "txtpb", "markdown"});
  if (!format.ok()) return format.status();
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const std::string file = (**options)["graph"].as<std::string>();
  auto bytes = ReadFile(file);
  if (!bytes.ok()) return bytes.status();
  if (LooksLikeLedger(*bytes)) {
    auto ledger = ParseLedger(file, *bytes);
    if (!ledger.ok()) return ledger.status();
    if (*format != "text" && *format != "json")
      return command.Wrong("a ledger is shown as text or json");
    std::string text;
    if (*format == "json") {
      text = LedgerJson(*ledger);  // record by record, as they are
    } else {
      JoinProcesses(&*ledger);
      text = RunSummary(Observe(*ledger), *style);
    }
    if (absl::Status status = Print(text); !status.ok()) return status;
    return 0;
  }
  if (*format == "txtpb" || *format == "markdown") {
    const auto graph = ParseGraph(file, *bytes);
    if (!graph.ok()) return graph.status();
    const auto summary = Summarize(*graph);
    if (!summary.ok()) return summary.status();
    return Shown(**options, *format == "txtpb" ? SummaryText(*summary) : SummaryMarkdown(*summary));
  }
  const auto reader = GraphReader::Of(file, *std::move(bytes));
  if (!reader.ok()) return reader.status();
  const auto lineage = Lineage::Make(reader->get());
  if (!lineage.ok()) return lineage.status();

  const ShowOptions show{.all = (*options)->count("all") + (*options)->count("logs") > 0};
  std::string text;
  if (*format == "json") {
    text = ShowJson(*lineage);
  } else if (*format == "html") {
    SourceView sources((**options)["source-root"].as<std::string>());
    text = ShowPage(*lineage, sources, std::filesystem::path(file).filename().string());
  } else if (*format == "dot") {
    text = ShowDot(*lineage, show);
  } else if (*format == "mermaid") {
    text = ShowMermaid(*lineage, show);
  } else {
    text = ShowText(*lineage, *style, show);
  }
  return Shown(**options, text);
}

}  // namespace pedigree
