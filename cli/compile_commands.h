// Compile commands, as build systems write them down.
#ifndef PEDIGREE_CLI_COMPILE_COMMANDS_H_
#define PEDIGREE_CLI_COMPILE_COMMANDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pedigree {

struct CompileCommand {
  std::string source;  // relative to our working directory, or absolute if it lies outside
  std::vector<std::string>
      flags;  // without the compiler; paths in them hold from our working directory
};

// The commands of `place`, a compile_commands.json or the folder of one
// (https://clang.llvm.org/docs/JSONCompilationDatabase.html), one for each C or C++ source, sorted
// by source. Of a source compiled several times the first counts.
absl::StatusOr<std::vector<CompileCommand>> ReadCompileCommands(const std::string& place);

// A command line without what stands before its options: the compiler, and what launches it
// (ccache).
std::vector<std::string> WithoutCompiler(std::vector<std::string> command, std::string_view source);

// The words of a command as a POSIX shell would split it. No expansions.
std::vector<std::string> SplitCommand(std::string_view command);

}  // namespace pedigree

#endif  // PEDIGREE_CLI_COMPILE_COMMANDS_H_
