// Appending to a ledger (proto/ledger.proto has the format, and what writers promise each other).
//
// Written for the inside of other people's programs: no allocation, no errno, no signal handler
// runs within, and whatever fails is counted and otherwise ignored. The file is found again by its
// path where the program closed our descriptor.
#ifndef PEDIGREE_RUNTIME_LEDGER_FILE_H_
#define PEDIGREE_RUNTIME_LEDGER_FILE_H_

#include <stddef.h>
#include <stdint.h>

#include <atomic>

#include "runtime/sha256.h"
#include "runtime/sys.h"
#include "runtime/wire.h"

namespace pedigree {

class LedgerFile {
 public:
  // A record of at most this size can be written.
  static constexpr size_t kLargest = 256 << 10;

  // Sets the file to write to; it is opened when the first record comes. Gives whether the path
  // fits.
  bool SetPath(const char* path);
  const char* path() const { return path_; }

  // Writes one record. `build` fills in the payload; `place` is where in the file its frame will
  // begin, a number that no other record of the ledger has. Gives whether it is written.
  template <typename Build>
  bool Append(const Build& build) {
    return Append([](void* context, Wire& wire,
                     uint64_t place) { (*static_cast<const Build*>(context))(wire, place); },
                  const_cast<Build*>(&build));
  }

  // The same, where the record need not be in the file at once: in a burst, records are written
  // together, once a millisecond. Their order among each other stays. `build` has no place.
  template <typename Build>
  bool AppendSoon(const Build& build) {
    return AppendSoon(
        [](void* context, Wire& wire, uint64_t) { (*static_cast<const Build*>(context))(wire); },
        const_cast<Build*>(&build));
  }
  // Writes what AppendSoon kept.
  void Flush();
  // What waits is to outlive the process (runtime/waiting.h); until EndSharing, which flushes.
  void ShareWaiting() { shared_ = true; }
  void EndSharing();
  // The limit of file sizes (RLIMIT_FSIZE) is another.
  void LimitChanged() { limit_ = 0; }

  // Records that could not be written, since the last call.
  uint64_t TakeLost() { return lost_.exchange(0); }
  void AddLost(uint64_t n) { lost_ += n; }
  // Says so by the name of an empty file (runtime/waiting.h), which neither a full disk nor a limit
  // of file sizes is in the way of. Whether that can be.
  bool LeaveLost(uint64_t lost);

  // The descriptor, or -1. Programs that close all descriptors are kept from closing this one.
  int fd() const { return fd_; }

  // Around fork(): the child gets the file in a consistent state, and opens it anew, since a lock
  // belongs to an opening.
  void BeforeFork() { mutex_.Lock(); }
  void AfterForkInParent() { mutex_.Unlock(); }
  void AfterForkInChild();

  // Forces what was written to the disk.
  void Sync();

 private:
  using Builder = void (*)(void* context, Wire& wire, uint64_t place);
  bool Append(Builder build, void* context);
  bool AppendSoon(Builder build, void* context);
  bool Flushed();
  bool AppendNow(Builder build, void* context);
  size_t MakeFrame(size_t at, size_t length, uint8_t chain[Sha256::kSize]);
  bool Ready();
  void MapWaiting();
  bool OverLimit(uint64_t end);
  bool EnsureOpen();
  bool FindEnd(uint64_t size);
  bool CheckFrameBefore(uint64_t size);
  bool CheckFrameAt(uint64_t place, uint64_t size, uint64_t* end, uint8_t chain[Sha256::kSize]);

  char path_[4096] = {};
  sys::Mutex mutex_;
  int fd_ = -1;
  int pid_ = 0;
  uint64_t device_ = 0, inode_ = 0;
  uint64_t end_ = 0;                   // where we know a frame to end
  uint8_t chain_[Sha256::kSize] = {};  // that frame's
  std::atomic<uint64_t> lost_{0};
  bool shared_ = false,
       tried_ = false;              // whether what waits is to outlive us; whether that was tried
  uint64_t flushed_ = 0;            // when, by sys::Now
  std::atomic<uint64_t> limit_{0};  // RLIMIT_FSIZE; 0: not known
};

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_LEDGER_FILE_H_
