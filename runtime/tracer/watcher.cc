#include "runtime/tracer/watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "runtime/conclude.h"
#include "runtime/names.h"
#include "runtime/records.h"
#include "runtime/sys.h"
#include "runtime/tracer/filter.h"

namespace pedigree::trace {

using files::NoteBeforeWrite;
using files::NoteMapped;
using files::NoteMoved;
using files::NoteOpened;
using files::NoteRead;
using files::NoteResized;
using files::NoteSegment;
using files::NoteWritten;

namespace {

constexpr int kMostParts = 1024;  // of a readv, as the kernel has it

int FdArg(const Thread& thread, int i) { return static_cast<int>(thread.args[i]); }

// Position and flags of a descriptor.
void DescriptorInfo(pid_t tid, int fd, uint64_t* position, int* flags) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%d/fdinfo/%d", tid, fd);
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  const ssize_t n = file < 0 ? 0 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  text[std::max<ssize_t>(n, 0)] = 0;
  unsigned long long at = 0;
  unsigned bits = 0;
  if (sscanf(text, "pos: %llu flags: %o", &at, &bits) != 2) return;
  *position = at;
  *flags = static_cast<int>(bits);
}

}  // namespace

// ---- Descriptors

FilePtr Watcher::Make(Process& process, int fd, std::string name, int flags) {
  struct stat now;
  if ((flags & O_PATH) != 0 || !StatOf(process.through, fd, &now)) return nullptr;
  if (!S_ISREG(now.st_mode) && !S_ISFIFO(now.st_mode)) return nullptr;
  std::string resolved = ProcLink(process.through, "fd/" + std::to_string(fd));
  if (now.st_nlink == 0) {
    if (IsMemory(resolved)) return nullptr;
    resolved.resize(WithoutDeleted(resolved).size());
  }
  if (resolved.empty() || resolved[0] != '/' || IsPseudo(resolved)) return nullptr;
  if (resolved == ledger_.path()) return nullptr;
  auto file = std::make_shared<File>();
  file->SetNames(name.empty() ? resolved : std::move(name), resolved);
  NoteOpened(*file, now, flags);
  file->fd = fd;
  if (!file->writable || !file->regular) return file;
  // What two openings of one file write is in no order that either of them knows.
  for (const auto& [_, other] : process.descriptors->at) {
    if (other != nullptr && other->writable && other->at_open.SameFile(file->at_open))
      other->crossed = file->crossed = true;
  }
  return file;
}

// What the descriptor stands for; null where that is no file. One that came in a way that no call
// showed (from another process, through a socket) is taken up as it is.
FilePtr Watcher::Find(Process& process, int fd) {
  const auto [at, fresh] = process.descriptors->at.try_emplace(fd);
  if (fresh) {
    uint64_t position = 0;
    int flags = 0;
    DescriptorInfo(process.through, fd, &position, &flags);
    at->second = Make(process, fd, "", flags & ~O_TRUNC);
    if (at->second != nullptr) {
      at->second->inherited = true;
      at->second->position = position;
      if (fd <= 2) at->second->standard = static_cast<uint32_t>(fd) + 1;
    }
  }
  return at->second;
}

void Watcher::Opened(Thread& thread, int fd, int folder, const std::string& path, int flags) {
  Process& process = *thread.process;
  Close(process, fd);  // by a call that we did not see
  process.descriptors->at[fd] = Make(process, fd, Absolute(thread.tid, folder, path), flags);
}

void Watcher::Close(Process& process, int fd) {
  const auto at = process.descriptors->at.find(fd);
  if (at == process.descriptors->at.end()) return;
  const FilePtr file = std::move(at->second);
  process.descriptors->at.erase(at);
  // Another descriptor, a mapping, or a call that is under way.
  if (file == nullptr || file.use_count() > 1) return;
  Conclude(process, *file, fd);
}

