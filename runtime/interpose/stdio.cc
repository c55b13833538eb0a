// libc's streams. They read and write by system calls of their own, into buffers we do not see: a
// file that is behind one is hashed at close, unless its bytes do pass through read and write (as
// those of C++'s streams do).
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "runtime/files.h"
#include "runtime/interpose/interpose.h"

namespace pedigree {
namespace {

int FlagsOf(const char* mode) {
  const bool both = strchr(mode, '+') != nullptr;
  switch (mode[0]) {
    case 'r':
      return both ? O_RDWR : O_RDONLY;
    case 'w':
      return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
    default:
      return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
  }
}

FILE* Opened(FILE* stream, const char* path, const char* mode) {
  if (!Recorder::Get().recording() || !IsThisProcess()) return stream;
  if (stream != nullptr) {
    files::Opened(fileno_unlocked(stream), AT_FDCWD, path, FlagsOf(mode), stream);
  } else {
    files::Failed(AT_FDCWD, path, FlagsOf(mode), errno);
  }
  return stream;
}

FILE* Temporary(FILE* stream) {
  if (stream != nullptr && IsThisProcess()) {
    files::Opened(fileno_unlocked(stream), AT_FDCWD, nullptr, O_RDWR | O_CREAT, stream);
  }
  return stream;
}

}  // namespace

INTERPOSE(FILE*, fopen, (const char* path, const char* mode)) {
  return Opened(REAL(fopen)(path, mode), path, mode);
}
INTERPOSE(FILE*, fopen64, (const char* path, const char* mode)) {
  return Opened(REAL(fopen64)(path, mode), path, mode);
}

#define FREOPEN(name)                                                          \
  INTERPOSE(FILE*, name, (const char* path, const char* mode, FILE* stream)) { \
    const bool ours = IsThisProcess();                                         \
    const int fd = fileno_unlocked(stream);                                    \
    files::StreamClose closing;                                                \
    if (ours && path != nullptr) closing = files::BeforeStreamClose(fd);       \
    FILE* result = REAL(name)(path, mode, stream);                             \
    files::AfterStreamClose(closing);                                          \
    return path == nullptr ? result : Opened(result, path, mode);              \
  }
FREOPEN(freopen)
FREOPEN(freopen64)

INTERPOSE(FILE*, fdopen, (int fd, const char* mode)) {
  FILE* stream = REAL(fdopen)(fd, mode);
  if (stream != nullptr) files::Buffered(fd, stream);
  return stream;
}

INTERPOSE(FILE*, tmpfile, ()) { return Temporary(REAL(tmpfile)()); }
INTERPOSE(FILE*, tmpfile64, ()) { return Temporary(REAL(tmpfile64)()); }

INTERPOSE(int, fclose, (FILE * stream)) {
  files::StreamClose closing;
  if (IsThisProcess()) closing = files::BeforeStreamClose(fileno_unlocked(stream));
  const int result = REAL(fclose)(stream);
  files::AfterStreamClose(closing);
  return result;
}

// They write to the descriptor without calling write.
INTERPOSE(int, vdprintf, (int fd, const char* format, __builtin_va_list arguments)) {
  files::Buffered(fd, nullptr);
  return REAL(vdprintf)(fd, format, arguments);
}
INTERPOSE(int, dprintf, (int fd, const char* format, ...)) {
  files::Buffered(fd, nullptr);
  __builtin_va_list arguments;
  __builtin_va_start(arguments, format);
  const int result = vdprintf(fd, format, arguments);
  __builtin_va_end(arguments);
  return result;
}
INTERPOSE(int, __vdprintf_chk,
          (int fd, int flag, const char* format, __builtin_va_list arguments)) {
  files::Buffered(fd, nullptr);
  return REAL(__vdprintf_chk)(fd, flag, format, arguments);
}
INTERPOSE(int, __dprintf_chk, (int fd, int flag, const char* format, ...)) {
  __builtin_va_list arguments;
  __builtin_va_start(arguments, format);
  const int result = pedigree_in_front_of___vdprintf_chk(fd, flag, format, arguments);
  __builtin_va_end(arguments);
  return result;
}

}  // namespace pedigree
