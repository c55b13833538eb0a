// What the verbs share: reading the command line, and writing to the terminal.
#ifndef PEDIGREE_CLI_COMMAND_H_
#define PEDIGREE_CLI_COMMAND_H_

// A file's name may have a comma: lists are given by repeating the option.
#define CXXOPTS_VECTOR_DELIMITER '\0'
// With <regex>, each source that includes this compiles six patterns whenever the program starts.
#define CXXOPTS_NO_REGEX true

#include <cxxopts.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/verbs.h"
#include "lineage/query.h"
#include "lineage/render/style.h"

namespace pedigree {

// One verb's options.
class Command {
 public:
  // `usage` is what follows the verb: "[OPTION]... GRAPH". `text` is printed below it by --help.
  Command(std::string_view verb, std::string_view usage, std::string_view text);

  cxxopts::OptionAdder Options() { return options_.add_options(); }
  // Takes positional arguments, in this order, each required and one string. With `list`, the last
  // one takes all that come, one at least, and is a list of strings.
  void Positional(std::vector<std::string> names, bool list = false);
  // Takes --color, for verbs that print text.
  void AddColor();

  // Reads the arguments. Nothing when --help was asked for, and is printed. What is wrong (an
  // unknown option, an argument missing or too many) is InvalidArgument.
  // Positional arguments among `optional` may be missing.
  absl::StatusOr<std::optional<cxxopts::ParseResult>> Parse(
      const Arguments& arguments, const std::vector<std::string>& optional = {});

  // An error in how this verb was called.
  absl::Status Wrong(std::string_view what) const;

 private:
  std::string verb_;
  cxxopts::Options options_;
  std::vector<std::string> positional_;
};

// The value of `--format`, if it is one of `offered`.
absl::StatusOr<std::string> FormatOf(const Command& command, const cxxopts::ParseResult& options,
                                     const std::vector<std::string>& offered);

// As --color says, or as the terminal is: colours and lines on one (no colours if NO_COLOR is set),
// plain elsewhere.
absl::StatusOr<Style> StyleOf(const Command& command, const cxxopts::ParseResult& options);

// Replaces each "@FILE" by the lines of FILE.
absl::StatusOr<Arguments> ExpandFiles(const Arguments& arguments);

// Writes to standard output, all of it or an error.
absl::Status Print(std::string_view text);

// The joined view of a graph file.
absl::StatusOr<Lineage> ReadLineage(const std::string& file);
// The same for a verb that needs it until the end: it is never taken apart, which would take as
// long as reading it did.
absl::StatusOr<const Lineage*> KeptLineage(const std::string& file);

}  // namespace pedigree

#endif  // PEDIGREE_CLI_COMMAND_H_
