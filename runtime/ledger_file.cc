#include "runtime/ledger_file.h"

#include <errno.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "runtime/crc32c.h"
#include "runtime/ledger_format.h"
#include "runtime/waiting.h"

namespace pedigree {
namespace {

constexpr uint64_t kMagicSize = kLedgerMagic.size();
constexpr size_t kTail = kLedgerTail;

constexpr uint64_t kTogether = 1000000;  // ns

// Frames under construction, and pieces of those that are checked. One writer at a time: the
// ledger's mutex.
uint8_t frame[LedgerFile::kLargest + 4 + kTail];
Waiting in_memory;
Waiting* waiting = &in_memory;

// How many frames wait.
uint64_t WaitingCount() {
  uint64_t count = 0;
  for (uint64_t at = 0; at < waiting->size; ++count) {
    uint32_t length;
    memcpy(&length, waiting->data + at, 4);
    at += 4 + length + kTail;
  }
  return count;
}

bool ReadAll(int fd, void* to, size_t n, uint64_t at) {
  uint8_t* out = static_cast<uint8_t*>(to);
  while (n > 0) {
    const long got = sys::PRead(fd, out, n, at);
    if (got == -EINTR) continue;
    if (got <= 0) return false;
    out += got;
    n -= static_cast<size_t>(got);
    at += static_cast<uint64_t>(got);
  }
  return true;
}

// Moves the descriptor out of the way of the program's own, which get the lowest numbers that are
// free.
int MoveUp(int fd) {
  struct rlimit limit = {};
  uint64_t most = 1024;
  if (sys::Call(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, sys::Word(&limit)) == 0) most = limit.rlim_cur;
  const long lowest = most > 1000 ? 900 : static_cast<long>(most * 3 / 4);
  const int moved = sys::Fcntl(fd, F_DUPFD_CLOEXEC, lowest);
  if (moved < 0) return fd;
  sys::Close(fd);
  return moved;
}

}  // namespace

bool LedgerFile::SetPath(const char* path) {
  const size_t size = strlen(path);
  if (size >= sizeof path_) return false;
  memcpy(path_, path, size + 1);
  return true;
}

void LedgerFile::AfterForkInChild() {
  mutex_.Reset();
  lost_ = 0;
  // What waits is the parent's.
  if (waiting != &in_memory) sys::Call(SYS_munmap, sys::Word(waiting), sizeof(Waiting));
  waiting = &in_memory;
  waiting->size = 0;
  tried_ = false;
}

// From here on, what waits outlives us, if that can be had. The file has all its room at once: to
// find none when it is written to would end the program.
void LedgerFile::MapWaiting() {
  tried_ = true;
  if (fd_ < 0 || OverLimit(sizeof(Waiting))) return;
  char name[kWaitingName];
  WaitingName(device_, inode_, pid_, name);
  const int fd = sys::Open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NOCTTY, 0600);
  if (fd < 0) return;
  struct stat now;
  if (sys::Stat(fd, &now) == 0 && S_ISREG(now.st_mode) && now.st_uid == geteuid() &&
      now.st_nlink == 1 && (now.st_mode & 077) == 0 &&
      sys::Call(SYS_fallocate, fd, 0, 0, sizeof(Waiting)) == 0) {
    const long at =
        sys::Call(SYS_mmap, 0, sizeof(Waiting), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at > 0 || at < -4096) {
      waiting = reinterpret_cast<Waiting*>(at);
      waiting->size = waiting->at = 0;
      waiting->magic = Waiting::kMagic;
    }
  }
  sys::Close(fd);
  if (waiting == &in_memory) sys::Call(SYS_unlinkat, AT_FDCWD, sys::Word(name), 0);
}

void LedgerFile::EndSharing() {
  Flush();
  sys::Locked locked(mutex_);
  shared_ = false;
  if (waiting == &in_memory) return;
  char name[kWaitingName];
  WaitingName(device_, inode_, pid_, name);
  sys::Call(SYS_unlinkat, AT_FDCWD, sys::Word(name), 0);
  sys::Call(SYS_munmap, sys::Word(waiting), sizeof(Waiting));
  waiting = &in_memory;
}

bool LedgerFile::LeaveLost(uint64_t lost) {
  sys::Locked locked(mutex_);
  if (!EnsureOpen()) return false;
  char name[kWaitingName];
  LostName(device_, inode_, lost, sys::Now(), name);
  const int fd = sys::Open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY, 0600);
  if (fd >= 0) sys::Close(fd);
  return fd >= 0;
}