void Watcher::Same(Process& process, int from, int to) {
  Close(process, to);
  const FilePtr file = Find(process, from);
  process.descriptors->at[to] = file;
}

// A call begins to work on the descriptor; false where that is no file.
bool Watcher::Use(Thread& thread, int fd, bool writes) {
  Process& process = *thread.process;
  const FilePtr file = Find(process, fd);
  if (file == nullptr) {
    if (fd >= 0 && fd <= 2) process.standard_used[fd] = true;
    return false;
  }
  if (file->calls++ > 0) file->crossed = true;
  thread.busy.push_back(file);
  if (file->unplaced && file->regular) {
    int flags = 0;
    DescriptorInfo(thread.tid, fd, &file->position, &flags);
    file->unplaced = false;
  }
  if (writes && file->readable && file->bytes_written == 0 && file->at_open.size > 0 &&
      (file->bytes_read > 0 || file->mapped_read)) {
    if (const int ours = Borrow(process, fd); ours >= 0) {
      NoteBeforeWrite(*file, ours);
      close(ours);
    }
  }
  return true;
}

namespace {

void Release(Thread& thread) {
  for (const FilePtr& file : thread.busy) --file->calls;
  thread.busy.clear();
}

}  // namespace

// ---- Entering a call

bool Watcher::Enter(Thread& thread) {
  Process& process = *thread.process;
  Release(thread);  // a call that gave no result
  switch (thread.number) {
    case SYS_read:
    case SYS_pread64:
    case SYS_readv:
    case SYS_preadv:
    case SYS_preadv2:
      return Use(thread, FdArg(thread, 0), false);
    case SYS_write:
    case SYS_pwrite64:
    case SYS_writev:
    case SYS_pwritev:
    case SYS_pwritev2:
    case SYS_ftruncate:
    case SYS_fallocate:
      return Use(thread, FdArg(thread, 0), true);
    case SYS_close:
      Close(process, FdArg(thread, 0));
      return false;
    case SYS_close_range: {
      constexpr uint64_t kOnlyOnExec = 4;
      if ((thread.args[2] & kOnlyOnExec) != 0) return false;
      std::vector<int> closed;
      for (const auto& [fd, _] : process.descriptors->at) {
        if (static_cast<uint64_t>(fd) >= thread.args[0] &&
            static_cast<uint64_t>(fd) <= (thread.args[1] & 0xffffffff))
          closed.push_back(fd);
      }
      std::sort(closed.begin(), closed.end());
      for (const int fd : closed) Close(process, fd);
      return false;
    }
    case SYS_lseek:
      return Find(process, FdArg(thread, 0)) != nullptr;
    case SYS_fcntl:
      return thread.args[1] == F_DUPFD || thread.args[1] == F_DUPFD_CLOEXEC ||
             thread.args[1] == F_SETFL;
    case SYS_munmap:
      Unmapping(process, thread.args[0], thread.args[0] + thread.args[1]);
      return false;
    case SYS_mmap:
      if ((thread.args[3] & MAP_FIXED) != 0)
        Unmapping(process, thread.args[0], thread.args[0] + thread.args[1]);
      return (thread.args[3] & MAP_ANONYMOUS) == 0 && Find(process, FdArg(thread, 4)) != nullptr;
    case SYS_mremap:
      return !process.mappings.empty();
    default:
      return EnterOther(thread);
  }
}

