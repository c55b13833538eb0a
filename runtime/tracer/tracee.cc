#include "runtime/tracer/tracee.h"

#include <dirent.h>
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

#include "runtime/elf_file.h"
#include "runtime/names.h"
#include "runtime/records.h"
#include "runtime/sys.h"

namespace pedigree::trace {
namespace {

constexpr size_t kMostNotes = 256 << 20;

std::string ProcPath(pid_t tid, const std::string& what) {
  return "/proc/" + std::to_string(tid) + "/" + what;
}

std::string ReadProc(pid_t tid, const char* what) {
  std::ifstream in(ProcPath(tid, what), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What the notes of its program say.
void AddNotes(pid_t tid, std::string* build_id, ProcessRecord* process) {
  const int fd = open(ProcPath(tid, "exe").c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  elf::CarriedDigest carried;
  elf::Header header;
  if (sys::PRead(fd, &header, sizeof header, 0) == static_cast<long>(sizeof header) &&
      elf::IsElf(header) && header.e_ident[EI_CLASS] == ELFCLASS64) {
    elf::AnySegment(fd, header, [&](const elf::Segment& segment) {
      if (segment.p_type != PT_NOTE || segment.p_filesz > kMostNotes) return false;
      std::string notes(segment.p_filesz, '\0');
      if (sys::PRead(fd, notes.data(), notes.size(), segment.p_offset) !=
          static_cast<long>(notes.size()))
        return false;
      if (build_id->empty()) *build_id = elf::BuildIdIn(notes);
      carried.Add(notes);
      return false;
    });
  }
  process->carries = carried.Get(process->graph);
  close(fd);
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
  // Of a thread that is not the first, since Linux 6.9 alone: whoever asks has other ways.
  if (process.through != process.pid) return -1;
  if (process.pidfd < 0)
    process.pidfd = static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0));  // close-on-exec
  if (process.pidfd < 0) return -1;
  return static_cast<int>(syscall(SYS_pidfd_getfd, process.pidfd, fd, 0));
}

std::string StatusOf(pid_t tid, std::string_view name) {
  std::ifstream in(ProcPath(tid, "status"));
  for (std::string line; std::getline(in, line);) {
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':')
      return line.substr(name.size() + 1);
  }
  return "";
}

pid_t ProcessOf(pid_t tid) {
  const std::string number = StatusOf(tid, "Tgid");
  return number.empty() ? tid : static_cast<pid_t>(atoi(number.c_str()));
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
  std::string arguments = ReadProc(process.pid, "cmdline");
  if (arguments.size() > kMostArguments) arguments.resize(kMostArguments);
  const std::string executable = ProcLink(process.pid, "exe"),
                    folder = ProcLink(process.pid, "cwd");
  std::string build_id;
  ProcessRecord record;
  AddNotes(process.pid, &build_id, &record);
  record.parent = process.parent;
  record.arguments = arguments;
  record.executable = executable;
  record.build_id = build_id;
  record.working_directory = folder;
  record.observer = Seen::kTracer;
  record.pid = process.pid;
  record.parent_pid = atoi(StatusOf(process.pid, "PPid").c_str());
  record.started = process.started;
  pedigree::WriteProcess(wire, place, record);
}

}  // namespace pedigree::trace
