// `pedigree run`: a program under observation. It writes the run's record, starts the program with
// the observer in front of its libc, passes signals and the exit status on, and says what was read
// and written.
//
// Observation is never in the program's way: where there can be none (a directory that cannot be
// written, no observer), that is said and the program runs all the same.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>

#include "analyzer/fragment/mask.h"
#include "cli/cache_folder.h"
#include "cli/command.h"
#include "cli/left_behind.h"
#include "cli/processes.h"
#include "cli/version.h"
#include "lineage/graph_io.h"
#include "lineage/ledger.h"
#include "lineage/names.h"
#include "lineage/observed.h"
#include "lineage/run_summary.h"
#include "runtime/digest_cache.h"
#include "runtime/hash_file.h"
#include "runtime/ledger_file.h"
#include "runtime/mask.h"
#include "runtime/program_kind.h"
#include "runtime/recorder.h"
#include "runtime/tracer/tracer.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// What is recorded of the environment besides what --env names: it changes results and is never
// secret.
constexpr const char* kVariables[] = {"LANG",
                                      "LC_ALL",
                                      "TZ",
                                      "SOURCE_DATE_EPOCH",
                                      "OMP_NUM_THREADS",
                                      "MKL_NUM_THREADS",
                                      "OPENBLAS_NUM_THREADS",
                                      "CUDA_VISIBLE_DEVICES",
                                      "PYTHONHASHSEED"};

constexpr int kNotFound = 127, kNotExecutable = 126;  // as a shell has it

struct Request {
  std::string ledger;
  std::string job;
  std::vector<std::string> variables;
  bool quiet = false;
  bool cache = true;
  std::optional<int> hash_threads;
  std::optional<TraceWay> trace;
  std::vector<std::string> program;
};

void Warn(std::string_view text) { fmt::print(stderr, "pedigree: run: {}\n", Printable(text)); }

// ---- The run's record

std::string RandomId() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

// The value of a "name : value" line.
std::string ValueIn(const char* file, std::string_view name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(name)) continue;
    const size_t at = line.find_first_not_of(" \t", line.find(':') + 1);
    return at == std::string::npos ? "" : line.substr(at);
  }
  return "";
}

HostClass Host() {
  HostClass host;
  utsname name;
  if (uname(&name) == 0) {
    host.set_os(fmt::format("{} {}", name.sysname, name.release));
    host.set_architecture(name.machine);
  }
  host.set_cpu_model(ValueIn("/proc/cpuinfo", "model name"));
  host.set_cpus(static_cast<uint32_t>(std::max(0L, sysconf(_SC_NPROCESSORS_ONLN))));
  host.set_memory_bytes(static_cast<uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                        static_cast<uint64_t>(sysconf(_SC_PAGESIZE)));
  std::error_code error;
  for (fs::directory_iterator at("/proc/driver/nvidia/gpus", error), end; !error && at != end;
       at.increment(error)) {
    host.add_accelerator(ValueIn((at->path() / "information").c_str(), "Model"));
  }
  return host;
}

Run RunRecord(const Request& request) {
  Run run;
  run.set_schema_version(kLedgerSchema);
  run.set_id(RandomId());
  run.set_job(request.job);
  bool secret = false;
  for (const std::string& argument : request.program) {
    run.add_argv(secret ? "***" : MaskSecrets(argument));
    secret = NextIsSecret(argument);
  }
  std::vector<std::string> variables(std::begin(kVariables), std::end(kVariables));
  variables.insert(variables.end(), request.variables.begin(), request.variables.end());
  std::sort(variables.begin(), variables.end());
  variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
  for (const std::string& name : variables) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) continue;
    EnvironmentVariable* variable = run.add_environment();
    variable->set_name(name);
    variable->set_value(IsSecretName(name) ? "***" : MaskSecrets(value));
  }
  std::error_code error;
  run.set_working_directory(fs::current_path(error).string());
  run.set_started_unix_ns(sys::WallTime());
  run.set_started(sys::Now());
  *run.mutable_host() = Host();
  run.set_git_commit(OutputOf("git rev-parse --verify --quiet HEAD 2>/dev/null").value_or(""));
  if (!run.git_commit().empty()) {
    run.set_git_dirty(
        !OutputOf("git status --porcelain --untracked-files=no 2>/dev/null").value_or("").empty());
  }
  if (const char* outer = std::getenv(kLedgerVariable)) {
    if (const auto ledger = ReadLedger(outer); ledger.ok()) run.add_parent_run(ledger->run().id());
  }
  run.set_observer(fmt::format("pedigree {}", kVersion));
  return run;
}