bool Watcher::EnterOther(Thread& thread) {
  Process& process = *thread.process;
  switch (thread.number) {
#ifdef SYS_dup2
    case SYS_dup2:
#endif
    case SYS_dup3: {
      const int from = FdArg(thread, 0), to = FdArg(thread, 1);
      if (from == to || ProcLink(thread.tid, "fd/" + std::to_string(from)).empty()) return false;
      Close(process, to);  // now, while it can still be read
      return true;
    }
#ifdef SYS_getdents
    case SYS_getdents:
#endif
    case SYS_getdents64:
      Listed(process, FdArg(thread, 0));
      return false;
    case SYS_execve:
    case SYS_execveat:
      Executing(thread);
      return false;
    case SYS_io_uring_setup:
      if (!process.said_uring) Loss(process, Why::kIoUring, "io_uring_setup");
      process.said_uring = true;
      return false;
    case SYS_ioctl:
      return thread.args[1] == kClone || thread.args[1] == kCloneRange;
#ifdef SYS_open
    case SYS_open:
    case SYS_creat:
    case SYS_rename:
    case SYS_link:
    case SYS_unlink:
#endif
#ifdef SYS_renameat
    case SYS_renameat:
#endif
    case SYS_openat:
    case SYS_openat2:
    case SYS_open_by_handle_at:
    case SYS_dup:
    case SYS_truncate:
    case SYS_sendfile:
    case SYS_copy_file_range:
    case SYS_splice:
    case SYS_renameat2:
    case SYS_linkat:
    case SYS_unlinkat:
      return true;
    default:
      return false;
  }
}

// ---- Leaving it

void Watcher::Leave(Thread& thread, int64_t result) {
  Process& process = *thread.process;
  const uint64_t* args = thread.args;
  const auto text = [&](int i) { return ReadText(thread.tid, args[i]); };
  const auto opened = [&](int folder, const std::string& path, int flags) {
    if (result >= 0) {
      Opened(thread, static_cast<int>(result), folder, path, flags);
    } else if (result > -512) {  // not to be started again by the kernel
      Failed(thread, folder, path, flags, static_cast<int>(-result));
    }
  };
  switch (thread.number) {
#ifdef SYS_open
    case SYS_open:
      opened(AT_FDCWD, text(0), static_cast<int>(args[1]));
      break;
    case SYS_creat:
      opened(AT_FDCWD, text(0), O_CREAT | O_WRONLY | O_TRUNC);
      break;
#endif
    case SYS_openat:
      opened(FdArg(thread, 0), text(1), static_cast<int>(args[2]));
      break;
    case SYS_openat2: {
      uint64_t flags = 0;
      ReadMemory(thread.tid, args[2], &flags, sizeof flags);
      opened(FdArg(thread, 0), text(1), static_cast<int>(flags));
      break;
    }
    case SYS_read:
    case SYS_pread64:
    case SYS_readv:
    case SYS_preadv:
    case SYS_preadv2:
      Passed(thread, result, false);
      break;
    case SYS_write:
    case SYS_pwrite64:
    case SYS_writev:
    case SYS_pwritev:
    case SYS_pwritev2:
      Passed(thread, result, true);
      break;
    default:
      if (result >= 0) Succeeded(thread, result);
  }
  for (FilePtr& file : thread.busy) {
    --file->calls;
    // Closed by another thread meanwhile.
    if (file.use_count() == 1) Conclude(process, *file, -1);
  }
  thread.busy.clear();
}

