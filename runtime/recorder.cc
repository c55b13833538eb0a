#include "runtime/recorder.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#include "runtime/mask.h"
#include "runtime/text.h"

namespace pedigree {
namespace {

// Arguments beyond this much are left out.
constexpr size_t kArguments = 128 << 10;

// Only under the ledger's lock.
char text[kArguments];
char masked[4096];

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

void WriteArguments(Wire& wire) {
  const std::string_view all = ReadSmall("/proc/self/cmdline", text, sizeof text);
  bool secret = false;
  for (size_t begin = 0; begin < all.size();) {
    size_t end = all.find('\0', begin);
    if (end == std::string_view::npos) end = all.size();
    const std::string_view argument = Part(all, begin, end - begin);
    wire.Item(field::kProcessArgv, secret ? "***" : MaskSecrets(argument, masked, sizeof masked));
    secret = NextIsSecret(argument);
    begin = end + 1;
  }
}

// The GNU build id of the program, from its notes in memory.
int FindBuildId(dl_phdr_info* info, size_t, void* out) {
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const char* at = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);
    const char* end = at + segment.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at);
      const char* name = at + sizeof *note;
      const char* value = name + ((note->n_namesz + 3) & ~3u);
      if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && memcmp(name, "GNU", 4) == 0) {
        *static_cast<std::string_view*>(out) = {value, note->n_descsz};
        return 1;
      }
      at = value + ((note->n_descsz + 3) & ~3u);
    }
  }
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
  observer_ = observer;
  recording_ = true;
  return true;
}

void Recorder::WriteProcess(Wire& wire, uint64_t place) {
  const size_t record = wire.Begin(field::kProcess);
  wire.Int(field::kProcessId, place);
  wire.Int(field::kProcessParent, parent_);
  WriteArguments(wire);
  char path[4096];
  if (const long n = sys::ReadLink("/proc/self/exe", path, sizeof path); n > 0) {
    wire.Bytes(field::kProcessExecutable, {path, static_cast<size_t>(n)});
  }
  std::string_view build_id;
  dl_iterate_phdr(FindBuildId, &build_id);
  wire.Bytes(field::kProcessBuildId, build_id);
  wire.Int(field::kProcessObserver, static_cast<uint32_t>(observer_));
  wire.Int(field::kProcessPid, static_cast<uint32_t>(sys::Pid()));
  wire.Int(field::kProcessParentPid, static_cast<uint32_t>(sys::ParentPid()));
  wire.Int(field::kProcessStarted, sys::Now());
  if (const long n = sys::WorkingDirectory(path, sizeof path); n > 1) {
    wire.Bytes(field::kProcessWorkingDirectory, {path, static_cast<size_t>(n) - 1});
  }
  wire.End(record);
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

void Recorder::End(int status) {
  if (!recording() || delegate_ != nullptr) return;
  ledger_.Flush();
  if (const uint64_t lost = ledger_.TakeLost(); lost > 0) {
    if (!Loss(Why::kLedgerWriteFailed, lost, "")) ledger_.AddLost(lost);
  }
  if (process_.load() != 0)
    Append([&](Wire& wire, uint64_t id) { WriteProcessEnd(wire, id, status, 0); });
}

void Recorder::AfterForkInChild() {
  mutex_.Reset();
  ledger_.AfterForkInChild();
  if (delegate_ == nullptr) parent_ = process_.exchange(0);
}

}  // namespace pedigree
