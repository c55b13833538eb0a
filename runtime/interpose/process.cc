// The beginning, the end and the children of a process.
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <new>

#include "runtime/files.h"
#include "runtime/interpose/interpose.h"
#include "runtime/program_kind.h"

namespace pedigree {
namespace {

std::atomic<bool> finished{false};

// What a child needs to be observed, as entries of an environment. Set once, when the library is
// loaded.
char preload_entry[4200] = "LD_PRELOAD=";
char ledger_entry[4200] = "PEDIGREE_LEDGER=";

// ---- Libraries loaded while the program ran (dlopen). It is not interposed: it looks for
// libraries by who calls it.
struct Libraries {
  size_t seen = 0;
  size_t at_start = 0;
  bool record = false;
} libraries;

int EachLibrary(dl_phdr_info* info, size_t, void*) {
  const size_t index = libraries.seen++;
  if (!libraries.record || index < libraries.at_start || info->dlpi_name == nullptr ||
      info->dlpi_name[0] != '/')
    return 0;
  AccessRecord access;
  access.mode = Mode::kExecute;
  access.name = info->dlpi_name;
  struct stat now;
  if (sys::StatAt(AT_FDCWD, info->dlpi_name, &now, 0) == 0) access.file = Identity::Of(now);
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
  return 0;
}

std::atomic<bool> said_uring{false};

void NoteRing(const char* how) {
  if (Recorder::Get().recording() && IsThisProcess() && !said_uring.exchange(true))
    Recorder::Get().Loss(Why::kIoUring, 0, how);
}

// One that was made in a way that no call shows.
void NoteOpenRing() {
  if (!said_uring && files::HasRing()) NoteRing("a ring is open");
}

void Finish(int status, files::Ending ending) {
  if (!Recorder::Get().recording() || !IsThisProcess() || finished.exchange(true)) return;
  NoteOpenRing();
  files::RecordAll(ending);
  libraries.seen = 0;
  libraries.record = true;
  dl_iterate_phdr(EachLibrary, nullptr);
  Recorder::Get().End(status);
}

// From before a fork to after it, this thread holds locks: no signal handler may come between.
alignas(sys::NoSignals) thread_local char fork_guard[sizeof(sys::NoSignals)]
    __attribute__((tls_model("initial-exec")));

void BeforeFork() {
  new (fork_guard) sys::NoSignals;
  Recorder::Get().ledger().Flush();
  files::BeforeFork();
  Recorder::Get().ledger().BeforeFork();
}
void AfterForkInParent() {
  Recorder::Get().ledger().AfterForkInParent();
  files::AfterForkInParent();
  reinterpret_cast<sys::NoSignals*>(fork_guard)->~NoSignals();
}
void AfterForkInChild() {
  ThisIsTheProcess();
  finished = said_uring = false;
  Recorder::Get().AfterForkInChild();
  files::AfterForkInChild();
  reinterpret_cast<sys::NoSignals*>(fork_guard)->~NoSignals();
}

// Our own file.
bool FindLibrary(char* to, size_t room) {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&FindLibrary), &info) == 0 || info.dli_fname == nullptr)
    return false;
  if (info.dli_fname[0] != '/' || strlen(info.dli_fname) >= room) return false;
  strcpy(to, info.dli_fname);
  return true;
}

__attribute__((constructor)) void Start() {
  FindRealFunctions();
  ThisIsTheProcess();
  const char* ledger = getenv(kLedgerVariable);
  if (ledger == nullptr || strlen(ledger) > 4096) return;
  if (!Recorder::Get().Start(ledger, Seen::kInterposer)) return;
  strcat(ledger_entry, ledger);
  if (!FindLibrary(preload_entry + strlen(preload_entry), 4096)) preload_entry[0] = 0;
  dl_iterate_phdr(EachLibrary, nullptr);
  libraries.at_start = libraries.seen;
  Recorder::Get().Process();
  files::Start();
  pthread_atfork(BeforeFork, AfterForkInParent, AfterForkInChild);
  // Registered before everything that the program registers, so it runs after all of it, with the
  // exit status.
  on_exit([](int status, void*) { Finish(status, files::Ending::kExit); }, nullptr);
}

