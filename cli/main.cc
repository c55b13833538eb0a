// The `pedigree` command: finds the verb, and turns what it gives into an exit status.
//
// 0 fine; 1 findings; 2 wrong usage or unreadable input; 3 our own fault. Errors are one line on
// standard error.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "lineage/graph_io.h"

namespace pedigree {
namespace {

struct Verb {
  std::string_view name;
  std::string_view summary;
  absl::StatusOr<int> (*run)(const Arguments&);
};

constexpr Verb kVerbs[] = {
    {"extract", "what one C++ source (or each of a build) does to data: source to fragment",
     RunExtract},
    {"link",
     "the lineage of a program: fragments, or binaries, to graph; or of several: graphs to graph",
     RunLink},
    {"inspect", "the lineage that a binary carries: what was compiled into it, and its graph",
     RunInspect},
    {"show", "a graph as a whole", RunShow},
    {"flows", "every flow from what is read to what is written, with its place in the code",
     RunFlows},
    {"trace", "what an asset is made of, what is made of it, and through which code", RunTrace},
    {"diff", "what changed in lineage between two graphs", RunDiff},
    {"check", "whether a graph keeps to policies: the flows that they forbid", RunCheck},
    {"policy", "whether policies find what they should: policy test", RunPolicy},
    {"ci", "a change under review: its lineage against the branch's, policies, reports", RunCi},
    {"run", "a program under observation: what it really reads and writes", RunRun},
    {"verify", "a graph against what runs really touched", RunVerify},
    {"merge", "what runs touched, added to a graph as its third witness", RunMerge},
    {"lock", "pins datasets and models by the digests that runs saw", RunLock},
    {"export", "a graph, and what runs saw, as OpenLineage and other systems take it", RunExport},
    {"import", "what OpenLineage and other systems know, as a graph", RunImport},
    {"declared", "where what is declared and what is derived differ", RunDeclared},
    {"doctor", "what the analysis did not see, assumed or gave up on", RunDoctor},
    {"catalog", "whether catalogs fit the libraries that they speak of: catalog lint", RunCatalog},
};

std::string Help() {
  std::string help =
      "Which data shaped this, through which code? Lineage of C++ programs, derived by the "
      "compiler.\n\n"
      "Usage:\n  pedigree VERB [ARGUMENT]...\n\n";
  for (const Verb& verb : kVerbs) help += fmt::format("  {:<9} {}\n", verb.name, verb.summary);
  help +=
      "\n'pedigree VERB --help' says more.\n"
      "Exit status: 0 fine, 1 findings, 2 wrong usage or unreadable input, 3 internal error.\n";
  return help;
}

absl::StatusOr<int> Run(const Arguments& arguments) {
  if (arguments.empty()) return absl::InvalidArgumentError("no verb given (see 'pedigree --help')");
  const std::string& first = arguments[0];
  if (first == "--help" || first == "-h" || first == "help") {
    if (first == "help" && arguments.size() > 1) return Run({arguments[1], "--help"});
    const absl::Status status = Print(Help());
    if (!status.ok()) return status;
    return 0;
  }
  if (first == "--version") {
    const absl::Status status =
        Print(fmt::format("pedigree {} (graph schema {})\n", kVersion, kGraphSchema));
    if (!status.ok()) return status;
    return 0;
  }
  for (const Verb& verb : kVerbs) {
    if (verb.name == first) return verb.run(Arguments(arguments.begin() + 1, arguments.end()));
  }
  return absl::InvalidArgumentError(fmt::format("unknown {} '{}' (see 'pedigree --help')",
                                                first.starts_with('-') ? "option" : "verb", first));
}

// Prints what went wrong and gives the exit status for it.
int Fail(const absl::Status& status) {
  const bool our_fault =
      status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kUnknown;
  const std::string message(status.message());
  fmt::print(stderr, "pedigree: {}{}\n", our_fault ? "internal error: " : "", Printable(message));
  return our_fault ? 3 : 2;
}

}  // namespace
}  // namespace pedigree

int main(int argc, char** argv) {
  try {
    const absl::StatusOr<int> result = pedigree::Run(pedigree::Arguments(argv + 1, argv + argc));
    return result.ok() ? *result : pedigree::Fail(result.status());
  } catch (const std::exception& error) {
    return pedigree::Fail(absl::InternalError(error.what()));
  }
}
