#include "runtime/tracer/filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <vector>

namespace pedigree::trace {
namespace {

constexpr long kCalls[] = {
#ifdef SYS_open
    SYS_open,      SYS_creat,         SYS_dup2,
    SYS_rename,    SYS_link,          SYS_unlink,
    SYS_getdents,
#endif
#ifdef SYS_renameat
    SYS_renameat,
#endif
    SYS_openat,    SYS_openat2,       SYS_open_by_handle_at,
    SYS_close,     SYS_close_range,   SYS_dup,
    SYS_dup3,      SYS_fcntl,         SYS_read,
    SYS_pread64,   SYS_readv,         SYS_preadv,
    SYS_preadv2,   SYS_write,         SYS_pwrite64,
    SYS_writev,    SYS_pwritev,       SYS_pwritev2,
    SYS_lseek,     SYS_ftruncate,     SYS_truncate,
    SYS_fallocate, SYS_sendfile,      SYS_copy_file_range,
    SYS_splice,    SYS_mmap,          SYS_munmap,
    SYS_mremap,    SYS_renameat2,     SYS_linkat,
    SYS_unlinkat,  SYS_getdents64,    SYS_execve,
    SYS_execveat,  SYS_io_uring_setup};

class Program {
 public:
  Program() {
    Load(offsetof(seccomp_data, arch));
    Add(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, kArchitecture);
    Give(SECCOMP_RET_TRACE);
    Load(offsetof(seccomp_data, nr));
    for (const long call : kCalls) {
      Add(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, static_cast<uint32_t>(call));
      Give(SECCOMP_RET_TRACE);
    }
#if defined(__x86_64__)
    Add(BPF_JMP | BPF_JGE | BPF_K, 0, 1, 0x40000000);  // x32's calls
    Give(SECCOMP_RET_TRACE);
#endif
    Add(BPF_JMP | BPF_JEQ | BPF_K, 0, 4, SYS_ioctl);
    Load(offsetof(seccomp_data, args[1]));  // its lower half: both are little-endian
    Add(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, kClone);
    Add(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, kCloneRange);
    Give(SECCOMP_RET_TRACE);
    Give(SECCOMP_RET_ALLOW);
  }

  sock_fprog Get() { return {static_cast<unsigned short>(code_.size()), code_.data()}; }

 private:
  void Add(int code, int if_true, int if_false, uint32_t k) {
    code_.push_back({static_cast<uint16_t>(code), static_cast<uint8_t>(if_true),
                     static_cast<uint8_t>(if_false), k});
  }
  void Load(size_t at) { Add(BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<uint32_t>(at)); }
  void Give(uint32_t what) { Add(BPF_RET | BPF_K, 0, 0, what); }

  std::vector<sock_filter> code_;
};

}  // namespace

int InstallFilter() {
  Program program;
  sock_fprog code = program.Get();
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &code) == 0) return 0;
  if (errno != EACCES || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &code) == 0 ? 0 : errno;
}

}  // namespace pedigree::trace