bool Append(LedgerFile& file, const Record& record) {
  const std::string bytes = record.SerializeAsString();
  return file.Append([&](Wire& wire, uint64_t) {
    wire.Copy(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  });
}

// ---- The observer

std::string FindObserver() {
  if (const char* given = std::getenv("PEDIGREE_OBSERVER")) return given;
  std::error_code error;
  const fs::path binary = fs::read_symlink("/proc/self/exe", error);
  if (error) return "";
  constexpr const char* kName = "libpedigree_observe.so";
  for (const fs::path& folder : {fs::path(binary.string() + ".runfiles/pedigree/runtime"),
                                 binary.parent_path().parent_path() / "lib/pedigree",
                                 binary.parent_path().parent_path() / "runtime"}) {
    if (fs::exists(folder / kName, error)) return fs::canonical(folder / kName, error).string();
  }
  // As a tool of a rule, in Bazel's output tree.
  for (fs::path above = binary.parent_path(); above.has_relative_path();
       above = above.parent_path()) {
    if (fs::exists(above / "runtime" / kName, error)) return (above / "runtime" / kName).string();
  }
  return "";
}

// Makes the ledger; its absolute path, or what is in the way.
absl::StatusOr<std::string> MakeLedger(const std::string& name) {
  const int fd = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0 && errno == EEXIST) {
    return absl::AlreadyExistsError(fmt::format(
        "{}: there is a file of this name; a ledger holds one run, and is never overwritten",
        name));
  }
  if (fd < 0)
    return absl::FailedPreconditionError(fmt::format("{}: {}", name, std::strerror(errno)));
  close(fd);
  std::error_code error;
  return fs::canonical(name, error).string();
}

std::string DefaultLedger(const Request& request) {
  const std::time_t now = std::time(nullptr);
  std::tm utc;
  gmtime_r(&now, &utc);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &utc);
  return fmt::format("{}-{}-{}.ledger", request.job, stamp, getpid());
}

// Where digests are kept from run to run, for ConfigureHashing of whoever hashes; a variable that
// is set already stays.
void SetCache(bool use) {
  if (!use) {
    setenv(kDigestCacheVariable, "", 1);
    return;
  }
  const fs::path folder = CacheFolder();
  std::error_code error;
  if (!fs::is_directory(folder, error)) return;  // nobody else keeps anything there
  fs::create_directory(folder / "pedigree", error);
  setenv(kDigestCacheVariable, (folder / "pedigree/digests").c_str(), 0);
}

// For the program's environment, in the process that becomes it.
void SetObserved(const std::string& observer, const std::string& ledger) {
  setenv(kLedgerVariable, ledger.c_str(), 1);
  if (observer.empty()) return;  // only what the program says of itself
  const char* before = std::getenv("LD_PRELOAD");
  const std::string preload =
      before == nullptr || *before == 0 ? observer : observer + ":" + before;
  setenv("LD_PRELOAD", preload.c_str(), 1);
}

// How the program is observed: by the library, or (`trace`) from outside. No ledger: not at all.
struct Observation {
  std::string ledger;
  std::string observer;
  std::optional<TraceWay> trace;
};

// ---- The program

volatile pid_t child = 0;

// A signal that somebody sent us is the program's. What the terminal sends, its whole group gets by
// itself.
void PassOn(int signal, siginfo_t* info, void*) {
  const int error = errno;
  if (child > 0 && info->si_code <= 0) kill(child, signal);
  errno = error;
}

constexpr int kPassedOn[] = {SIGHUP,  SIGINT,  SIGQUIT,  SIGTERM, SIGUSR1,
                             SIGUSR2, SIGALRM, SIGWINCH, SIGCONT};

struct Ended {
  int status = 0;  // as wait has it
  int error = 0;   // errno of an exec that failed
};

// In the child: waits for the word to go on, and becomes the program. Gives errno where it cannot.
int BecomeProgram(const Observation& observation, int word, char* const* arguments) {
  bool traced = false;
  if (observation.trace) {
    char c = 0;
    PrepareToBeTraced();
    ssize_t n;
    while ((n = read(word, &c, 1)) < 0 && errno == EINTR) continue;
    traced = n == 1 && c == 't';
  }
  if (!observation.ledger.empty())
    SetObserved(traced ? "" : observation.observer, observation.ledger);
  if (traced) {
    if (const int error = EnterTrace(*observation.trace); error != 0) return error;
  }
  execvp(arguments[0], arguments);
  return errno;
}

// In the parent: starts the tracer, and gives the word.
void GiveWord(const Observation& observation, pid_t program, int word) {
  const std::string refused = StartTracer(program, *observation.trace, observation.ledger);
  if (!refused.empty())
    Warn("cannot trace: " + refused + "; the program is observed by preloading");
  (void)!write(word, refused.empty() ? "t" : "n", 1);
}

