// Records that wait to be written together (LedgerFile::AppendSoon), in memory that outlives the
// process: a file in /dev/shm. What a process that was killed left there, `pedigree run` writes to
// the ledger in its place.
#ifndef PEDIGREE_RUNTIME_WAITING_H_
#define PEDIGREE_RUNTIME_WAITING_H_

#include <stddef.h>
#include <stdint.h>

#include <atomic>

namespace pedigree {

struct Waiting {
  static constexpr size_t kRoom = 64 << 10;
  static constexpr uint64_t kMagic = 0x31676e6974696177;  // "waiting1"

  uint64_t magic;
  // Bytes of `data` that are whole: frames with room for their tails (runtime/ledger_format.h).
  std::atomic<uint64_t> size;
  // Where in the ledger they are being written to, or 0: some may be there already.
  std::atomic<uint64_t> at;
  uint8_t data[kRoom];
};

// "/dev/shm/pedigree-DEVICE-INODE-PID": the ledger's, and the process's.
inline constexpr char kWaitingFolder[] = "/dev/shm/";
inline constexpr char kWaitingPrefix[] = "pedigree-";
inline constexpr size_t kWaitingName = 96;

inline constexpr char kLostMark[] = "lost-";

// A name in the making.
class ShortName {
 public:
  explicit ShortName(char to[kWaitingName]) : to_(to) {}
  ~ShortName() { to_[size_] = 0; }
  ShortName& Add(const char* part) {
    while (*part != 0) to_[size_++] = *part++;
    return *this;
  }
  ShortName& Add(uint64_t value) {
    char digits[20];
    size_t n = 0;
    do digits[n++] = static_cast<char>('0' + value % 10);
    while ((value /= 10) > 0);
    while (n > 0) to_[size_++] = digits[--n];
    return *this;
  }
  // What all names of a ledger begin with.
  ShortName& Begin(uint64_t device, uint64_t inode) {
    return Add(kWaitingFolder).Add(kWaitingPrefix).Add(device).Add("-").Add(inode).Add("-");
  }

 private:
  char* to_;
  size_t size_ = 0;
};

// The name of the process's file, or, where `pid` is 0, its beginning, which all of the ledger
// share.
inline void WaitingName(uint64_t device, uint64_t inode, int pid, char to[kWaitingName]) {
  ShortName name(to);
  name.Begin(device, inode);
  if (pid != 0) name.Add(static_cast<uint64_t>(pid));
}

// "/dev/shm/pedigree-DEVICE-INODE-lost-TIME-COUNT", an empty file: so many records could not be
// written to the ledger, nor that.
inline void LostName(uint64_t device, uint64_t inode, uint64_t count, uint64_t time,
                     char to[kWaitingName]) {
  ShortName(to).Begin(device, inode).Add(kLostMark).Add(time).Add("-").Add(count);
}

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_WAITING_H_
