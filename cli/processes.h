// Runs this command again, many times at once: one process for each source, so that one that
// crashes or runs out of memory is one error and not the end.
#ifndef PEDIGREE_CLI_PROCESSES_H_
#define PEDIGREE_CLI_PROCESSES_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

struct ProcessResult {
  int status = 0;      // exit status; 128 + signal if it was killed
  std::string errors;  // its standard error
};

// Runs `pedigree ARGUMENTS[i]` for each i, `at_once` of them at a time. `done` is told of each as
// it ends, one at a time.
std::vector<ProcessResult> RunSelf(const std::vector<std::vector<std::string>>& arguments,
                                   int at_once, const std::function<void(size_t)>& done);

// What a shell command prints, without the line's end; nothing if it fails.
std::optional<std::string> OutputOf(const std::string& command);

// In single quotes, for the shell.
std::string ShellQuoted(std::string_view text);

}  // namespace pedigree

#endif  // PEDIGREE_CLI_PROCESSES_H_