bool LedgerFile::EnsureOpen() {
  const int pid = sys::Pid();
  struct stat now;
  const bool ours =
      fd_ >= 0 && sys::Stat(fd_, &now) == 0 && now.st_dev == device_ && now.st_ino == inode_;
  if (ours && pid == pid_) return true;
  if (ours) sys::Close(fd_);  // the parent's opening, and its lock
  fd_ = -1;
  const int fd = sys::Open(path_, O_RDWR | O_APPEND | O_NOCTTY);
  if (fd < 0) return false;
  if (sys::Stat(fd, &now) != 0 || !S_ISREG(now.st_mode) ||
      (device_ != 0 && (now.st_dev != device_ || now.st_ino != inode_))) {
    sys::Close(fd);  // not the file that this run began with
    return false;
  }
  fd_ = MoveUp(fd);
  pid_ = pid;
  device_ = now.st_dev;
  inode_ = now.st_ino;
  return true;
}

// Reads the frame that begins at `place` and checks its lengths and CRC.
bool LedgerFile::CheckFrameAt(uint64_t place, uint64_t size, uint64_t* end,
                              uint8_t chain[Sha256::kSize]) {
  uint8_t head[4], tail[kTail];
  uint32_t length;
  if (size - place < 4 || !ReadAll(fd_, head, 4, place)) return false;
  memcpy(&length, head, 4);
  if (length > size - place - 4 || size - place - 4 - length < kTail) return false;
  if (!ReadAll(fd_, tail, kTail, place + 4 + length) || memcmp(head, tail, 4) != 0) return false;
  uint32_t crc = ExtendCrc32c(0, head, 4);
  for (uint64_t at = 0; at < length;) {
    const size_t piece = length - at < sizeof frame ? length - at : sizeof frame;
    if (!ReadAll(fd_, frame, piece, place + 4 + at)) return false;
    crc = ExtendCrc32c(crc, frame, piece);
    at += piece;
  }
  if (memcmp(&crc, tail + 4, 4) != 0) return false;
  memcpy(chain, tail + 8, Sha256::kSize);
  *end = place + 4 + length + kTail;
  return true;
}

bool LedgerFile::CheckFrameBefore(uint64_t size) {
  uint32_t length;
  uint64_t end = 0;
  if (size < kMagicSize + 4 + kTail || !ReadAll(fd_, &length, 4, size - kTail)) return false;
  if (length > size - kMagicSize - 4 - kTail) return false;
  return CheckFrameAt(size - kTail - length - 4, size, &end, chain_) && end == size;
}

// Brings end_ and chain_ to the last frame of a file of this size, cutting off what a writer that
// was killed left behind it.
bool LedgerFile::FindEnd(uint64_t size) {
  if (size == end_ && size > 0) return true;  // nobody wrote since we did
  if (size < kMagicSize) {                    // new, or killed while it was made
    if (sys::Truncate(fd_, 0) != 0 ||
        sys::Write(fd_, kLedgerMagic.data(), kMagicSize) != static_cast<long>(kMagicSize))
      return false;
    end_ = kMagicSize;
    memset(chain_, 0, sizeof chain_);
    return true;
  }
  if (size == kMagicSize) {
    memset(chain_, 0, sizeof chain_);
    end_ = size;
    return true;
  }
  if (CheckFrameBefore(size)) {
    end_ = size;
    return true;
  }
  char magic[kMagicSize];
  if (!ReadAll(fd_, magic, kMagicSize, 0) || memcmp(magic, kLedgerMagic.data(), kMagicSize) != 0)
    return false;
  uint64_t at = kMagicSize;
  memset(chain_, 0, sizeof chain_);
  while (at < size && CheckFrameAt(at, size, &at, chain_)) continue;
  // What follows must be the beginning of one frame. Anything else is damage, which is not ours to
  // cut away.
  uint32_t length = 0;
  if (size - at >= 4 && (!ReadAll(fd_, &length, 4, at) ||
                         (length != 0 && size - at - 4 >= uint64_t{length} + kTail))) {
    return false;
  }
  if (sys::Truncate(fd_, at) != 0) return false;
  end_ = at;
  return true;
}

// Whether writing up to `end` would raise SIGXFSZ, which ends programs.
bool LedgerFile::OverLimit(uint64_t end) {
  uint64_t most = limit_.load(std::memory_order_relaxed);
  if (most == 0) {
    struct rlimit limit = {};
    if (sys::Call(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, sys::Word(&limit)) != 0) return false;
    most = limit.rlim_cur;
    limit_ = most;
  }
  return end > most;
}

