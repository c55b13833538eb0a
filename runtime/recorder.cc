#include "runtime/recorder.h"

#include <link.h>
#include <string.h>

#include "runtime/elf_file.h"

namespace pedigree {
namespace {

// Only under the ledger's lock.
char arguments[kMostArguments];
char executable[4096], folder[4096];

// The file's content, as far as it fits.
std::string_view ReadSmall(const char* path, char* to, size_t capacity) {
  const int fd = sys::Open(path, O_RDONLY);
  if (fd < 0) return {};
  size_t size = 0;
  for (long n; size < capacity && (n = sys::Read(fd, to + size, capacity - size)) > 0;)
    size += static_cast<size_t>(n);
  sys::Close(fd);
  return {to, size};
}

// What the program's notes in memory say of it. Of a program that is executed anew, all this is.
struct Notes {
  bool read = false;
  std::string_view build_id;
  bool carries = false;
  uint8_t graph[Sha256::kSize];
};
Notes notes;  // under the ledger's lock

int ReadNotes(dl_phdr_info* info, size_t, void*) {
  elf::CarriedDigest carried;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const elf::Segment& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const std::string_view bytes = {
        reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr), segment.p_memsz};
    if (notes.build_id.empty()) notes.build_id = elf::BuildIdIn(bytes);
    carried.Add(bytes);
  }
  notes.carries = carried.Get(notes.graph);
  return 1;  // the program comes first; libraries are not asked
}

}  // namespace

Recorder& Recorder::Get() {
  static constinit Recorder recorder;
  return recorder;
}

bool Recorder::Start(const char* ledger, Seen observer) {
  struct stat found;
  if (ledger == nullptr || ledger[0] != '/' || sys::StatAt(AT_FDCWD, ledger, &found, 0) != 0)
    return false;
  if (!S_ISREG(found.st_mode) || !ledger_.SetPath(ledger)) return false;
  ledger_.ShareWaiting();
  observer_ = observer;
  recording_ = true;
  return true;
}

void Recorder::WriteProcess(Wire& wire, uint64_t place) {
  ProcessRecord process;
  process.parent = parent_;
  process.arguments = ReadSmall("/proc/self/cmdline", arguments, sizeof arguments);
  if (const long n = sys::ReadLink("/proc/self/exe", executable, sizeof executable); n > 0)
    process.executable = {executable, static_cast<size_t>(n)};
  if (!notes.read) dl_iterate_phdr(ReadNotes, nullptr);
  notes.read = true;
  process.build_id = notes.build_id;
  process.carries = notes.carries;
  memcpy(process.graph, notes.graph, sizeof process.graph);
  process.observer = observer_;
  process.pid = sys::Pid();
  process.parent_pid = sys::ParentPid();
  process.started = sys::Now();
  if (const long n = sys::WorkingDirectory(folder, sizeof folder); n > 1)
    process.working_directory = {folder, static_cast<size_t>(n) - 1};
  pedigree::WriteProcess(wire, place, process);
}

uint64_t Recorder::Process() {
  if (delegate_ != nullptr) return delegate_->process();
  uint64_t process = process_.load(std::memory_order_acquire);
  if (process != 0) return process;
  sys::Locked locked(mutex_);
  process = process_.load(std::memory_order_acquire);
  if (process != 0) return process;
  if (ledger_.Append([&](Wire& wire, uint64_t place) {
        WriteProcess(wire, place);
        process = place;
      })) {
    process_.store(process, std::memory_order_release);
    return process;
  }
  return 0;
}

bool Recorder::AppendToDelegate(Builder build, void* context, uint64_t process) {
  static uint8_t buffer[64 << 10];
  sys::Locked locked(mutex_);
  Wire wire(buffer, sizeof buffer);
  build(context, wire, process);
  return wire.ok() && delegate_->append(buffer, wire.size()) != 0;
}

int Recorder::AppendBytes(const uint8_t* payload, size_t size) {
  if (!recording() || Process() == 0) return 0;
  return ledger_.Append([&](Wire& wire, uint64_t) { wire.Copy(payload, size); });
}

void Recorder::SayLost() {
  if (!recording() || delegate_ != nullptr) return;
  const uint64_t lost = ledger_.TakeLost();
  if (lost == 0 || (process_.load() != 0 && Loss(Why::kLedgerWriteFailed, lost, ""))) return;
  ledger_.TakeLost();  // that of this record
  if (!ledger_.LeaveLost(lost)) ledger_.AddLost(lost);
}

void Recorder::End(int status) {
  if (!recording() || delegate_ != nullptr) return;
  ledger_.EndSharing();
  SayLost();
  if (process_.load() != 0)
    Append([&](Wire& wire, uint64_t id) { WriteProcessEnd(wire, id, status, 0); });
}

void Recorder::AfterForkInChild() {
  mutex_.Reset();
  ledger_.AfterForkInChild();
  if (delegate_ == nullptr) parent_ = process_.exchange(0);
}

}  // namespace pedigree
