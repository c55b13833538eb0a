#include "runtime/records.h"

#include "runtime/mask.h"
#include "runtime/text.h"

namespace pedigree {
namespace {

std::string_view Bytes(const uint8_t* at, size_t n) {
  return {reinterpret_cast<const char*>(at), n};
}

// Builders run one at a time, under the ledger's lock.
char masked[8192];

void Masked(Wire& wire, uint32_t field, std::string_view text) {
  wire.Bytes(field, MaskSecrets(text, masked, sizeof masked));
}

}  // namespace

void WriteProcess(Wire& wire, uint64_t place, const ProcessRecord& process) {
  const size_t record = wire.Begin(field::kProcess);
  wire.Int(field::kProcessId, place);
  wire.Int(field::kProcessParent, process.parent);
  const std::string_view all = process.arguments;
  bool secret = false;
  for (size_t begin = 0; begin < all.size();) {
    size_t end = all.find('\0', begin);
    if (end == std::string_view::npos) end = all.size();
    const std::string_view argument = Part(all, begin, end - begin);
    wire.Item(field::kProcessArgv, secret ? "***" : MaskSecrets(argument, masked, sizeof masked));
    secret = NextIsSecret(argument);
    begin = end + 1;
  }
  wire.Bytes(field::kProcessExecutable, process.executable);
  wire.Bytes(field::kProcessBuildId, process.build_id);
  if (process.carries) {
    const size_t digest = wire.Begin(field::kProcessGraph);
    wire.Bytes(field::kDigestAlgorithm, "sha256");
    wire.Bytes(field::kDigestValue, Bytes(process.graph, Sha256::kSize));
    wire.End(digest);
  }
  wire.Int(field::kProcessObserver, static_cast<uint32_t>(process.observer));
  wire.Int(field::kProcessPid, static_cast<uint32_t>(process.pid));
  wire.Int(field::kProcessParentPid, static_cast<uint32_t>(process.parent_pid));
  wire.Int(field::kProcessStarted, process.started);
  wire.Bytes(field::kProcessWorkingDirectory, process.working_directory);
  wire.End(record);
}

void WriteDigest(Wire& wire, uint32_t field, const DigestRecord& digest) {
  if (digest.how == How::kNone) return;
  const size_t at = wire.Begin(field);
  wire.Int(field::kDigestHow, static_cast<uint32_t>(digest.how));
  if (digest.HasValue()) {
    wire.Bytes(field::kDigestAlgorithm, digest.algorithm);
    wire.Bytes(field::kDigestValue, Bytes(digest.value, Sha256::kSize));
    wire.Int(field::kDigestSize, digest.size);
  }
  wire.Bytes(field::kDigestReason, digest.reason);
  wire.End(at);
}

void WriteAccess(Wire& wire, uint64_t process, const AccessRecord& access) {
  const size_t record = wire.Begin(field::kAccess);
  wire.Int(field::kAccessProcess, process);
  wire.Int(field::kAccessMode, static_cast<uint32_t>(access.mode));
  Masked(wire, field::kAccessNamespace, access.name_space);
  Masked(wire, field::kAccessName, access.name);
  Masked(wire, field::kAccessNewName, access.new_name);
  wire.Int(field::kAccessKind, access.kind);
  wire.Int(field::kAccessObserver, static_cast<uint32_t>(access.observer));
  wire.Int(field::kAccessOpened, access.opened);
  wire.Int(field::kAccessClosed, access.closed);
  wire.Int(field::kAccessBytesRead, access.bytes_read);
  wire.Int(field::kAccessBytesWritten, access.bytes_written);
  WriteDigest(wire, field::kAccessRead, access.read);
  WriteDigest(wire, field::kAccessWritten, access.written);
  if (access.file.inode != 0) {
    const size_t at = wire.Begin(field::kAccessFile);
    wire.Int(field::kFileDevice, access.file.device);
    wire.Int(field::kFileInode, access.file.inode);
    wire.Int(field::kFileSize, access.file.size);
    wire.Signed(field::kFileMtime, access.file.mtime);
    wire.Signed(field::kFileCtime, access.file.ctime);
    wire.End(at);
  }
  if (!access.version.empty() || access.rows != 0 || access.has_span) {
    const size_t at = wire.Begin(field::kAccessVersion);
    Masked(wire, field::kVersionId, access.version);
    wire.Int(field::kVersionRows, access.rows);
    if (access.has_span) {
      const size_t span = wire.Begin(field::kVersionSpan);
      wire.Bytes(field::kSpanPartition, access.partition);
      wire.Signed(field::kSpanFirst, access.first);
      wire.Signed(field::kSpanLast, access.last);
      wire.End(span);
    }
    wire.End(at);
  }
  if (!access.site_file.empty()) {
    const size_t at = wire.Begin(field::kAccessSite);
    wire.Bytes(field::kPlaceFile, access.site_file);
    wire.Int(field::kPlaceLine, access.line);
    wire.Int(field::kPlaceColumn, access.column);
    wire.End(at);
  }
  wire.Bytes(field::kAccessFunction, access.function);
  wire.Bytes(field::kAccessColumn, access.asset_column);
  wire.Int(field::kAccessError, access.error);
  wire.Int(field::kAccessTruncated, access.truncated);
  wire.Int(field::kAccessAppended, access.appended);
  Masked(wire, field::kAccessResolved, access.resolved);
  wire.Int(field::kAccessInherited, access.inherited);
  wire.Int(field::kAccessStream, access.stream);
  wire.End(record);
}

void WriteLoss(Wire& wire, uint64_t process, Why why, uint64_t count, std::string_view detail) {
  const size_t record = wire.Begin(field::kLoss);
  wire.Int(field::kLossProcess, process);
  wire.Int(field::kLossWhy, static_cast<uint32_t>(why));
  wire.Int(field::kLossCount, count);
  Masked(wire, field::kLossDetail, detail);
  wire.End(record);
}

void WriteProcessEnd(Wire& wire, uint64_t process, int status, int signal) {
  const size_t record = wire.Begin(field::kProcessEnd);
  wire.Int(field::kEndProcess, process);
  wire.Signed(field::kEndExitStatus, status);
  wire.Signed(field::kEndSignal, signal);
  wire.End(record);
}

}  // namespace pedigree