// Completes the frame whose payload of `length` bytes stands at `at` + 4 of what waits; where the
// next may begin.
size_t LedgerFile::MakeFrame(size_t at, size_t length, uint8_t chain[Sha256::kSize]) {
  uint8_t* begin = waiting->data + at;
  const uint32_t size = static_cast<uint32_t>(length);
  memcpy(begin, &size, 4);
  uint8_t* tail = begin + 4 + length;
  const uint32_t crc = ExtendCrc32c(0, begin, 4 + length);
  memcpy(tail, &size, 4);
  memcpy(tail + 4, &crc, 4);
  Sha256 hash;
  hash.Add(chain, Sha256::kSize);
  hash.Add(begin, 4 + length);
  hash.Digest(chain);
  memcpy(tail + 8, chain, Sha256::kSize);
  return at + 4 + length + kTail;
}

// With the file's lock held: brings end_ and chain_ up to date.
bool LedgerFile::Ready() {
  struct stat now;
  return sys::Stat(fd_, &now) == 0 && FindEnd(static_cast<uint64_t>(now.st_size));
}

// Writes what waits; the file is locked and Ready. It is lost where that fails.
bool LedgerFile::Flushed() {
  const uint64_t size = waiting->size;
  if (size == 0) return true;
  uint8_t chain[Sha256::kSize];
  memcpy(chain, chain_, sizeof chain);
  for (size_t at = 0; at < size;) {
    uint32_t length;
    memcpy(&length, waiting->data + at, 4);
    at = MakeFrame(at, length, chain);
  }
  waiting->at = end_;
  flushed_ = sys::Now();
  const bool written =
      !OverLimit(end_ + size) && sys::Write(fd_, waiting->data, size) == static_cast<long>(size);
  if (written) {
    end_ += size;
    memcpy(chain_, chain, sizeof chain_);
  } else {
    sys::Truncate(fd_, end_);  // a full disk takes a part
    lost_ += WaitingCount();
  }
  waiting->size = 0;
  waiting->at = 0;
  return written;
}

void LedgerFile::Flush() {
  sys::Locked locked(mutex_);
  if (waiting->size == 0) return;
  if (EnsureOpen() && sys::Flock(fd_, LOCK_EX) == 0) {
    const bool ready = Ready();
    if (ready) Flushed();
    sys::Flock(fd_, LOCK_UN);
    if (ready) return;
  }
  lost_ += WaitingCount();
  waiting->size = 0;
}

bool LedgerFile::AppendSoon(Builder build, void* context) {
  {
    sys::Locked locked(mutex_);
    // A record that may not fit, or comes after a pause, goes its way at once.
    if (sys::Now() - flushed_ < kTogether && Waiting::kRoom - waiting->size > 20000) {
      if (shared_ && !tried_ && waiting->size == 0) MapWaiting();
      const uint64_t at = waiting->size;
      Wire wire(waiting->data + at + 4, Waiting::kRoom - at - 4 - kTail);
      build(context, wire, 0);
      if (wire.ok()) {
        const uint32_t length = static_cast<uint32_t>(wire.size());
        memcpy(waiting->data + at, &length, 4);
        waiting->size.store(at + 4 + length + kTail, std::memory_order_release);
        return true;
      }
    }
  }
  return Append(build, context);
}

bool LedgerFile::AppendNow(Builder build, void* context) {
  if (!Ready()) return false;
  Flushed();
  Wire wire(frame + 4, kLargest);
  build(context, wire, end_);
  if (!wire.ok()) return false;
  const uint32_t length = static_cast<uint32_t>(wire.size());
  memcpy(frame, &length, 4);
  uint8_t* tail = frame + 4 + length;
  const uint32_t crc = ExtendCrc32c(0, frame, 4 + length);
  memcpy(tail, &length, 4);
  memcpy(tail + 4, &crc, 4);
  Sha256 chain;
  chain.Add(chain_, sizeof chain_);
  chain.Add(frame, 4 + length);
  chain.Digest(tail + 8);
  const size_t size = 4 + length + kTail;
  if (OverLimit(end_ + size)) return false;
  if (sys::Write(fd_, frame, size) != static_cast<long>(size)) {
    sys::Truncate(fd_, end_);
    return false;
  }
  end_ += size;
  memcpy(chain_, tail + 8, sizeof chain_);
  flushed_ = sys::Now();
  return true;
}

bool LedgerFile::Append(Builder build, void* context) {
  sys::Locked locked(mutex_);
  bool done = false;
  if (EnsureOpen() && sys::Flock(fd_, LOCK_EX) == 0) {
    done = AppendNow(build, context);
    sys::Flock(fd_, LOCK_UN);
  }
  if (!done) lost_ += 1;
  return done;
}

void LedgerFile::Sync() {
  Flush();
  sys::Locked locked(mutex_);
  if (EnsureOpen()) sys::Call(SYS_fdatasync, fd_);
}

}  // namespace pedigree