// Calls that mean something only if they succeed.
void Watcher::Succeeded(Thread& thread, int64_t result) {
  Process& process = *thread.process;
  const uint64_t* args = thread.args;
  switch (thread.number) {
    case SYS_open_by_handle_at:
      Close(process, static_cast<int>(result));
      process.descriptors->at[static_cast<int>(result)] =
          Make(process, static_cast<int>(result), "", static_cast<int>(args[2]));
      break;
    case SYS_lseek:
      if (const FilePtr file = Find(process, FdArg(thread, 0))) {
        file->position = static_cast<uint64_t>(result);
        file->unplaced = false;
      }
      break;
    case SYS_ftruncate:
      if (!thread.busy.empty()) NoteResized(*thread.busy[0], args[1]);
      break;
    case SYS_fallocate:
      if (!thread.busy.empty()) thread.busy[0]->mapped_write = true;
      break;
    case SYS_mmap:
      Mapped(thread, static_cast<uint64_t>(result));
      break;
    case SYS_mremap:
      for (Mapping& mapping : process.mappings)
        mapping.range.Remapped(args[0], args[1], static_cast<uint64_t>(result), args[2]);
      break;
    case SYS_dup:
#ifdef SYS_dup2
    case SYS_dup2:
#endif
    case SYS_dup3:
      Same(process, FdArg(thread, 0), static_cast<int>(result));
      break;
    case SYS_fcntl:
      if (args[1] != F_SETFL) {
        Same(process, FdArg(thread, 0), static_cast<int>(result));
      } else if (const FilePtr file = Find(process, FdArg(thread, 0))) {
        file->append = (args[2] & O_APPEND) != 0;
      }
      break;
    case SYS_sendfile:
      Moved(process, FdArg(thread, 1), FdArg(thread, 0), result);
      break;
    case SYS_copy_file_range:
    case SYS_splice:
      Moved(process, FdArg(thread, 0), FdArg(thread, 2), result);
      break;
    case SYS_ioctl: {
      int64_t from = FdArg(thread, 2);
      if (args[1] == kCloneRange) ReadMemory(thread.tid, args[2], &from, sizeof from);
      const FilePtr file = Find(process, static_cast<int>(from));
      Moved(process, static_cast<int>(from), FdArg(thread, 0),
            file == nullptr ? 1 : static_cast<int64_t>(std::max<uint64_t>(file->at_open.size, 1)));
      break;
    }
    default:
      LeaveNames(thread);
  }
}

// Bytes that went through the program's memory.
void Watcher::Passed(Thread& thread, int64_t n, bool writes) {
  if (n <= 0 || thread.busy.empty()) return;
  File& file = *thread.busy[0];
  (writes ? file.bytes_written : file.bytes_read) += static_cast<uint64_t>(n);
  switch (thread.number) {
    case SYS_read:
    case SYS_write:
      return Piece(thread, file, thread.args[1], static_cast<uint64_t>(n), -1, writes);
    case SYS_pread64:
    case SYS_pwrite64:
      return Piece(thread, file, thread.args[1], static_cast<uint64_t>(n),
                   static_cast<int64_t>(thread.args[3]), writes);
    case SYS_readv:
    case SYS_writev:
      return Parts(thread, n, -1, writes);
    default:
      return Parts(thread, n, static_cast<int64_t>(thread.args[3]), writes);
  }
}

void Watcher::Parts(Thread& thread, int64_t n, int64_t at, bool writes) {
  const size_t count = std::min<uint64_t>(thread.args[2], kMostParts);
  std::vector<iovec> parts(count);
  const size_t got = ReadMemory(thread.tid, thread.args[1], parts.data(), count * sizeof(iovec));
  File& file = *thread.busy[0];
  if (got != count * sizeof(iovec)) {
    (writes ? file.write_gap : file.read_gap) = true;
    return;
  }
  for (const iovec& part : parts) {
    const int64_t take = std::min(n, static_cast<int64_t>(part.iov_len));
    if (take <= 0) continue;
    Piece(thread, file, reinterpret_cast<uint64_t>(part.iov_base), static_cast<uint64_t>(take), at,
          writes);
    n -= take;
    if (at >= 0) at += take;
  }
}

void Watcher::Piece(Thread& thread, File& file, uint64_t from, uint64_t n, int64_t at,
                    bool writes) {
  bool& gap = writes ? file.write_gap : file.read_gap;
  while (n > 0) {
    uint64_t take = n;
    if (!gap && !file.crossed) {
      take = std::min<uint64_t>(n, buffer_.size());
      if (ReadMemory(thread.tid, from, buffer_.data(), take) != take) {
        gap = true;
        continue;
      }
    }  // otherwise nobody looks at the bytes
    if (writes) {
      NoteWritten(file, buffer_.data(), take, at);
    } else {
      NoteRead(file, buffer_.data(), take, at);
    }
    from += take;
    n -= take;
    if (at >= 0) at += static_cast<int64_t>(take);
  }
}

