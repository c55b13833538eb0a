// Opening, closing and duplicating descriptors.
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

#include "runtime/files.h"
#include "runtime/interpose/interpose.h"

namespace pedigree {
namespace {

bool HasMode(int flags) { return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE; }

int Opened(int fd, int folder, const char* path, int flags) {
  if (!Recorder::Get().recording() || !IsThisProcess()) return fd;
  if (fd >= 0) {
    files::Opened(fd, folder, path, flags);
  } else {
    files::Failed(folder, path, flags, errno);
  }
  return fd;
}

bool IsLedger(int fd) {
  return fd >= 0 && Recorder::Get().recording() && fd == Recorder::Get().ledger().fd();
}

}  // namespace

#define MODE_OF(last)                   \
  unsigned mode = 0;                    \
  if (HasMode(flags)) {                 \
    va_list arguments;                  \
    va_start(arguments, last);          \
    mode = va_arg(arguments, unsigned); \
    va_end(arguments);                  \
  }

INTERPOSE(int, open, (const char* path, int flags, ...)) {
  MODE_OF(flags)
  return Opened(REAL(open)(path, flags, mode), AT_FDCWD, path, flags);
}
INTERPOSE(int, open64, (const char* path, int flags, ...)) {
  MODE_OF(flags)
  return Opened(REAL(open64)(path, flags, mode), AT_FDCWD, path, flags);
}
INTERPOSE(int, openat, (int folder, const char* path, int flags, ...)) {
  MODE_OF(flags)
  return Opened(REAL(openat)(folder, path, flags, mode), folder, path, flags);
}
INTERPOSE(int, openat64, (int folder, const char* path, int flags, ...)) {
  MODE_OF(flags)
  return Opened(REAL(openat64)(folder, path, flags, mode), folder, path, flags);
}
INTERPOSE(int, __open_2, (const char* path, int flags)) {
  return Opened(REAL(__open_2)(path, flags), AT_FDCWD, path, flags);
}
INTERPOSE(int, __open64_2, (const char* path, int flags)) {
  return Opened(REAL(__open64_2)(path, flags), AT_FDCWD, path, flags);
}
INTERPOSE(int, __openat_2, (int folder, const char* path, int flags)) {
  return Opened(REAL(__openat_2)(folder, path, flags), folder, path, flags);
}
INTERPOSE(int, __openat64_2, (int folder, const char* path, int flags)) {
  return Opened(REAL(__openat64_2)(folder, path, flags), folder, path, flags);
}
INTERPOSE(int, creat, (const char* path, unsigned mode)) {
  return Opened(REAL(creat)(path, mode), AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC);
}
INTERPOSE(int, creat64, (const char* path, unsigned mode)) {
  return Opened(REAL(creat64)(path, mode), AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC);
}

// The template holds the name afterwards.
constexpr int kNew = O_RDWR | O_CREAT | O_EXCL;
INTERPOSE(int, mkstemp, (char* path)) { return Opened(REAL(mkstemp)(path), AT_FDCWD, path, kNew); }
INTERPOSE(int, mkstemp64, (char* path)) {
  return Opened(REAL(mkstemp64)(path), AT_FDCWD, path, kNew);
}
INTERPOSE(int, mkstemps, (char* path, int suffix)) {
  return Opened(REAL(mkstemps)(path, suffix), AT_FDCWD, path, kNew);
}
INTERPOSE(int, mkstemps64, (char* path, int suffix)) {
  return Opened(REAL(mkstemps64)(path, suffix), AT_FDCWD, path, kNew);
}
INTERPOSE(int, mkostemp, (char* path, int flags)) {
  return Opened(REAL(mkostemp)(path, flags), AT_FDCWD, path, kNew | flags);
}
INTERPOSE(int, mkostemp64, (char* path, int flags)) {
  return Opened(REAL(mkostemp64)(path, flags), AT_FDCWD, path, kNew | flags);
}
INTERPOSE(int, mkostemps, (char* path, int suffix, int flags)) {
  return Opened(REAL(mkostemps)(path, suffix, flags), AT_FDCWD, path, kNew | flags);
}
INTERPOSE(int, mkostemps64, (char* path, int suffix, int flags)) {
  return Opened(REAL(mkostemps64)(path, suffix, flags), AT_FDCWD, path, kNew | flags);
}

INTERPOSE(int, close, (int fd)) {
  if (IsThisProcess()) {
    if (IsLedger(fd)) {  // which the program does not know of
      errno = EBADF;
      return -1;
    }
    files::Closing(fd);
  }
  return REAL(close)(fd);
}

INTERPOSE(int, close_range, (unsigned first, unsigned last, int flags)) {
  constexpr int kOnlyMark = 4;  // CLOSE_RANGE_CLOEXEC
  if (!Recorder::Get().recording() || !IsThisProcess() || (flags & kOnlyMark) != 0 ||
      first > last) {
    return REAL(close_range)(first, last, flags);
  }
  const unsigned end = last < 1u << 20 ? last : (1u << 20) - 1;
  for (unsigned fd = first; fd <= end; ++fd) {
    // The table is sparse.
    if (files::Find(static_cast<int>(fd)) != nullptr) files::Closing(static_cast<int>(fd));
  }
  const unsigned ledger = static_cast<unsigned>(Recorder::Get().ledger().fd());
  if (ledger < first || ledger > last) return REAL(close_range)(first, last, flags);
  const int below = ledger > first ? REAL(close_range)(first, ledger - 1, flags) : 0;
  const int above = ledger < last ? REAL(close_range)(ledger + 1, last, flags) : 0;
  return below != 0 ? below : above;
}

INTERPOSE(void, closefrom, (int first)) {
  pedigree_in_front_of_close_range(first < 0 ? 0 : static_cast<unsigned>(first), ~0u, 0);
}

INTERPOSE(int, dup, (int fd)) {
  const int to = REAL(dup)(fd);
  if (to >= 0 && IsThisProcess()) files::Duplicated(fd, to);
  return to;
}

namespace {

// Before `to` is replaced: it is closed, if `from` is a descriptor at all. Gives false if the call
// is to fail.
void Replacing(int from, int to) {
  if (from == to || !IsThisProcess() || sys::Fcntl(from, F_GETFD) < 0) return;
  // The ledger is opened anew when it is needed.
  files::Closing(to);
}

}  // namespace

INTERPOSE(int, dup2, (int from, int to)) {
  Replacing(from, to);
  const int result = REAL(dup2)(from, to);
  if (result >= 0 && IsThisProcess()) files::Duplicated(from, to);
  return result;
}
INTERPOSE(int, dup3, (int from, int to, int flags)) {
  Replacing(from, to);
  const int result = REAL(dup3)(from, to, flags);
  if (result >= 0 && IsThisProcess()) files::Duplicated(from, to);
  return result;
}

#define FCNTL(name)                                                                      \
  INTERPOSE(int, name, (int fd, int command, ...)) {                                     \
    va_list arguments;                                                                   \
    va_start(arguments, command);                                                        \
    void* argument = va_arg(arguments, void*);                                           \
    va_end(arguments);                                                                   \
    const int result = REAL(name)(fd, command, argument);                                \
    if (result < 0 || !IsThisProcess()) return result;                                   \
    if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) files::Duplicated(fd, result); \
    if (command == F_SETFL)                                                              \
      files::SetFlags(fd, static_cast<int>(reinterpret_cast<long>(argument)));           \
    return result;                                                                       \
  }
