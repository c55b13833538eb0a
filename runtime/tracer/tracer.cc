#include "runtime/tracer/tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "runtime/hash_file.h"
#include "runtime/program_kind.h"
#include "runtime/tracer/filter.h"
#include "runtime/tracer/timer_signals.h"
#include "runtime/tracer/watcher.h"

namespace pedigree {
namespace trace {
namespace {

constexpr int kStopped = 128;  // PTRACE_EVENT_STOP
constexpr int kCapabilityPtrace = 19;

// Whether this process has the capability, now.
bool HasCapability(int number) {
  return (strtoull(StatusOf(getpid(), "CapEff").c_str(), nullptr, 16) >> number & 1) != 0;
}

long Options(TraceWay way) {
  long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                 PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT;
  if (way == TraceWay::kSeccomp) options |= PTRACE_O_TRACESECCOMP;
  return options;
}

// All that is traced: the program, its threads, its children.
class Loop {
 public:
  Loop(TraceWay way, Watcher& watcher) : way_(way), watcher_(watcher) {}

  // The first process, which is seized already.
  void Add(pid_t pid) { NewThread(pid, NewProcess(pid)); }

  void Run() {
    int status;
    for (pid_t tid; (tid = timers_.Wait(&status)) > 0 || errno == EINTR;) {
      if (tid > 0) Changed(tid, status);
    }
  }

 private:
  Process* NewProcess(pid_t pid) {
    auto process = std::make_unique<Process>();
    process->pid = process->through = pid;
    Process* raw = process.get();
    processes_[pid] = std::move(process);
    return raw;
  }
  void NewThread(pid_t tid, Process* process) {
    Thread& thread = threads_[tid];
    thread.tid = tid;
    thread.process = process;
    process->threads.insert(tid);
  }

  void Changed(pid_t tid, int status) {
    const auto found = threads_.find(tid);
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (found != threads_.end()) Gone(found->second);
      return;
    }
    if (!WIFSTOPPED(status)) return;
    if (found == threads_.end()) {
      early_.insert(tid);  // its parent's event is still to come
      return;
    }
    Thread& thread = found->second;
    const int signal = WSTOPSIG(status), event = status >> 16;
    if (event == 0 && signal != (SIGTRAP | 0x80))
      return Resume(thread, timers_.Given(thread, signal));
    if (event == kStopped) {
      timers_.Release(thread);
      const bool group =
          signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
      if (group) {
        ptrace(PTRACE_LISTEN, tid, 0, 0);
        return;
      }
      return Resume(thread, 0);
    }
    unsigned long message = 0;
    if (event != 0) ptrace(PTRACE_GETEVENTMSG, tid, 0, &message);
    switch (event) {
      case PTRACE_EVENT_FORK:
      case PTRACE_EVENT_VFORK:
      case PTRACE_EVENT_CLONE:
        Born(thread, static_cast<pid_t>(message));
        break;
      case PTRACE_EVENT_EXEC:
        Executed(thread);
        break;
      case PTRACE_EVENT_EXIT:
        Ending(thread, static_cast<int>(message));
        break;
      default:
        if (!Call(thread)) return;
    }
    Resume(thread, 0);
  }

  void Resume(const Thread& thread, int signal) {
    const bool at_calls = way_ == TraceWay::kPtrace || thread.in_call || timers_.Holds(thread);
    const auto how = at_calls ? PTRACE_SYSCALL : PTRACE_CONT;
    ptrace(how, thread.tid, 0, signal);
  }

  void Born(Thread& parent, pid_t tid) {
    if (threads_.contains(tid)) return;
    const pid_t pid = ProcessOf(tid);
    if (pid == parent.process->pid) {
      NewThread(tid, parent.process);
    } else {
      Process* process = NewProcess(tid);
      NewThread(tid, process);
      watcher_.Forked(*parent.process, *process, tid);
    }
    Thread& child = threads_.at(tid);
    timers_.Born(parent, child);
    if (early_.erase(tid) == 0) return;
    timers_.Release(child);
    Resume(child, 0);
  }

  // All other threads are gone, and this one, whichever it was, has the process's number.
  void Executed(Thread& thread) {
    Process& process = *thread.process;
    for (const pid_t other : process.threads) {
      if (other != thread.tid) threads_.erase(other);
    }
    process.threads = {thread.tid};
    process.through = thread.tid;
    thread.in_call = false;
    thread.busy.clear();
    timers_.Forget(thread);
    watcher_.Executed(process);
  }

  void Ending(Thread& thread, int status) {
    Process& process = *thread.process;
    process.threads.erase(thread.tid);
    if (process.threads.empty()) {
      process.through = thread.tid;
      watcher_.Ended(process, status);
    } else if (thread.tid == process.through) {
      process.through = *process.threads.begin();
    }
  }

  void Gone(Thread& thread) {
    Process* process = thread.process;
    process->threads.erase(thread.tid);
    timers_.Forget(thread);
    const bool last = process->threads.empty();
    threads_.erase(thread.tid);
    if (last) processes_.erase(process->pid);
  }

