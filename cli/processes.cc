#include "cli/processes.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <thread>

extern char** environ;

namespace pedigree {
namespace {

ProcessResult RunOne(const std::vector<std::string>& arguments) {
  // What the process says is kept in memory until it has ended.
  const int errors = memfd_create("errors", MFD_CLOEXEC);
  std::vector<char*> argv;
  std::string name = "pedigree";
  argv.push_back(name.data());
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (errors >= 0) posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);

  ProcessResult result;
  if (failed != 0) {
    result = {3, std::string("cannot start a process: ") + std::strerror(failed)};
  } else {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  if (errors >= 0) {
    char buffer[4096];
    off_t at = 0;
    for (ssize_t n; (n = pread(errors, buffer, sizeof(buffer), at)) > 0; at += n) {
      result.errors.append(buffer, static_cast<size_t>(n));
    }
    close(errors);
  }
  return result;
}

}  // namespace

std::vector<ProcessResult> RunSelf(const std::vector<std::vector<std::string>>& arguments,
                                   int at_once, const std::function<void(size_t)>& done) {
  std::vector<ProcessResult> results(arguments.size());
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  std::vector<std::thread> threads;
  const size_t count = std::min(static_cast<size_t>(std::max(at_once, 1)), arguments.size());
  for (size_t i = 0; i < count; ++i) {
    threads.emplace_back([&] {
      for (size_t at; (at = next++) < arguments.size();) {
        results[at] = RunOne(arguments[at]);
        const std::lock_guard lock(mutex);
        done(at);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return results;
}

std::optional<std::string> OutputOf(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "re");
  if (pipe == nullptr) return std::nullopt;
  std::string out;
  char buffer[4096];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  if (pclose(pipe) != 0) return std::nullopt;
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

std::string ShellQuoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace pedigree
