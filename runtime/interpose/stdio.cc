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

// ---- The standard streams, where they are no files: that something went through them is all there
// is to say.

namespace {

void Uses(FILE* stream) {
  if (stream == stderr) files::StandardUsed(2);
  if (stream == stdout) files::StandardUsed(1);
  if (stream == stdin) files::StandardUsed(0);
}

}  // namespace

#define STREAM_CALL(result, name, parameters, stream, arguments) \
  INTERPOSE(result, name, parameters) {                          \
    Uses(stream);                                                \
    return REAL(name) arguments;                                 \
  }
STREAM_CALL(size_t, fwrite, (const void* from, size_t size, size_t n, FILE* s), s,
            (from, size, n, s))
STREAM_CALL(int, fputs, (const char* text, FILE* s), s, (text, s))
STREAM_CALL(int, puts, (const char* text), stdout, (text))
STREAM_CALL(int, fputc, (int c, FILE* s), s, (c, s))
STREAM_CALL(int, putc, (int c, FILE* s), s, (c, s))
STREAM_CALL(int, putchar, (int c), stdout, (c))
STREAM_CALL(void, perror, (const char* text), stderr, (text))
STREAM_CALL(size_t, fread, (void* to, size_t size, size_t n, FILE* s), s, (to, size, n, s))
STREAM_CALL(char*, fgets, (char* to, int size, FILE* s), s, (to, size, s))
STREAM_CALL(int, fgetc, (FILE * s), s, (s))
STREAM_CALL(int, getc, (FILE * s), s, (s))
STREAM_CALL(int, getchar, (), stdin, ())
STREAM_CALL(ssize_t, getline, (char** to, size_t* size, FILE* s), s, (to, size, s))
STREAM_CALL(ssize_t, getdelim, (char** to, size_t* size, int end, FILE* s), s, (to, size, end, s))

using List = __builtin_va_list;
STREAM_CALL(int, vfprintf, (FILE * s, const char* format, List list), s, (s, format, list))
STREAM_CALL(int, vprintf, (const char* format, List list), stdout, (format, list))
STREAM_CALL(int, __vfprintf_chk, (FILE * s, int flag, const char* format, List list), s,
            (s, flag, format, list))
STREAM_CALL(int, __vprintf_chk, (int flag, const char* format, List list), stdout,
            (flag, format, list))
STREAM_CALL(int, vfscanf, (FILE * s, const char* format, List list), s, (s, format, list))
STREAM_CALL(int, vscanf, (const char* format, List list), stdin, (format, list))
STREAM_CALL(int, __isoc99_vfscanf, (FILE * s, const char* format, List list), s, (s, format, list))
STREAM_CALL(int, __isoc99_vscanf, (const char* format, List list), stdin, (format, list))

#define STREAM_CALL_DOTS(name, parameters, last, through, arguments) \
  INTERPOSE(int, name, parameters) {                                 \
    List list;                                                       \
    __builtin_va_start(list, last);                                  \
    const int result = pedigree_in_front_of_##through arguments;     \
    __builtin_va_end(list);                                          \
    return result;                                                   \
  }
STREAM_CALL_DOTS(fprintf, (FILE * s, const char* format, ...), format, vfprintf, (s, format, list))
STREAM_CALL_DOTS(printf, (const char* format, ...), format, vprintf, (format, list))
STREAM_CALL_DOTS(__fprintf_chk, (FILE * s, int flag, const char* format, ...), format,
                 __vfprintf_chk, (s, flag, format, list))
STREAM_CALL_DOTS(__printf_chk, (int flag, const char* format, ...), format, __vprintf_chk,
                 (flag, format, list))
STREAM_CALL_DOTS(fscanf, (FILE * s, const char* format, ...), format, vfscanf, (s, format, list))
STREAM_CALL_DOTS(scanf, (const char* format, ...), format, vscanf, (format, list))
STREAM_CALL_DOTS(__isoc99_fscanf, (FILE * s, const char* format, ...), format, __isoc99_vfscanf,
                 (s, format, list))
STREAM_CALL_DOTS(__isoc99_scanf, (const char* format, ...), format, __isoc99_vscanf, (format, list))

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