void Watcher::LeaveNames(Thread& thread) {
  Process& process = *thread.process;
  const uint64_t* args = thread.args;
  const auto name = [&](int folder, int i) {
    return Absolute(thread.tid, folder, ReadText(thread.tid, args[i]));
  };
  switch (thread.number) {
#ifdef SYS_open
    case SYS_rename:
      Name(process, Mode::kRename, name(AT_FDCWD, 0), name(AT_FDCWD, 1));
      break;
    case SYS_link:
      Name(process, Mode::kLink, name(AT_FDCWD, 0), name(AT_FDCWD, 1));
      break;
    case SYS_unlink:
      Name(process, Mode::kDelete, name(AT_FDCWD, 0), "");
      break;
#endif
#ifdef SYS_renameat
    case SYS_renameat:
#endif
    case SYS_renameat2: {
      constexpr uint64_t kExchange = 2;
      const std::string from = name(FdArg(thread, 0), 1), to = name(FdArg(thread, 2), 3);
      Name(process, Mode::kRename, from, to);
      if (thread.number == SYS_renameat2 && (args[4] & kExchange) != 0)
        Name(process, Mode::kRename, to, from);
      break;
    }
    case SYS_linkat:
      Linked(process, name(FdArg(thread, 0), 1), name(FdArg(thread, 2), 3));
      break;
    case SYS_unlinkat:
      if ((args[2] & AT_REMOVEDIR) == 0)
        Name(process, Mode::kDelete, name(FdArg(thread, 0), 1), "");
      break;
    case SYS_truncate:
      Truncated(thread, name(AT_FDCWD, 0));
      break;
    default:
      break;
  }
}

// ---- What the kernel moves, and mappings

void Watcher::Moved(Process& process, int from, int to, int64_t n) {
  if (n <= 0) return;
  if (const FilePtr file = Find(process, from))
    NoteMoved(*file, /*out=*/true, static_cast<uint64_t>(n));
  if (const FilePtr file = Find(process, to))
    NoteMoved(*file, /*out=*/false, static_cast<uint64_t>(n));
}

void Watcher::Mapped(Thread& thread, uint64_t at) {
  const FilePtr file = Find(*thread.process, FdArg(thread, 4));
  if (file == nullptr) return;
  thread.process->mappings.push_back({files::Range::Of(at, thread.args[1]), file});
  NoteMapped(*file, static_cast<int>(thread.args[3]));
  if ((thread.args[2] & PROT_EXEC) != 0 && !file->writable) file->executed = true;
}

void Watcher::Unmapping(Process& process, uint64_t begin, uint64_t end) {
  std::vector<FilePtr> gone;
  for (size_t i = 0; i < process.mappings.size();) {
    Mapping& mapping = process.mappings[i];
    if (mapping.range.Without({begin, end})) {
      ++i;
      continue;
    }
    gone.push_back(std::move(mapping.file));
    if (&mapping != &process.mappings.back()) mapping = std::move(process.mappings.back());
    process.mappings.pop_back();
  }
  while (!gone.empty()) {
    const FilePtr file = std::move(gone.back());
    gone.pop_back();
    if (file.use_count() == 1) Conclude(process, *file, -1);
  }
}

// ---- Facts without an opening

void Watcher::Name(Process& process, Mode mode, const std::string& name,
                   const std::string& new_name) {
  AccessRecord access;
  access.mode = mode;
  access.name = name;
  access.new_name = new_name;
  struct stat now;
  if (!new_name.empty() && lstat(new_name.c_str(), &now) == 0) access.file = Identity::Of(now);
  access.opened = access.closed = sys::Now();
  Record(process, access);
}

