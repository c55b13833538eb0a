#include <fmt/format.h>

#include "cli/command.h"
#include "lineage/names.h"
#include "lineage/policy/policy_tests.h"

namespace pedigree {
namespace {

std::string Indented(const std::string& text) {
  std::string out;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    out += "    " + Printable(text.substr(begin, end - begin)) + "\n";
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  return out;
}

}  // namespace

absl::StatusOr<int> RunPolicy(const Arguments& arguments) {
  Command command("policy", "test [OPTION]... FILE...",
                  "Tests policies: small graphs in, expected findings out (docs/policies.md).\n"
                  "Exit status 1 if a test fails.");
  command.AddColor();
  command.Positional({"test", "file"}, true);
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  if (const std::string what = (**options)["test"].as<std::string>(); what != "test")
    return command.Wrong(fmt::format("unknown command '{}', only test", what));
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();

  size_t passed = 0, failed = 0;
  std::string out;
  for (const std::string& file : (**options)["file"].as<std::vector<std::string>>()) {
    const auto outcomes = policy::RunPolicyTests(file);
    if (!outcomes.ok()) return outcomes.status();
    for (const policy::TestOutcome& outcome : *outcomes) {
      if (outcome.failure.empty()) {
        ++passed;
        continue;
      }
      ++failed;
      out += fmt::format("{}: {}: {}\n{}", Printable(outcome.place),
                         Paint(*style, Ink::kRed, "failed"), Printable(outcome.name),
                         Indented(outcome.failure));
    }
  }
  out += fmt::format("{} passed, {} failed\n", Count(passed, "test"), failed);
  if (absl::Status status = Print(out); !status.ok()) return status;
  return failed > 0 ? 1 : 0;
}

}  // namespace pedigree