  // A stop at a system call. False if the thread is not ours any more.
  bool Call(Thread& thread) {
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, thread.tid, sizeof info, &info) <= 0) return true;
    if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
      if (thread.in_call) {
        thread.in_call = false;
        watcher_.Leave(thread, info.exit.rval);
      }
      return true;
    }
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY && info.op != PTRACE_SYSCALL_INFO_SECCOMP) return true;
    timers_.Entering(thread, info.entry.nr);
    // The filter stops at it as well, if it is one to see.
    if (way_ == TraceWay::kSeccomp && info.op == PTRACE_SYSCALL_INFO_ENTRY) return true;
    thread.in_call = false;
    thread.number = info.entry.nr;
    memcpy(thread.args, info.entry.args, sizeof thread.args);
    if (info.arch != kArchitecture || (kX32 != 0 && thread.number >= kX32)) {
      if (!thread.process->said_foreign) {
        thread.process->said_foreign = true;
        watcher_.Loss(*thread.process, Why::kRawSyscall,
                      "by a program that is not of this machine's own kind (32 bits)");
      }
      return true;
    }
    const bool executes = thread.number == SYS_execve || thread.number == SYS_execveat;
    if (executes && !MayBecome(thread)) return false;
    thread.in_call = watcher_.Enter(thread);
    return true;
  }

  // Whether a program that the thread is about to become can be traced without being another for
  // it. A program with raised rights gets none while somebody without rights traces it; so it is
  // let go where that can be.
  bool MayBecome(Thread& thread) {
    if (traces_raised_) return true;
    const std::string program = Watcher::ProgramOf(thread);
    if (KindOfProgram(AT_FDCWD, program.c_str()) != ProgramKind::kSetuid) return true;
    Process& process = *thread.process;
    if (way_ == TraceWay::kSeccomp) {
      watcher_.Loss(process, Why::kSetuid, program + ", which ran without its raised rights");
      return true;
    }
    watcher_.Loss(process, Why::kSetuid, program);
    thread.in_call = false;
    watcher_.Enter(thread);
    ptrace(PTRACE_DETACH, thread.tid, 0, 0);
    Gone(thread);
    return false;
  }

#if defined(__x86_64__)
  static constexpr uint64_t kX32 = 0x40000000;
#else
  static constexpr uint64_t kX32 = 0;
#endif

  TraceWay way_;
  Watcher& watcher_;
  TimerSignals timers_;
  const bool traces_raised_ = HasCapability(kCapabilityPtrace);  // programs with raised rights
  std::map<pid_t, std::unique_ptr<Process>> processes_;
  std::unordered_map<pid_t, Thread> threads_;
  std::unordered_set<pid_t> early_;
};

// The tracer's process: nothing of ours stays open, no signal but SIGKILL ends it.
void BecomeTracer(int status_fd) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  const int null = open("/dev/null", O_RDWR);
  for (int fd = 0; fd <= 2 && null >= 0; ++fd) dup2(null, fd);
  if (status_fd > 3) syscall(SYS_close_range, 3, status_fd - 1, 0);
  syscall(SYS_close_range, status_fd + 1, ~0u, 0);
  (void)!chdir("/");
}

[[noreturn]] void TracerMain(pid_t child, TraceWay way, const std::string& ledger, int status_fd) {
  BecomeTracer(status_fd);
  ConfigureHashing();
  Watcher watcher;
  int error = 0;
  if (!watcher.Start(ledger)) error = ENAMETOOLONG;
  if (error == 0 && ptrace(PTRACE_SEIZE, child, 0, Options(way)) != 0) error = errno;
  (void)!write(status_fd, &error, sizeof error);
  close(status_fd);
  if (error == 0) {
    Loop loop(way, watcher);
    loop.Add(child);
    loop.Run();
  }
  _exit(0);
}

// Whether a process of ours can be traced as it will be: 0, or errno.
int TryTracing(TraceWay way) {
  int go[2];
  if (pipe2(go, O_CLOEXEC) != 0) return errno;
  const pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    char c;
    close(go[1]);
    (void)!read(go[0], &c, 1);
    const int error = EnterTrace(way);
    syscall(SYS_lseek, -1, 0, 0);  // one call that the filter stops at
    _exit(error);
  }
  close(go[0]);
  int error = ptrace(PTRACE_SEIZE, child, 0, Options(way)) != 0 ? errno : 0;
  close(go[1]);
  int status = 0;
  bool seen = false;
  while (waitpid(child, &status, __WALL) == child && !WIFEXITED(status) && !WIFSIGNALED(status)) {
    const int event = status >> 16;
    seen |= event == PTRACE_EVENT_SECCOMP;
    const int signal = event == 0 ? WSTOPSIG(status) : 0;
    ptrace(PTRACE_CONT, child, 0, signal);
  }
  if (error == 0 && WIFEXITED(status)) error = WEXITSTATUS(status);
  if (error == 0 && way == TraceWay::kSeccomp && !seen) error = ENOSYS;
  return error;
}

}  // namespace
}  // namespace trace

std::string WhyNoTrace(TraceWay way) {
  const int self = static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0));
  if (self < 0) return std::string("pidfd_open: ") + strerror(errno);
  const int other = static_cast<int>(syscall(SYS_pidfd_getfd, self, self, 0));
  const int error = errno;
  close(self);
  if (other < 0) return std::string("pidfd_getfd: ") + strerror(error);
  close(other);
  if (const int refused = trace::TryTracing(way); refused != 0) {
    return std::string(way == TraceWay::kSeccomp ? "the kernel refuses ptrace with seccomp: "
                                                 : "the kernel refuses ptrace: ") +
           strerror(refused);
  }
  return "";
}

void PrepareToBeTraced() { prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0); }

int EnterTrace(TraceWay way) { return way == TraceWay::kSeccomp ? trace::InstallFilter() : 0; }

std::string StartTracer(pid_t child, TraceWay way, const std::string& ledger) {
  int told[2];
  if (pipe2(told, O_CLOEXEC) != 0) return strerror(errno);
  const pid_t tracer = fork();
  if (tracer < 0) return strerror(errno);
  if (tracer == 0) {
    close(told[0]);
    trace::TracerMain(child, way, ledger, told[1]);
  }
  close(told[1]);
  int error = EIO;
  if (read(told[0], &error, sizeof error) != sizeof error) error = EIO;
  close(told[0]);
  return error == 0 ? "" : strerror(error);
}

}  // namespace pedigree