// A file that has no name (O_TMPFILE) gets its first by that of a descriptor, /proc/self/fd/N.
void Watcher::Linked(Process& process, std::string name, const std::string& new_name) {
  constexpr std::string_view kSelf = "/proc/self/";
  if (name.starts_with(kSelf)) name = ProcLink(process.through, name.substr(kSelf.size()));
  name.resize(WithoutDeleted(name).size());
  struct stat now;
  const bool first = lstat(new_name.c_str(), &now) == 0 && now.st_nlink == 1;
  Name(process, first ? Mode::kRename : Mode::kLink, name, new_name);
}

void Watcher::Listed(Process& process, int fd) {
  const std::string name = ProcLink(process.through, "fd/" + std::to_string(fd));
  if (name.empty() || name[0] != '/' || IsPseudo(name) || !process.listed.insert(name).second)
    return;
  Name(process, Mode::kList, name, "");
}

void Watcher::Failed(Thread& thread, int folder, const std::string& path, int flags, int error) {
  const std::string name = Absolute(thread.tid, folder, path);
  if (path.empty() || IsPseudo(name)) return;
  const uint64_t hash = std::hash<std::string>()(name) * 31 + static_cast<uint64_t>(error);
  if (!thread.process->failed.insert(hash).second) return;
  AccessRecord access = files::FailedRecord(name, flags, error);
  Record(*thread.process, access);
}

void Watcher::Truncated(Thread& thread, const std::string& path) {
  AccessRecord access = files::TruncatedRecord(path.c_str());
  access.name = path;
  Record(*thread.process, access);
}

// ---- Processes

// The child shares the openings with its parent: positions move in both, and what passed before was
// the parent's.
void Watcher::Forked(Process& parent, Process& child, pid_t child_tid) {
  child.started = sys::Now();
  child.parent = IdOf(parent);
  if (SharesDescriptors(parent.pid, child_tid)) {
    child.descriptors = parent.descriptors;
    return;
  }
  std::map<const File*, FilePtr> copies;
  for (const auto& [fd, file] : parent.descriptors->at) {
    FilePtr& copy = copies[file.get()];
    if (file != nullptr && copy == nullptr) {
      copy = std::make_shared<File>();
      copy->SetNames(file->name_text, file->resolved_text);
      copy->readable = file->readable;
      copy->writable = file->writable;
      copy->append = file->append;
      copy->regular = file->regular;
      copy->standard = file->standard;
      copy->at_open = file->at_open;
      BeginSegment(*copy, child, fd);
    }
    child.descriptors->at[fd] = copy;
  }
}

std::string Watcher::ProgramOf(const Thread& thread) {
  const bool at = thread.number == SYS_execveat;
  const int folder = at ? FdArg(thread, 0) : AT_FDCWD;
  const std::string path = ReadText(thread.tid, thread.args[at ? 1 : 0]);
  if (at && path.empty()) return ProcLink(thread.tid, "fd/" + std::to_string(folder));
  return Absolute(thread.tid, folder, path);
}

void Watcher::Executing(Thread& thread) {
  if (access(ProgramOf(thread).c_str(), X_OK) == 0) RecordAll(*thread.process);
}

void Watcher::Executed(Process& process) {
  const auto before = process.descriptors;
  process.descriptors = std::make_shared<Descriptors>();  // exec ends sharing
  for (const int fd : DescriptorsOf(process.through)) {
    const auto known = before->at.find(fd);
    if (known != before->at.end()) process.descriptors->at[fd] = known->second;
    const FilePtr file = Find(process, fd);
    if (file != nullptr) file->standard = fd <= 2 ? static_cast<uint32_t>(fd) + 1 : 0;
  }
  process.mappings.clear();
  process.failed.clear();
  process.listed.clear();
  process.id = process.parent = 0;
  process.started = sys::Now();
  IdOf(process);
}