FCNTL(fcntl)
FCNTL(fcntl64)

// ---- Descriptors that come from other processes (unix(7), SCM_RIGHTS)

namespace {

void Receive(const struct msghdr& message) {
  // The macros of the header, which want it to be theirs to change.
  struct msghdr* all = const_cast<struct msghdr*>(&message);
  for (struct cmsghdr* part = CMSG_FIRSTHDR(all); part != nullptr; part = CMSG_NXTHDR(all, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int fd;
      memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
      files::Received(fd);
    }
  }
}

}  // namespace

INTERPOSE(ssize_t, recvmsg, (int fd, struct msghdr* message, int flags)) {
  const ssize_t n = REAL(recvmsg)(fd, message, flags);
  if (n >= 0 && message->msg_controllen > 0 && IsThisProcess()) Receive(*message);
  return n;
}
INTERPOSE(int, recvmmsg,
          (int fd, struct mmsghdr* messages, unsigned count, int flags, struct timespec* wait)) {
  const int n = REAL(recvmmsg)(fd, messages, count, flags, wait);
  for (int i = 0; i < n && IsThisProcess(); ++i) Receive(messages[i].msg_hdr);
  return n;
}

// ---- Folders

INTERPOSE(DIR*, opendir, (const char* path)) {
  DIR* folder = REAL(opendir)(path);
  if (folder != nullptr && IsThisProcess()) files::Listed(AT_FDCWD, path);
  return folder;
}
INTERPOSE(DIR*, fdopendir, (int fd)) {
  DIR* folder = REAL(fdopendir)(fd);
  if (folder != nullptr && IsThisProcess()) files::Listed(fd, "");
  return folder;
}
INTERPOSE(int, scandir,
          (const char* path, struct dirent*** names, int (*select)(const struct dirent*),
           int (*compare)(const struct dirent**, const struct dirent**))) {
  const int result = REAL(scandir)(path, names, select, compare);
  if (result >= 0) files::Listed(AT_FDCWD, path);
  return result;
}
INTERPOSE(int, scandir64,
          (const char* path, struct dirent64*** names, int (*select)(const struct dirent64*),
           int (*compare)(const struct dirent64**, const struct dirent64**))) {
  const int result = REAL(scandir64)(path, names, select, compare);
  if (result >= 0) files::Listed(AT_FDCWD, path);
  return result;
}

}  // namespace pedigree
