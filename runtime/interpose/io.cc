// Reading, writing, seeking, mapping and copying.
#include <aio.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "runtime/files.h"
#include "runtime/interpose/interpose.h"

namespace pedigree {

using files::Use;

namespace {

// The descriptor, or none in a child that shares our memory: there it is another's.
int Ours(int fd) { return IsThisProcess() ? fd : -1; }

}  // namespace

INTERPOSE(ssize_t, read, (int fd, void* to, size_t size)) {
  Use use(Ours(fd));
  const ssize_t n = REAL(read)(fd, to, size);
  use.Read(to, n);
  return n;
}
INTERPOSE(ssize_t, __read_chk, (int fd, void* to, size_t size, size_t room)) {
  Use use(Ours(fd));
  const ssize_t n = REAL(__read_chk)(fd, to, size, room);
  use.Read(to, n);
  return n;
}

#define PREAD(name)                                                       \
  INTERPOSE(ssize_t, name, (int fd, void* to, size_t size, off64_t at)) { \
    Use use(Ours(fd));                                                    \
    const ssize_t n = REAL(name)(fd, to, size, at);                       \
    use.Read(to, n, at);                                                  \
    return n;                                                             \
  }
PREAD(pread)
PREAD(pread64)

#define PREAD_CHK(name)                                                                \
  INTERPOSE(ssize_t, name, (int fd, void* to, size_t size, off64_t at, size_t room)) { \
    Use use(Ours(fd));                                                                 \
    const ssize_t n = REAL(name)(fd, to, size, at, room);                              \
    use.Read(to, n, at);                                                               \
    return n;                                                                          \
  }
PREAD_CHK(__pread_chk)
PREAD_CHK(__pread64_chk)

INTERPOSE(ssize_t, readv, (int fd, const struct iovec* parts, int count)) {
  Use use(Ours(fd));
  const ssize_t n = REAL(readv)(fd, parts, count);
  use.ReadV(parts, count, n);
  return n;
}

#define PREADV(name)                                                                     \
  INTERPOSE(ssize_t, name, (int fd, const struct iovec* parts, int count, off64_t at)) { \
    Use use(Ours(fd));                                                                   \
    const ssize_t n = REAL(name)(fd, parts, count, at);                                  \
    use.ReadV(parts, count, n, at);                                                      \
    return n;                                                                            \
  }
PREADV(preadv)
PREADV(preadv64)

#define PREADV2(name)                                                                \
  INTERPOSE(ssize_t, name,                                                           \
            (int fd, const struct iovec* parts, int count, off64_t at, int flags)) { \
    Use use(Ours(fd));                                                               \
    const ssize_t n = REAL(name)(fd, parts, count, at, flags);                       \
    use.ReadV(parts, count, n, at);                                                  \
    return n;                                                                        \
  }
PREADV2(preadv2)
PREADV2(preadv64v2)

INTERPOSE(ssize_t, write, (int fd, const void* from, size_t size)) {
  Use use(Ours(fd));
  use.BeforeWrite();
  const ssize_t n = REAL(write)(fd, from, size);
  use.Written(from, n);
  return n;
}

#define PWRITE(name)                                                              \
  INTERPOSE(ssize_t, name, (int fd, const void* from, size_t size, off64_t at)) { \
    Use use(Ours(fd));                                                            \
    use.BeforeWrite();                                                            \
    const ssize_t n = REAL(name)(fd, from, size, at);                             \
    use.Written(from, n, at);                                                     \
    return n;                                                                     \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

INTERPOSE(ssize_t, writev, (int fd, const struct iovec* parts, int count)) {
  Use use(Ours(fd));
  use.BeforeWrite();
  const ssize_t n = REAL(writev)(fd, parts, count);
  use.WrittenV(parts, count, n);
  return n;
}

#define PWRITEV(name)                                                                    \
  INTERPOSE(ssize_t, name, (int fd, const struct iovec* parts, int count, off64_t at)) { \
    Use use(Ours(fd));                                                                   \
    use.BeforeWrite();                                                                   \
    const ssize_t n = REAL(name)(fd, parts, count, at);                                  \
    use.WrittenV(parts, count, n, at);                                                   \
    return n;                                                                            \
  }
PWRITEV(pwritev)
PWRITEV(pwritev64)

#define PWRITEV2(name)                                                               \
  INTERPOSE(ssize_t, name,                                                           \
            (int fd, const struct iovec* parts, int count, off64_t at, int flags)) { \
    Use use(Ours(fd));                                                               \
    use.BeforeWrite();                                                               \
    const ssize_t n = REAL(name)(fd, parts, count, at, flags);                       \
    use.WrittenV(parts, count, n, at);                                               \
    return n;                                                                        \
  }
PWRITEV2(pwritev2)
PWRITEV2(pwritev64v2)

#define LSEEK(name)                                                \
  INTERPOSE(off64_t, name, (int fd, off64_t offset, int whence)) { \
    const off64_t to = REAL(name)(fd, offset, whence);             \
    files::Sought(fd, to);                                         \
    return to;                                                     \
  }
LSEEK(lseek)
LSEEK(lseek64)

#define FTRUNCATE(name)                                               \
  INTERPOSE(int, name, (int fd, off64_t size)) {                      \
    {                                                                 \
      Use use(Ours(fd));                                              \
      use.BeforeWrite();                                              \
    }                                                                 \
    const int result = REAL(name)(fd, size);                          \
    if (result == 0) files::Resized(fd, static_cast<uint64_t>(size)); \
    return result;                                                    \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

// Room is made, or taken away, without a byte passing.
#define FALLOCATE(name)                                                \
  INTERPOSE(int, name, (int fd, int mode, off64_t at, off64_t size)) { \
    const int result = REAL(name)(fd, mode, at, size);                 \
    if (result == 0) files::Unseen(fd);                                \
    return result;                                                     \
  }
FALLOCATE(fallocate)
FALLOCATE(fallocate64)
#define POSIX_FALLOCATE(name)                                \
  INTERPOSE(int, name, (int fd, off64_t at, off64_t size)) { \
    const int result = REAL(name)(fd, at, size);             \
    if (result == 0) files::Unseen(fd);                      \
    return result;                                           \
  }
POSIX_FALLOCATE(posix_fallocate)
POSIX_FALLOCATE(posix_fallocate64)

// ---- The kernel moves the bytes

#define SENDFILE(name)                                                     \
  INTERPOSE(ssize_t, name, (int to, int from, off64_t* at, size_t size)) { \
    const ssize_t n = REAL(name)(to, from, at, size);                      \
    files::Moved(from, to, n);                                             \
    return n;                                                              \
  }
SENDFILE(sendfile)
SENDFILE(sendfile64)

INTERPOSE(ssize_t, copy_file_range,
          (int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags)) {
  const ssize_t n = REAL(copy_file_range)(from, from_at, to, to_at, size, flags);
  files::Moved(from, to, n);
  return n;
}
INTERPOSE(ssize_t, splice,
          (int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags)) {
  const ssize_t n = REAL(splice)(from, from_at, to, to_at, size, flags);
  files::Moved(from, to, n);
  return n;
}

// Asynchronous: another thread of libc reads, or will.
#define AIO_READ(name)                                                                  \
  INTERPOSE(int, name, (struct aiocb * request)) {                                      \
    const int result = REAL(name)(request);                                             \
    if (result == 0)                                                                    \
      files::Moved(request->aio_fildes, -1, static_cast<int64_t>(request->aio_nbytes)); \
    return result;                                                                      \
  }
AIO_READ(aio_read)
AIO_READ(aio_read64)
#define AIO_WRITE(name)                                                                 \
  INTERPOSE(int, name, (struct aiocb * request)) {                                      \
    const int result = REAL(name)(request);                                             \
    if (result == 0)                                                                    \
      files::Moved(-1, request->aio_fildes, static_cast<int64_t>(request->aio_nbytes)); \
    return result;                                                                      \
  }
AIO_WRITE(aio_write)
AIO_WRITE(aio_write64)
// Of a list that fails some may have begun, unless it is refused as a whole.
#define AIO_LIST(name, request)                                                            \
  INTERPOSE(int, name,                                                                     \
            (int mode, struct request* const list[], int count, struct sigevent* event)) { \
    const int result = REAL(name)(mode, list, count, event);                               \
    if (result != 0 && errno == EINVAL) return result;                                     \
    for (int i = 0; i < count; ++i) {                                                      \
      if (list[i] == nullptr) continue;                                                    \
      const int fd = list[i]->aio_fildes;                                                  \
      const auto size = static_cast<int64_t>(list[i]->aio_nbytes);                         \
      if (list[i]->aio_lio_opcode == LIO_READ) files::Moved(fd, -1, size);                 \
      if (list[i]->aio_lio_opcode == LIO_WRITE) files::Moved(-1, fd, size);                \
    }                                                                                      \
    return result;                                                                         \
  }
AIO_LIST(lio_listio, aiocb)
AIO_LIST(lio_listio64, aiocb64)

// ---- Mappings

#define MMAP(name)                                                                        \
  INTERPOSE(void*, name,                                                                  \
            (void* at, size_t size, int protection, int flags, int fd, off64_t offset)) { \
    if ((flags & MAP_FIXED) != 0) files::Unmapping(at, size);                             \
    void* result = REAL(name)(at, size, protection, flags, fd, offset);                   \
    if (result != MAP_FAILED && (flags & MAP_ANONYMOUS) == 0) {                           \
      files::Mapped(fd, result, size, flags);                                             \
    }                                                                                     \
    return result;                                                                        \
  }
MMAP(mmap)
MMAP(mmap64)

INTERPOSE(int, munmap, (void* at, size_t size)) {
  files::Unmapping(at, size);
  return REAL(munmap)(at, size);
}
INTERPOSE(void*, mremap, (void* at, size_t old_size, size_t new_size, int flags, ...)) {
  va_list arguments;
  va_start(arguments, flags);
  void* wanted = va_arg(arguments, void*);
  va_end(arguments);
  void* result = REAL(mremap)(at, old_size, new_size, flags, wanted);
  if (result != MAP_FAILED) files::Remapped(at, old_size, result, new_size);
  return result;
}

}  // namespace pedigree
