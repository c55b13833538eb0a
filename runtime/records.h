// The records of a ledger that an observer inside a process writes, as plain structs, and their
// wire form.
#ifndef PEDIGREE_RUNTIME_RECORDS_H_
#define PEDIGREE_RUNTIME_RECORDS_H_

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <string_view>

#include "runtime/fields.h"
#include "runtime/sha256.h"
#include "runtime/wire.h"

namespace pedigree {

struct DigestRecord {
  How how = How::kNone;  // kNone: no digest at all
  uint8_t value[Sha256::kSize] = {};
  uint64_t size = 0;
  const char* reason = "";
  std::string_view algorithm = "sha256";

  // One that has no value, and why.
  static DigestRecord Without(How how, const char* reason) {
    DigestRecord digest;
    digest.how = how;
    digest.reason = reason;
    return digest;
  }
  bool HasValue() const {
    return how != How::kNone && how != How::kChangedDuringRun && how != How::kNotTaken;
  }
};

// A state of a file, as far as the file system tells.
struct Identity {
  uint64_t device = 0, inode = 0, size = 0;
  int64_t mtime = 0, ctime = 0;  // ns

  static Identity Of(const struct stat& s) {
    return {s.st_dev, s.st_ino, static_cast<uint64_t>(s.st_size),
            static_cast<int64_t>(s.st_mtim.tv_sec) * 1000000000 + s.st_mtim.tv_nsec,
            static_cast<int64_t>(s.st_ctim.tv_sec) * 1000000000 + s.st_ctim.tv_nsec};
  }
  bool SameFile(const Identity& other) const {
    return device == other.device && inode == other.inode;
  }
  bool operator==(const Identity&) const = default;
};

struct AccessRecord {
  Mode mode = Mode::kNone;
  std::string_view name_space = "file";
  std::string_view name;
  std::string_view new_name;
  std::string_view resolved;
  uint32_t kind = 0;  // AssetKind
  Seen observer = Seen::kInterposer;
  uint64_t opened = 0, closed = 0;
  uint64_t bytes_read = 0, bytes_written = 0;
  DigestRecord read, written;
  Identity file;
  bool truncated = false, appended = false, inherited = false;
  uint32_t error = 0;
  uint32_t stream = 0;
  // Of a probe.
  std::string_view site_file;
  uint32_t line = 0, column = 0;
  std::string_view function;
  // Of what has versions.
  std::string_view version;
  uint64_t rows = 0;
  std::string_view partition;
  int64_t first = 0, last = 0;
  bool has_span = false;
  std::string_view asset_column;
};

struct ProcessRecord {
  uint64_t parent = 0;
  std::string_view arguments;  // each ended by a zero; credentials are masked
  std::string_view executable, build_id, working_directory;
  bool carries = false;  // its lineage; then `graph` is that (elf::CarriedDigest)
  uint8_t graph[Sha256::kSize];
  Seen observer = Seen::kInterposer;
  int pid = 0, parent_pid = 0;
  uint64_t started = 0;
};

// Arguments beyond this many bytes are left out, by whoever reads them.
inline constexpr size_t kMostArguments = 128 << 10;

void WriteProcess(Wire& wire, uint64_t place, const ProcessRecord& process);
void WriteDigest(Wire& wire, uint32_t field, const DigestRecord& digest);
void WriteAccess(Wire& wire, uint64_t process, const AccessRecord& access);
void WriteLoss(Wire& wire, uint64_t process, Why why, uint64_t count, std::string_view detail);
void WriteProcessEnd(Wire& wire, uint64_t process, int status, int signal);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_RECORDS_H_