// ---- The environment of a child

// The value of the variable that `entry`, "NAME=...", is of; null if there is none.
const char* ValueOf(char* const* environment, const char* entry) {
  const size_t name = static_cast<size_t>(strchr(entry, '=') - entry) + 1;
  for (; environment != nullptr && *environment != nullptr; ++environment) {
    if (strncmp(*environment, entry, name) == 0) return *environment + name;
  }
  return nullptr;
}

// Another ledger than ours is that of a `pedigree run` within this one, and stays.
bool IsComplete(char* const* environment) {
  if (!Recorder::Get().recording() || preload_entry[0] == 0) return true;
  const char* preload = ValueOf(environment, preload_entry);
  const char* ledger = ValueOf(environment, ledger_entry);
  return preload != nullptr && strstr(preload, strchr(preload_entry, '=') + 1) != nullptr &&
         ledger != nullptr && *ledger != 0;
}

size_t CountOf(char* const* list) {
  size_t n = 0;
  while (list != nullptr && list[n] != nullptr) ++n;
  return n;
}

// How much room Complete needs: pointers, and text for a preload list that has others too.
size_t RoomFor(char* const* environment) {
  size_t text = sizeof preload_entry + 2;
  for (char* const* entry = environment; entry != nullptr && *entry != nullptr; ++entry) {
    if (strncmp(*entry, "LD_PRELOAD=", 11) == 0) text += strlen(*entry);
  }
  return (CountOf(environment) + 3) * sizeof(char*) + text;
}

// `environment` with what a child needs to be observed, in `room`.
char** Complete(char* const* environment, void* room) {
  const size_t n = CountOf(environment);
  char** out = static_cast<char**>(room);
  char* text = reinterpret_cast<char*>(out + n + 3);
  size_t size = 0;
  strcpy(text, preload_entry);
  for (size_t i = 0; i < n; ++i) {
    if (strncmp(environment[i], "LD_PRELOAD=", 11) == 0) {
      if (environment[i][11] != 0) strcat(strcat(text, ":"), environment[i] + 11);
    } else if (strncmp(environment[i], ledger_entry, sizeof kLedgerVariable) != 0) {
      out[size++] = environment[i];
    }
  }
  out[size++] = text;
  out[size++] = ledger_entry;
  out[size] = nullptr;
  return out;
}

#define OBSERVED(environment)                                \
  (IsComplete(environment) ? const_cast<char**>(environment) \
                           : Complete(environment, __builtin_alloca(RoomFor(environment))))

void BecomeAnother() {
  if (!Recorder::Get().recording() || !IsThisProcess()) return;
  NoteOpenRing();
  files::RecordAll(files::Ending::kExec);
  Recorder::Get().SayLost();
  Recorder::Get().ledger().Flush();
}

// The process is about to become `path`, or a child is.
void Executing(int folder, const char* path, bool replaces) {
  if (!Recorder::Get().recording() || path == nullptr) return;
  char reason[512];
  switch (KindOfProgram(folder, path)) {
    case ProgramKind::kStatic:
      Recorder::Get().Loss(Why::kStaticBinary, 0, Cut(path, reason, sizeof reason));
      break;
    case ProgramKind::kSetuid:
      Recorder::Get().Loss(Why::kSetuid, 0, Cut(path, reason, sizeof reason));
      break;
    case ProgramKind::kOwnCalls:
      Recorder::Get().Loss(Why::kRawSyscall, 0, Cut(path, reason, sizeof reason));
      break;
    case ProgramKind::kObservable:
    case ProgramKind::kUnknown:
      break;
  }
  if (replaces) BecomeAnother();
}

