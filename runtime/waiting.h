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

// The name of the process's file, or, where `pid` is 0, its beginning, which all of the ledger
// share.
inline void WaitingName(uint64_t device, uint64_t inode, int pid, char to[kWaitingName]) {
  size_t size = 0;
  const auto text = [&](const char* part) {
    while (*part != 0) to[size++] = *part++;
  };
  const auto number = [&](uint64_t value) {
    char digits[20];
    size_t n = 0;
    do digits[n++] = static_cast<char>('0' + value % 10);
    while ((value /= 10) > 0);
    while (n > 0) to[size++] = digits[--n];
  };
  text(kWaitingFolder);
  text(kWaitingPrefix);
  number(device);
  text("-");
  number(inode);
  text("-");
  if (pid != 0) number(static_cast<uint64_t>(pid));
  to[size] = 0;
}

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_WAITING_H_
