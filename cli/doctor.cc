#include "lineage/doctor.h"

#include "cli/command.h"

namespace pedigree {

absl::StatusOr<int> RunDoctor(const Arguments& arguments) {
  Command command(
      "doctor", "[OPTION]... GRAPH",
      "What the analysis saw, and what it did not see, assumed or gave up on, for each job. Of "
      "the functions\n"
      "that no catalog knows, those come first on which most flows hang: the next catalog entry "
      "to write.");
  command.AddColor();
  command.Options()("stubs", "Only the catalog entries to be filled, for 'extract --catalog'");
  command.Options()("all", "Also names of logs, temporary files and the system's own");
  command.Positional({"graph"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const auto lineage = ReadLineage((**options)["graph"].as<std::string>());
  if (!lineage.ok()) return lineage.status();
  const std::string text = (*options)->count("stubs") > 0
                               ? DoctorStubs(*lineage)
                               : DoctorText(*lineage, *style, (*options)->count("all") > 0);
  if (absl::Status status = Print(text); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