void Watcher::Ended(Process& process, int status) {
  // A table that others share goes on.
  if (process.descriptors.use_count() == 1) {
    RecordAll(process);
  } else {
    RecordStandard(process);
  }
  if (const uint64_t lost = ledger_.TakeLost(); lost > 0) {
    const uint64_t id = process.id;
    if (!ledger_.Append(
            [&](Wire& wire, uint64_t) { WriteLoss(wire, id, Why::kLedgerWriteFailed, lost, ""); }))
      ledger_.AddLost(lost);
  }
  if (process.id == 0) return;
  ledger_.Append([&](Wire& wire, uint64_t) {
    WriteProcessEnd(wire, process.id, WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                    WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  });
}

void Watcher::Loss(Process& process, Why why, std::string_view detail) {
  const uint64_t id = IdOf(process);
  ledger_.Append([&](Wire& wire, uint64_t) { WriteLoss(wire, id, why, 0, detail); });
}

// ---- Records

void Watcher::BeginSegment(File& file, const Process& process, int fd) {
  NoteSegment(file);
  file.executed = false;
  file.before_write = {};
  struct stat now;
  if (fd >= 0 && StatOf(process.through, fd, &now)) file.at_open = Identity::Of(now);
}

// Files that are open leave their records as they are now: the process ends, or is about to become
// another program.
void Watcher::RecordAll(Process& process) {
  RecordStandard(process);
  std::map<File*, int> open;
  for (const Mapping& mapping : process.mappings) open.emplace(mapping.file.get(), -1);
  for (const auto& [fd, file] : process.descriptors->at) {
    if (file != nullptr) open[file.get()] = fd;
  }
  std::vector<std::pair<File*, int>> in_order(open.begin(), open.end());
  std::sort(in_order.begin(), in_order.end(),
            [](const auto& a, const auto& b) { return a.first->opened < b.first->opened; });
  for (const auto& [file, fd] : in_order) {
    Conclude(process, *file, fd);
    BeginSegment(*file, process, fd);
  }
}

// `fd`: a descriptor of the process that stands for it, or -1 where it has none any more.
void Watcher::Conclude(Process& process, File& file, int fd) {
  AccessRecord access;
  if (file.executed) {
    access.mode = Mode::kExecute;
    access.name = file.name;
    access.resolved = file.resolved;
    access.opened = access.closed = file.opened;
    access.file = file.at_open;
    return Record(process, access);
  }
  int ours = -1;
  bool same = false;
  if (fd >= 0) {
    ours = Borrow(process, fd);
    same = ours >= 0;
    if (ours < 0 && file.regular) {
      const std::string link =
          "/proc/" + std::to_string(process.through) + "/fd/" + std::to_string(fd);
      ours = open(link.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    }
  } else if (file.regular) {
    const std::string& name = file.resolved_text;
    ours = open(name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat now;
    if (ours >= 0 && (fstat(ours, &now) != 0 || !Identity::Of(now).SameFile(file.at_open))) {
      close(ours);
      ours = -1;
    }
  }
  if (Concluded(file, ours, same, &access)) Record(process, access);
  if (ours >= 0) close(ours);
}

void Watcher::RecordStandard(Process& process) {
  for (uint32_t fd = 0; fd <= 2; ++fd) {
    if (!process.standard_used[fd] || Find(process, static_cast<int>(fd)) != nullptr) continue;
    process.standard_used[fd] = false;
    AccessRecord access = files::StandardRecord(fd);
    Record(process, access);
  }
}

void Watcher::Record(Process& process, AccessRecord& access) {
  access.observer = Seen::kTracer;
  const uint64_t id = IdOf(process);
  if (id == 0) return ledger_.AddLost(1);
  ledger_.AppendSoon([&](Wire& wire) { WriteAccess(wire, id, access); });
}

uint64_t Watcher::IdOf(Process& process) {
  if (process.id != 0) return process.id;
  ledger_.Append([&](Wire& wire, uint64_t place) {
    WriteProcess(wire, process, place);
    process.id = place;
  });
  return process.id;
}

}  // namespace pedigree::trace