// The same of a name that is looked for in PATH.
void ExecutingByName(const char* name, bool replaces) {
  if (!Recorder::Get().recording() || name == nullptr) return;
  char path[4096];
  if (FindInPath(name, getenv("PATH"), path, sizeof path)) {
    Executing(AT_FDCWD, path, replaces);
  } else if (replaces) {
    BecomeAnother();
  }
}

}  // namespace

extern "C" RealFunction __start_pedigree_reals[];
extern "C" RealFunction __stop_pedigree_reals[];

void FindRealFunctions() {
  for (RealFunction* f = __start_pedigree_reals; f != __stop_pedigree_reals; ++f) f->Find();
}

// ---- exec

INTERPOSE(int, execve, (const char* path, char* const* arguments, char* const* environment)) {
  Executing(AT_FDCWD, path, true);
  return REAL(execve)(path, arguments, OBSERVED(environment));
}
INTERPOSE(int, execvpe, (const char* name, char* const* arguments, char* const* environment)) {
  ExecutingByName(name, true);
  return REAL(execvpe)(name, arguments, OBSERVED(environment));
}
INTERPOSE(int, execv, (const char* path, char* const* arguments)) {
  return pedigree_in_front_of_execve(path, arguments, environ);
}
INTERPOSE(int, execvp, (const char* name, char* const* arguments)) {
  return pedigree_in_front_of_execvpe(name, arguments, environ);
}
INTERPOSE(int, fexecve, (int fd, char* const* arguments, char* const* environment)) {
  BecomeAnother();
  return REAL(fexecve)(fd, arguments, OBSERVED(environment));
}
INTERPOSE(int, execveat,
          (int folder, const char* path, char* const* arguments, char* const* environment,
           int flags)) {
  Executing(folder, path, true);
  return REAL(execveat)(folder, path, arguments, OBSERVED(environment), flags);
}

// The arguments of execl and its like, as a list on the stack; `last` is the one before them.
#define LIST_ARGUMENTS(first, last)                                                 \
  va_list arguments;                                                                \
  va_start(arguments, last);                                                        \
  size_t count = 1;                                                                 \
  while (va_arg(arguments, char*) != nullptr) ++count;                              \
  va_end(arguments);                                                                \
  char** list = static_cast<char**>(__builtin_alloca((count + 1) * sizeof(char*))); \
  va_start(arguments, last);                                                        \
  list[0] = const_cast<char*>(first);                                               \
  for (size_t i = 1; i <= count; ++i) list[i] = va_arg(arguments, char*);

INTERPOSE(int, execl, (const char* path, const char* first, ...)) {
  LIST_ARGUMENTS(first, first)
  va_end(arguments);
  return pedigree_in_front_of_execve(path, list, environ);
}
INTERPOSE(int, execlp, (const char* name, const char* first, ...)) {
  LIST_ARGUMENTS(first, first)
  va_end(arguments);
  return pedigree_in_front_of_execvpe(name, list, environ);
}
INTERPOSE(int, execle, (const char* path, const char* first, ...)) {
  LIST_ARGUMENTS(first, first)
  char* const* environment = va_arg(arguments, char* const*);
  va_end(arguments);
  return pedigree_in_front_of_execve(path, list, environment);
}

INTERPOSE(int, posix_spawn,
          (pid_t * pid, const char* path, const posix_spawn_file_actions_t* actions,
           const posix_spawnattr_t* how, char* const* arguments, char* const* environment)) {
  Executing(AT_FDCWD, path, false);
  return REAL(posix_spawn)(pid, path, actions, how, arguments, OBSERVED(environment));
}
INTERPOSE(int, posix_spawnp,
          (pid_t * pid, const char* name, const posix_spawn_file_actions_t* actions,
           const posix_spawnattr_t* how, char* const* arguments, char* const* environment)) {
  ExecutingByName(name, false);
  return REAL(posix_spawnp)(pid, name, actions, how, arguments, OBSERVED(environment));
}

#define SETRLIMIT(name)                                              \
  INTERPOSE(int, name, (int resource, const struct rlimit* limit)) { \
    const int result = REAL(name)(resource, limit);                  \
    Recorder::Get().ledger().LimitChanged();                         \
    return result;                                                   \
  }