// Runs the program to its end.
Ended RunProgram(const std::vector<std::string>& program, const Observation& observation) {
  std::vector<char*> arguments;
  for (const std::string& argument : program)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);

  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  int failure[2] = {-1, -1}, word[2] = {-1, -1};
  Ended ended;
  if (pipe2(failure, O_CLOEXEC) != 0 || pipe2(word, O_CLOEXEC) != 0) ended.error = errno;
  child = ended.error == 0 ? fork() : -1;
  if (child < 0 && ended.error == 0) ended.error = errno;
  if (child == 0) {
    close(word[1]);
    sigprocmask(SIG_SETMASK, &before, nullptr);
    const int error = BecomeProgram(observation, word[0], arguments.data());
    (void)!write(failure[1], &error, sizeof error);
    _exit(kNotFound);
  }
  close(failure[1]);
  close(word[0]);
  if (child > 0) {
    if (observation.trace) GiveWord(observation, child, word[1]);
    for (const int signal : kPassedOn) {
      struct sigaction now;
      sigaction(signal, nullptr, &now);
      if (now.sa_handler == SIG_IGN) continue;  // so it is for the program
      struct sigaction action = {};
      action.sa_sigaction = PassOn;
      action.sa_flags = SA_SIGINFO | SA_RESTART;
      sigaction(signal, &action, nullptr);
    }
    sigprocmask(SIG_SETMASK, &before, nullptr);
    if (read(failure[0], &ended.error, sizeof ended.error) != sizeof ended.error) ended.error = 0;
    while (waitpid(child, &ended.status, 0) < 0 && errno == EINTR) continue;
    child = 0;
  }
  close(word[1]);
  close(failure[0]);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return ended;
}

// Ends as the program did.
int EndAs(const Ended& ended) {
  if (!WIFSIGNALED(ended.status)) return WEXITSTATUS(ended.status);
  const int signal = WTERMSIG(ended.status);
  rlimit none = {0, 0};  // the program's core file, if any, is there already
  setrlimit(RLIMIT_CORE, &none);
  std::signal(signal, SIG_DFL);
  std::fflush(nullptr);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  sigprocmask(SIG_UNBLOCK, &only, nullptr);
  raise(signal);
  return 128 + signal;
}

void SayWhatIsNotSeen(const std::string& program, LedgerFile& ledger) {
  char path[4096];
  if (!FindInPath(program, std::getenv("PATH"), path, sizeof path)) return;
  const ProgramKind kind = KindOfProgram(AT_FDCWD, path);
  Loss::Why why = Loss::WHY_UNSPECIFIED;
  std::string_view what;
  if (kind == ProgramKind::kStatic) {
    why = Loss::STATIC_BINARY;
    what = "a static program, into which no observer can be loaded";
  } else if (kind == ProgramKind::kSetuid) {
    why = Loss::SETUID;
    what = "a program with raised rights, which loads no observer";
  } else if (kind == ProgramKind::kOwnCalls) {
    why = Loss::RAW_SYSCALL;
    what = "a program in Go, which makes its system calls without libc";
  } else {
    return;
  }
  Warn(
      fmt::format("{}: {}, so nothing of what it does is seen (--trace=seccomp observes it from "
                  "outside)",
                  path, what));
  Record record;
  record.mutable_loss()->set_why(why);
  record.mutable_loss()->set_detail(path);
  Append(ledger, record);
}

