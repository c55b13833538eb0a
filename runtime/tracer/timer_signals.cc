#include "runtime/tracer/timer_signals.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "runtime/sys.h"

namespace pedigree::trace {
namespace {

// What a thread has run between two signals, at most, if it did nothing but handle the first, ns.
constexpr uint64_t kNothing = 200000;
// How long a signal is kept back: some of the time that passed in vain.
constexpr uint64_t kShortest = 1000000, kLongest = 100000000;

uint64_t Bit(int signal) { return 1ull << (signal - 1); }

// How long the thread has had a processor, ns; 0 where the kernel does not count it.
uint64_t TimeOnProcessor(pid_t tid) {
  char path[64], text[128];
  snprintf(path, sizeof path, "/proc/%d/schedstat", tid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  const ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
  if (fd >= 0) close(fd);
  text[std::max<ssize_t>(n, 0)] = 0;
  return strtoull(text, nullptr, 10);
}

bool MakesThread(uint64_t call) {
#ifdef SYS_fork
  if (call == SYS_fork || call == SYS_vfork) return true;
#endif
  return call == SYS_clone || call == SYS_clone3;
}

struct Position {
  uint64_t instruction, stack;
  bool waits;  // in a system call that the signal interrupted, and that looks for what it waits for
               // each time that it begins anew
};

bool PositionOf(pid_t tid, Position* out) {
  user_regs_struct registers;
  iovec part = {&registers, sizeof registers};
  if (ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &part) != 0) return false;
#if defined(__x86_64__)
  constexpr int64_t kBeginsAnew = -513;  // ERESTARTNOINTR: fork, which does not begin at all
  out->instruction = registers.rip;
  out->stack = registers.rsp;
  out->waits = static_cast<int64_t>(registers.orig_rax) >= 0 &&
               static_cast<int64_t>(registers.rax) != kBeginsAnew;
#else
  constexpr uint32_t kCall = 0xd4000001;  // svc 0, which the kernel has gone back to
  uint32_t next = 0;
  out->instruction = registers.pc;
  out->stack = registers.sp;
  out->waits = ReadMemory(tid, registers.pc, &next, sizeof next) == sizeof next && next == kCall &&
               !MakesThread(registers.regs[8]);
#endif
  return true;
}

bool IsOfTimer(const siginfo_t& info) {
  // What the program itself did there must not be blocked: it would end by it.
  for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS}) {
    if (info.si_signo == fault) return false;
  }
  return info.si_code == SI_KERNEL || info.si_code == SI_TIMER;
}

// Whether the process has the signal coming anyway.
bool IsPending(pid_t tid, int signal) {
  constexpr int kMany = 64;
  siginfo_t infos[kMany];
  __ptrace_peeksiginfo_args which = {0, PTRACE_PEEKSIGINFO_SHARED, kMany};
  const long n = ptrace(PTRACE_PEEKSIGINFO, tid, &which, infos);
  for (long i = 0; i < n; ++i) {
    if (infos[i].si_signo == signal) return true;
  }
  return false;
}

}  // namespace

int TimerSignals::Given(Thread& thread, int signal) {
  const pid_t tid = thread.tid;
  TimerSignal& timer = thread.timer;
  siginfo_t info;
  if (ptrace(PTRACE_GETSIGINFO, tid, 0, &info) != 0) return signal;
  if (timer.raised.si_signo == signal && info.si_code == SI_TKILL) {
    // What was kept back comes, and is what it was.
    info = timer.raised;
    ptrace(PTRACE_SETSIGINFO, tid, 0, &info);
    timer.raised.si_signo = 0;
  }
  if (timer.held != 0) Release(thread);
  Position now;
  if (!IsOfTimer(info) || !PositionOf(tid, &now)) return signal;
  const uint64_t ran = TimeOnProcessor(tid);
  const bool in_vain = timer.signal == signal && timer.instruction == now.instruction &&
                       timer.stack == now.stack && !now.waits && ran - timer.ran < kNothing;
  timer.ran = ran;
  if (!in_vain) {
    timer.signal = signal;
    timer.instruction = now.instruction;
    timer.stack = now.stack;
    timer.since = sys::Now();
    return signal;
  }
  uint64_t blocked = 0;
  if (ptrace(PTRACE_GETSIGMASK, tid, sizeof blocked, &blocked) != 0) return signal;
  const uint64_t more = blocked | Bit(signal);
  if (ptrace(PTRACE_SETSIGMASK, tid, sizeof more, &more) != 0) return signal;
  timer.held = signal;
  timer.info = info;
  timer.blocked = blocked;
  timer.blocks_more = true;
  const uint64_t clock = sys::Now();
  until_[tid] = clock + std::clamp(2 * (clock - timer.since), kShortest, kLongest);
  return 0;
}

void TimerSignals::Release(Thread& thread) {
  TimerSignal& timer = thread.timer;
  if (!timer.blocks_more) return;
  ptrace(PTRACE_SETSIGMASK, thread.tid, sizeof timer.blocked, &timer.blocked);
  if (timer.held != 0 && !IsPending(thread.tid, timer.held)) {
    timer.raised = timer.info;
    syscall(SYS_tgkill, thread.process->pid, thread.tid, timer.held);
  }
  Forget(thread);
}

void TimerSignals::Entering(Thread& thread, uint64_t call) {
  if (!MakesThread(call)) Release(thread);
}

void TimerSignals::Born(const Thread& parent, Thread& child) {
  child.timer.blocks_more = parent.timer.blocks_more;
  child.timer.blocked = parent.timer.blocked;
}

void TimerSignals::Forget(Thread& thread) {
  thread.timer.held = 0;
  thread.timer.blocks_more = false;
  thread.timer.signal = 0;
  until_.erase(thread.tid);
}

pid_t TimerSignals::Wait(int* status) {
  for (;;) {
    const pid_t tid = waitpid(-1, status, until_.empty() ? __WALL : __WALL | WNOHANG);
    if (tid != 0 || until_.empty()) return tid;
    const uint64_t now = sys::Now();
    uint64_t next = now + kLongest;
    for (auto& [held, until] : until_) {
      if (until <= now) {
        ptrace(PTRACE_INTERRUPT, held, 0, 0);
        until = now + kLongest;  // it stops soon
      }
      next = std::min(next, until);
    }
    // The tracer has it blocked, so one that came since the look above is not missed.
    sigset_t stopped;
    sigemptyset(&stopped);
    sigaddset(&stopped, SIGCHLD);
    const timespec rest = {0, static_cast<long>(next - now)};
    sigtimedwait(&stopped, nullptr, &rest);
  }
}

}  // namespace pedigree::trace