SETRLIMIT(setrlimit)
SETRLIMIT(setrlimit64)

// ---- Ends that run no handlers

INTERPOSE(void, _exit, (int status)) {
  Finish(status, files::Ending::kAtOnce);
  REAL(_exit)(status);
  __builtin_unreachable();
}
INTERPOSE(void, _Exit, (int status)) {
  Finish(status, files::Ending::kAtOnce);
  REAL(_Exit)(status);
  __builtin_unreachable();
}
INTERPOSE(void, quick_exit, (int status)) {
  Finish(status, files::Ending::kAtOnce);
  REAL(quick_exit)(status);
  __builtin_unreachable();
}

// ---- System calls that libc passes on

INTERPOSE(long, syscall, (long number, long a, long b, long c, long d, long e, long f)) {
  if (number == SYS_clone) NoteClone(static_cast<unsigned long>(a));
#ifdef SYS_vfork
  if (number == SYS_vfork) NoteClone(CLONE_VM);
#endif
  if (number == SYS_clone3) NoteClone(CLONE_VM);  // for all we know
  const long result = REAL(syscall)(number, a, b, c, d, e, f);
  if (!Recorder::Get().recording() || result < 0 || !IsThisProcess()) return result;
  static std::atomic<bool> said_raw{false};
  switch (number) {
    case SYS_openat:
      files::Opened(static_cast<int>(result), static_cast<int>(a), reinterpret_cast<const char*>(b),
                    static_cast<int>(c));
      break;
    case SYS_read:
    case SYS_pread64:
    case SYS_readv:
    case SYS_preadv:
      files::Moved(static_cast<int>(a), -1, result);
      break;
    case SYS_write:
    case SYS_pwrite64:
    case SYS_writev:
    case SYS_pwritev:
      files::Moved(-1, static_cast<int>(a), result);
      break;
    case SYS_copy_file_range:
      files::Moved(static_cast<int>(a), static_cast<int>(c), result);
      break;
    case SYS_close:
      files::ClosedUnseen(static_cast<int>(a));
      break;
    case SYS_io_uring_setup:
      NoteRing("io_uring_setup");
      break;
    case SYS_openat2:
    case SYS_renameat2:
    case SYS_unlinkat:
    case SYS_execveat:
      if (!said_raw.exchange(true))
        Recorder::Get().Loss(Why::kRawSyscall, 0, "a system call without libc's function");
      break;
    default:
      break;
  }
  return result;
}

// liburing's functions, which make their calls themselves.
#define QUEUE_INIT(name, parameters, ...)                                         \
  INTERPOSE(int, name, parameters) {                                              \
    const int result = REAL(name) == nullptr ? -ENOSYS : REAL(name)(__VA_ARGS__); \
    if (result >= 0) NoteRing(#name);                                             \
    return result;                                                                \
  }
QUEUE_INIT(io_uring_queue_init, (unsigned entries, void* ring, unsigned flags), entries, ring,
           flags)
QUEUE_INIT(io_uring_queue_init_params, (unsigned entries, void* ring, void* how), entries, ring,
           how)
QUEUE_INIT(io_uring_queue_init_mem,
           (unsigned entries, void* ring, void* how, void* memory, size_t size), entries, ring, how,
           memory, size)

// The recorder for an SDK in the same process.
namespace {
uint64_t ProcessOfRecorder() { return Recorder::Get().Process(); }
int AppendToRecorder(const uint8_t* payload, size_t size) {
  return Recorder::Get().AppendBytes(payload, size);
}
}  // namespace

extern "C" __attribute__((visibility("default"))) const pedigree_recorder_v1*
pedigree_recorder_of_interposer_v1() {
  static const pedigree_recorder_v1 recorder = {ProcessOfRecorder, AppendToRecorder};
  return Recorder::Get().recording() ? &recorder : nullptr;
}

}  // namespace pedigree