bool WriteEnd(LedgerFile& file, const std::string& name, const Ended& ended) {
  // How many records there are, only the file knows.
  Record record;
  RunEnd* end = record.mutable_end();
  end->set_ended_unix_ns(sys::WallTime());
  if (WIFSIGNALED(ended.status)) {
    end->set_signal(WTERMSIG(ended.status));
  } else {
    end->set_exit_status(WEXITSTATUS(ended.status));
  }
  const bool written = file.Append([&](Wire& wire, uint64_t place) {
    end->set_records(CountRecords(name, place));
    const std::string bytes = record.SerializeAsString();
    wire.Copy(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  });
  file.Sync();
  return written;
}

// Reads what was recorded, and says what it is.
absl::Status SumUp(const Request& request, const std::string& file, const std::string& name) {
  if (request.quiet) return CheckLedger(file);
  absl::StatusOr<Ledger> ledger = ReadLedger(file);
  if (!ledger.ok()) return ledger.status();
  ledger->file = name;
  JoinProcesses(&*ledger);
  const Style style{.color = isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr,
                    .draw = false};
  fmt::print(stderr, "{}", RunSummary(Observe(*ledger), style));
  return absl::OkStatus();
}

absl::StatusOr<int> Observe(const Request& request) {
  const std::string observer = FindObserver();
  const std::string wanted = request.ledger.empty() ? DefaultLedger(request) : request.ledger;
  const absl::StatusOr<std::string> ledger = MakeLedger(wanted);
  if (absl::IsAlreadyExists(ledger.status()))
    return absl::InvalidArgumentError(std::string(ledger.status().message()));
  LedgerFile file;
  bool observed = false;
  std::optional<TraceWay> trace = request.trace;
  if (trace) {
    if (const std::string why = WhyNoTrace(*trace); !why.empty()) {
      Warn("cannot trace: " + why + "; the program is observed by preloading");
      trace.reset();
    }
  }
  if (observer.empty() && !trace) {
    Warn(
        "libpedigree_observe.so is not there (PEDIGREE_OBSERVER names it): the program runs "
        "unobserved");
  } else if (!ledger.ok()) {
    Warn(std::string(ledger.status().message()) + ": the program runs unobserved");
  } else {
    Record record;
    *record.mutable_run() = RunRecord(request);
    observed = file.SetPath(ledger->c_str()) && Append(file, record);
    if (!observed) Warn(*ledger + ": cannot be written: the program runs unobserved");
  }
  if (ledger.ok() && !observed) unlink(ledger->c_str());
  Observation observation;
  if (observed) {
    if (!trace) SayWhatIsNotSeen(request.program[0], file);
    SweepLeftBehind();
    ForgetLeftBehind(*ledger);
    SetCache(request.cache);
    if (request.hash_threads)
      setenv(kHashThreadsVariable, std::to_string(*request.hash_threads).c_str(), 1);
    observation = {*ledger, observer, trace};
  }
  const Ended ended = RunProgram(request.program, observation);
  if (observed) {
    WriteLeftBehind(file, *ledger);
    if (!WriteEnd(file, *ledger, ended))
      Warn(wanted + ": takes no more, so it has no end, and what was lost is not in it");
    if (const absl::Status summed_up = SumUp(request, *ledger, wanted); !summed_up.ok())
      Warn(std::string(summed_up.message()));
  }
  if (ended.error != 0) {
    fmt::print(stderr, "pedigree: run: {}: {}\n", Printable(request.program[0]),
               std::strerror(ended.error));
    return ended.error == ENOENT ? kNotFound : kNotExecutable;
  }
  return EndAs(ended);
}

}  // namespace

absl::StatusOr<int> RunRun(const Arguments& arguments) {
  Command command("run", "[OPTION]... -- PROGRAM [ARGUMENT]...",
                  "Runs a program, and records which files it and its children really read and "
                  "write, with digests of the "
                  "bytes.\nThe program's output, exit status and signals are as without.");
  command.Options()("ledger", "Where to record the run (default: PROGRAM-TIME-PID.ledger)",
                    cxxopts::value<std::string>(), "F");
  command.Options()("job", "The program's name in the graph (default: that of its file)",
                    cxxopts::value<std::string>(), "NAME");
  command.Options()("env", "Record this environment variable, too; may be repeated",
                    cxxopts::value<std::vector<std::string>>(), "NAME");
  command.Options()("trace",
                    "Observe from outside, by ptrace, what no library can be loaded into: static "
                    "programs, those with raised rights, calls past libc. 'seccomp' stops the "
                    "program only at calls that touch files, 'ptrace' at every call",
                    cxxopts::value<std::string>(), "seccomp|ptrace");
  command.Options()("no-cache", "Hash again what was hashed in earlier runs and has not changed");
  command.Options()("hash-threads",
                    "How many threads may hash large files that are open when a process ends: 0 is "
                    "one a core (default: 1, the process's own)",
                    cxxopts::value<int>(), "N");
  command.Options()("quiet", "No summary");
  const auto separator = std::find(arguments.begin(), arguments.end(), "--");
  const auto options = command.Parse(Arguments(arguments.begin(), separator));
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  Request request;
  if (separator != arguments.end()) request.program.assign(separator + 1, arguments.end());
  if (request.program.empty()) return command.Wrong("-- PROGRAM is missing");
  if ((*options)->count("ledger") > 0) request.ledger = (**options)["ledger"].as<std::string>();
  request.job = (*options)->count("job") > 0 ? (**options)["job"].as<std::string>()
                                             : fs::path(request.program[0]).filename().string();
  if ((*options)->count("env") > 0)
    request.variables = (**options)["env"].as<std::vector<std::string>>();
  request.quiet = (*options)->count("quiet") > 0;
  request.cache = (*options)->count("no-cache") == 0;
  if ((*options)->count("hash-threads") > 0) {
    request.hash_threads = (**options)["hash-threads"].as<int>();
    if (*request.hash_threads < 0) return command.Wrong("--hash-threads is 0 or more");
  }
  if ((*options)->count("trace") > 0) {
    const std::string way = (**options)["trace"].as<std::string>();
    if (way != "seccomp" && way != "ptrace")
      return command.Wrong(fmt::format("--trace is seccomp or ptrace, not '{}'", Printable(way)));
    request.trace = way == "seccomp" ? TraceWay::kSeccomp : TraceWay::kPtrace;
  }
  return Observe(request);
}

}  // namespace pedigree
