// What the tracer knows of the processes it traces, and how it looks into them.
#ifndef PEDIGREE_RUNTIME_TRACER_TRACEE_H_
#define PEDIGREE_RUNTIME_TRACER_TRACEE_H_

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/files.h"
#include "runtime/wire.h"

namespace pedigree::trace {

// One opening, in one process: whoever forks has one, and its child another.
struct File : OpenFile {
  std::string name_text, resolved_text;
  bool executed = false;  // mapped as code: a program or a library
  int calls = 0;          // that are under way on it

  File();
  void SetNames(std::string name, std::string resolved);
};
using FilePtr = std::shared_ptr<File>;

// Descriptors; processes may share one table (CLONE_FILES). A null stands for what is no file.
struct Descriptors {
  std::unordered_map<int, FilePtr> at;
};

struct Mapping {
  files::Range range;
  FilePtr file;
};

struct Process {
  pid_t pid = 0;
  pid_t through = 0;    // one of its threads that has descriptors: the first may end before others
  uint64_t id = 0;      // in the ledger; 0: it has no record yet
  uint64_t parent = 0;  // the ledger's number of the process that it was forked from
  uint64_t started = 0;
  std::shared_ptr<Descriptors> descriptors = std::make_shared<Descriptors>();
  std::vector<Mapping> mappings;
  std::set<pid_t> threads;
  bool standard_used[3] = {};
  bool said_foreign = false, said_uring = false;
  std::unordered_set<uint64_t> failed;     // openings that were recorded as failed
  std::unordered_set<std::string> listed;  // folders
  int pidfd = -1;

  Process() = default;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();
};

// A timer's signals to a thread (runtime/tracer/timer_signals.h).
struct TimerSignal {
  // The last that it was given, where it was then, since when it has been there, and how long it
  // had had a processor.
  int signal = 0;
  uint64_t instruction = 0, stack = 0, since = 0, ran = 0;
  // The one that is kept back, or 0.
  int held = 0;
  siginfo_t info = {};
  // What the thread is to have blocked, where it has more: by a signal that is kept back, from
  // itself or from who made it.
  bool blocks_more = false;
  uint64_t blocked = 0;
  siginfo_t raised = {};  // that was kept back, and comes next
};

struct Thread {
  pid_t tid = 0;
  Process* process = nullptr;
  // The call that it is in, as it was at its entry.
  bool in_call = false;
  uint64_t number = 0;
  uint64_t args[6] = {};
  std::vector<FilePtr> busy;  // files that the call works on
  TimerSignal timer;
};

// ---- Looking into a thread that is stopped

// Reads `n` bytes at `at`; how many could be read.
size_t ReadMemory(pid_t tid, uint64_t at, void* to, size_t n);
std::string ReadText(pid_t tid, uint64_t at);  // up to its zero, at most a path's length
// What a link of /proc/TID names: "exe", "cwd", "fd/3"; empty if there is none.
std::string ProcLink(pid_t tid, const std::string& what);
bool StatOf(pid_t tid, int fd, struct stat* out);
// A descriptor of ours of the same opening, or -1.
int Borrow(Process& process, int fd);
// The value of a line of /proc/TID/status ("PPid"); empty if it is not there.
std::string StatusOf(pid_t tid, std::string_view name);
// The number of the process that the thread is of.
pid_t ProcessOf(pid_t tid);
bool SharesDescriptors(pid_t a, pid_t b);
std::vector<int> DescriptorsOf(pid_t tid);
// `path` as the thread means it, relative to `folder` (AT_FDCWD or a descriptor), absolute: without
// "." and doubled slashes, but with ".." and links as they are.
std::string Absolute(pid_t tid, int folder, const std::string& path);

// The Process record, as the process is now.
void WriteProcess(Wire& wire, const Process& process, uint64_t place);

}  // namespace pedigree::trace

#endif  // PEDIGREE_RUNTIME_TRACER_TRACEE_H_
