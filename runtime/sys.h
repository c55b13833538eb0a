// System calls without libc around them: they leave errno alone, cannot be interposed (by us or by
// others), are not cancellation points, and can be used in a signal handler or between vfork and
// exec. Results are the kernel's: negative values are -errno.
#ifndef PEDIGREE_RUNTIME_SYS_H_
#define PEDIGREE_RUNTIME_SYS_H_

#include <fcntl.h>
#include <linux/futex.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

#include <atomic>

#ifndef __linux__
#error "The observer is written for Linux"
#endif

namespace pedigree::sys {

inline long Call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0,
                 long f = 0) {
#if defined(__x86_64__)
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
#else
#error "No system calls for this architecture"
#endif
}

inline long Word(const void* pointer) { return reinterpret_cast<long>(pointer); }

inline int Open(const char* path, int flags, int mode = 0) {
  return static_cast<int>(Call(SYS_openat, AT_FDCWD, Word(path), flags | O_CLOEXEC, mode));
}
inline int Close(int fd) { return static_cast<int>(Call(SYS_close, fd)); }
inline long Read(int fd, void* to, size_t n) {
  return Call(SYS_read, fd, Word(to), static_cast<long>(n));
}
inline long PRead(int fd, void* to, size_t n, uint64_t at) {
  return Call(SYS_pread64, fd, Word(to), static_cast<long>(n), static_cast<long>(at));
}
inline long Write(int fd, const void* from, size_t n) {
  return Call(SYS_write, fd, Word(from), static_cast<long>(n));
}
inline long PWrite(int fd, const void* from, size_t n, uint64_t at) {
  return Call(SYS_pwrite64, fd, Word(from), static_cast<long>(n), static_cast<long>(at));
}
inline long Seek(int fd, long offset, int whence) { return Call(SYS_lseek, fd, offset, whence); }
inline int Truncate(int fd, uint64_t size) {
  return static_cast<int>(Call(SYS_ftruncate, fd, static_cast<long>(size)));
}
inline int Fcntl(int fd, int command, long argument = 0) {
  return static_cast<int>(Call(SYS_fcntl, fd, command, argument));
}
inline int Flock(int fd, int operation) { return static_cast<int>(Call(SYS_flock, fd, operation)); }
// The kernel's struct is libc's on both architectures.
inline int Stat(int fd, struct stat* out) {
  return static_cast<int>(Call(SYS_fstat, fd, Word(out)));
}
inline int StatAt(int folder, const char* path, struct stat* out, int flags) {
  return static_cast<int>(Call(SYS_newfstatat, folder, Word(path), Word(out), flags));
}
inline long ReadLinkAt(int folder, const char* path, char* to, size_t n) {
  return Call(SYS_readlinkat, folder, Word(path), Word(to), static_cast<long>(n));
}
inline long ReadLink(const char* path, char* to, size_t n) {
  return ReadLinkAt(AT_FDCWD, path, to, n);
}
// The length with the terminator, as the kernel gives it.
inline long WorkingDirectory(char* to, size_t n) {
  return Call(SYS_getcwd, Word(to), static_cast<long>(n));
}
inline int Pid() { return static_cast<int>(Call(SYS_getpid)); }
inline int ParentPid() { return static_cast<int>(Call(SYS_getppid)); }
inline int ThreadId() { return static_cast<int>(Call(SYS_gettid)); }

// Fresh zeroed memory, or null.
inline void* Map(size_t bytes) {
  const long at = Call(SYS_mmap, 0, static_cast<long>(bytes), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return at < 0 && at > -4096 ? nullptr : reinterpret_cast<void*>(at);
}

// Blocks every signal in this thread while it lives (the outermost of several does), also those
// that libc keeps for cancellation.
class NoSignals {
 public:
  NoSignals() {
    if (depth_++ > 0) return;
    const uint64_t all = ~0ull;
    Call(SYS_rt_sigprocmask, 0 /* SIG_BLOCK */, Word(&all), Word(&before_), sizeof before_);
  }
  ~NoSignals() {
    if (--depth_ > 0) return;
    Call(SYS_rt_sigprocmask, 2 /* SIG_SETMASK */, Word(&before_), 0, sizeof before_);
  }

  NoSignals(const NoSignals&) = delete;
  NoSignals& operator=(const NoSignals&) = delete;

 private:
  uint64_t before_ = 0;
  // In a thread's static storage: reading it calls nothing.
  static inline thread_local int depth_ __attribute__((tls_model("initial-exec"))) = 0;
};

// A lock of one word, without an owner: whoever may be interrupted holds NoSignals too.
class Mutex {
 public:
  void Lock() {
    uint32_t free = 0;
    if (word_.compare_exchange_strong(free, 1, std::memory_order_acquire)) return;
    while (word_.exchange(2, std::memory_order_acquire) != 0) {
      Call(SYS_futex, Word(&word_), FUTEX_WAIT_PRIVATE, 2, 0);
    }
  }
  void Unlock() {
    if (word_.exchange(0, std::memory_order_release) == 2)
      Call(SYS_futex, Word(&word_), FUTEX_WAKE_PRIVATE, 1);
  }
  // In a child process: whoever held it is not there.
  void Reset() { word_.store(0, std::memory_order_relaxed); }

 private:
  std::atomic<uint32_t> word_{0};
};

class Locked {
 public:
  explicit Locked(Mutex& mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~Locked() { mutex_.Unlock(); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

 private:
  NoSignals no_signals_;
  Mutex& mutex_;
};

// CLOCK_MONOTONIC, one clock for all processes of a machine.
inline uint64_t Now() {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000000000u + static_cast<uint64_t>(now.tv_nsec);
}
inline int64_t WallTime() {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<int64_t>(now.tv_sec) * 1000000000 + now.tv_nsec;
}

}  // namespace pedigree::sys

#endif  // PEDIGREE_RUNTIME_SYS_H_
