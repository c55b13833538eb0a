#include "lineage/doctor.h"

#include "cli/command.h"

namespace pedigree {

absl::StatusOr<int> RunDoctor(const Arguments& arguments) {
  Command command(
      "doctor", "[OPTION]... GRAPH",
      "What the analysis did not see, assumed or gave up on, for each job. The functions that no "
      "catalog\n"
      "knows come first by how many flows hang on them: the next catalog entry to write.");
  command.AddColor();
  command.Positional({"graph"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;

  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();
  const auto lineage = ReadLineage((**options)["graph"].as<std::string>());
  if (!lineage.ok()) return lineage.status();
  if (absl::Status status = Print(DoctorText(*lineage, *style)); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
