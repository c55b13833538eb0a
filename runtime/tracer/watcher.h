// What the system calls of traced processes mean, for the ledger. The same things are recorded as
// by the interposer (runtime/files.h has how bytes become digests), in more detail: libc's buffers
// are nothing special from here.
#ifndef PEDIGREE_RUNTIME_TRACER_WATCHER_H_
#define PEDIGREE_RUNTIME_TRACER_WATCHER_H_

#include <string>
#include <string_view>
#include <vector>

#include "runtime/ledger_file.h"
#include "runtime/tracer/tracee.h"

namespace pedigree::trace {

class Watcher {
 public:
  // Whether the ledger can be written to.
  bool Start(const std::string& ledger) { return ledger_.SetPath(ledger.c_str()); }

  void Forked(Process& parent, Process& child, pid_t child_tid);
  // The thread enters the call that it holds. Gives whether its result is wanted.
  bool Enter(Thread& thread);
  void Leave(Thread& thread, int64_t result);
  // The process has become another program.
  void Executed(Process& process);
  // Its last thread ends; `status` as wait has it.
  void Ended(Process& process, int status);

  void Loss(Process& process, Why why, std::string_view detail);
  // What the thread in execve or execveat is about to become.
  static std::string ProgramOf(const Thread& thread);

 private:
  FilePtr Find(Process& process, int fd);
  FilePtr Make(Process& process, int fd, std::string name, int flags);
  bool Use(Thread& thread, int fd, bool writes);
  void Opened(Thread& thread, int fd, int folder, const std::string& path, int flags);
  void Failed(Thread& thread, int folder, const std::string& path, int flags, int error);
  bool EnterOther(Thread& thread);
  void Succeeded(Thread& thread, int64_t result);
  void Passed(Thread& thread, int64_t n, bool writes);
  void Parts(Thread& thread, int64_t n, int64_t at, bool writes);
  void Piece(Thread& thread, File& file, uint64_t from, uint64_t n, int64_t at, bool writes);
  void LeaveNames(Thread& thread);
  void Moved(Process& process, int from, int to, int64_t n);
  void Close(Process& process, int fd);
  void Same(Process& process, int from, int to);
  void Mapped(Thread& thread, uint64_t at);
  void Unmapping(Process& process, uint64_t begin, uint64_t end);
  void Linked(Process& process, std::string name, const std::string& new_name);
  void Listed(Process& process, int fd);
  void Truncated(Thread& thread, const std::string& path);
  void Executing(Thread& thread);

  void RecordAll(Process& process);
  void Conclude(Process& process, File& file, int fd);
  void BeginSegment(File& file, const Process& process, int fd);
  void RecordStandard(Process& process);
  void Name(Process& process, Mode mode, const std::string& name, const std::string& new_name);
  void Record(Process& process, AccessRecord& access);
  uint64_t IdOf(Process& process);

  LedgerFile ledger_;
  std::vector<uint8_t> buffer_ = std::vector<uint8_t>(256 << 10);
};

}  // namespace pedigree::trace

#endif  // PEDIGREE_RUNTIME_TRACER_WATCHER_H_
