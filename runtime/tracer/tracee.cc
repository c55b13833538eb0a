#include "runtime/tracer/tracee.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "runtime/fields.h"
#include "runtime/mask.h"
#include "runtime/names.h"
#include "runtime/sys.h"

namespace pedigree::trace {
namespace {

constexpr size_t kMostArguments = 128 << 10;  // bytes; more are left out
constexpr size_t kMostNotes = 64 << 10;

std::string ProcPath(pid_t tid, const std::string& what) {
  return "/proc/" + std::to_string(tid) + "/" + what;
}

std::string ReadProc(pid_t tid, const char* what) {
  std::ifstream in(ProcPath(tid, what), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The GNU build id in the notes of an ELF file.
std::string BuildIdIn(const std::string& notes) {
  for (size_t at = 0; at + sizeof(Elf64_Nhdr) <= notes.size();) {
    Elf64_Nhdr note;
    memcpy(&note, notes.data() + at, sizeof note);
    const size_t name = at + sizeof note, value = name + ((note.n_namesz + 3ull) & ~3ull);
    const size_t next = value + ((note.n_descsz + 3ull) & ~3ull);
    if (value + note.n_descsz > notes.size()) break;
    if (note.n_type == NT_GNU_BUILD_ID && notes.compare(name, 4, std::string_view("GNU\0", 4)) == 0)
      return notes.substr(value, note.n_descsz);
    at = next;
  }
  return "";
}

std::string BuildId(pid_t tid) {
  const int fd = open(ProcPath(tid, "exe").c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return "";
  std::string id;
  Elf64_Ehdr header;
  if (sys::PRead(fd, &header, sizeof header, 0) == static_cast<long>(sizeof header) &&
      memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 && header.e_ident[EI_CLASS] == ELFCLASS64) {
    for (unsigned i = 0; i < header.e_phnum && id.empty(); ++i) {
      Elf64_Phdr segment;
      if (sys::PRead(fd, &segment, sizeof segment,
                     header.e_phoff + uint64_t{i} * header.e_phentsize) !=
          static_cast<long>(sizeof segment))
        break;
      if (segment.p_type != PT_NOTE || segment.p_filesz > kMostNotes) continue;
      std::string notes(segment.p_filesz, '\0');
      if (sys::PRead(fd, notes.data(), notes.size(), segment.p_offset) ==
          static_cast<long>(notes.size()))
        id = BuildIdIn(notes);
    }
  }
  close(fd);
  return id;
}

}  // namespace

File::File() : OpenFile() { fd = -1; }

void File::SetNames(std::string given, std::string known) {
  name_text = std::move(given);
  resolved_text = std::move(known);
  name = name_text;
  resolved = resolved_text == name_text ? std::string_view() : std::string_view(resolved_text);
}

Process::~Process() {
  if (pidfd >= 0) close(pidfd);
}

size_t ReadMemory(pid_t tid, uint64_t at, void* to, size_t n) {
  const iovec here = {to, n}, there = {reinterpret_cast<void*>(at), n};
  const ssize_t got = process_vm_readv(tid, &here, 1, &there, 1, 0);
  return got < 0 ? 0 : static_cast<size_t>(got);
}

std::string ReadText(pid_t tid, uint64_t at) {
  std::string text;
  while (at != 0 && text.size() < kPathSize) {
    char piece[256];
    // Not over the end of a page: what lies behind may not be there.
    const size_t n = std::min<size_t>(sizeof piece, 4096 - at % 4096);
    const size_t got = ReadMemory(tid, at, piece, n);
    const size_t length = strnlen(piece, got);
    text.append(piece, length);
    if (length < n) break;
    at += n;
  }
  return text;
}

std::string ProcLink(pid_t tid, const std::string& what) {
  char to[kPathSize];
  const ssize_t n = readlink(ProcPath(tid, what).c_str(), to, sizeof to);
  return n <= 0 ? "" : std::string(to, static_cast<size_t>(n));
}

bool StatOf(pid_t tid, int fd, struct stat* out) {
  return stat(ProcPath(tid, "fd/" + std::to_string(fd)).c_str(), out) == 0;
}

int Borrow(Process& process, int fd) {
  if (process.pidfd < 0)
    process.pidfd = static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0));  // close-on-exec
  if (process.pidfd < 0) return -1;
  return static_cast<int>(syscall(SYS_pidfd_getfd, process.pidfd, fd, 0));
}

pid_t ProcessOf(pid_t tid) {
  const std::string status = ReadProc(tid, "status");
  const size_t at = status.find("\nTgid:");
  return at == status.npos ? tid : static_cast<pid_t>(atoi(status.c_str() + at + 6));
}

bool SharesDescriptors(pid_t a, pid_t b) { return syscall(SYS_kcmp, a, b, KCMP_FILES, 0, 0) == 0; }

std::vector<int> DescriptorsOf(pid_t tid) {
  std::vector<int> all;
  DIR* folder = opendir(ProcPath(tid, "fd").c_str());
  if (folder == nullptr) return all;
  while (const dirent* entry = readdir(folder)) {
    if (entry->d_name[0] != '.') all.push_back(atoi(entry->d_name));
  }
  closedir(folder);
  return all;
}

std::string Absolute(pid_t tid, int folder, const std::string& path) {
  std::string name;
  if (path.empty() || path[0] != '/') {
    name = ProcLink(tid, folder == AT_FDCWD ? "cwd" : "fd/" + std::to_string(folder));
    if (name == "/") name.clear();
  }
  const size_t size = name.size();
  name.resize(size + path.size() + 1);
  name.resize(AddParts(name.data(), name.size(), size, path));
  return name.empty() ? "/" : name;
}

void WriteProcess(Wire& wire, const Process& process, uint64_t place) {
  char masked[4096];
  const size_t record = wire.Begin(field::kProcess);
  wire.Int(field::kProcessId, place);
  wire.Int(field::kProcessParent, process.parent);
  std::string all = ReadProc(process.pid, "cmdline");
  if (all.size() > kMostArguments) all.resize(kMostArguments);
  bool secret = false;
  for (size_t begin = 0; begin < all.size();) {
    const size_t end = std::min(all.find('\0', begin), all.size());
    const std::string_view argument(all.data() + begin, end - begin);
    wire.Item(field::kProcessArgv, secret ? "***" : MaskSecrets(argument, masked, sizeof masked));
    secret = NextIsSecret(argument);
    begin = end + 1;
  }
  wire.Bytes(field::kProcessExecutable, ProcLink(process.pid, "exe"));
  wire.Bytes(field::kProcessBuildId, BuildId(process.pid));
  wire.Int(field::kProcessObserver, static_cast<uint32_t>(Seen::kTracer));
  wire.Int(field::kProcessPid, static_cast<uint32_t>(process.pid));
  const std::string status = ReadProc(process.pid, "status");
  if (const size_t at = status.find("\nPPid:"); at != status.npos)
    wire.Int(field::kProcessParentPid, static_cast<uint32_t>(atoi(status.c_str() + at + 6)));
  wire.Int(field::kProcessStarted, process.started);
  wire.Bytes(field::kProcessWorkingDirectory, ProcLink(process.pid, "cwd"));
  wire.End(record);
}

}  // namespace pedigree::trace
