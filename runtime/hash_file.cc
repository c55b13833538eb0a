#include "runtime/hash_file.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include <atomic>

#include "runtime/digest_cache.h"
#include "runtime/sys.h"

namespace pedigree {
namespace {

// Aligned for O_DIRECT. Who finds them all taken maps one of his own.
constexpr size_t kBuffer = 128 << 10;
constexpr int kBuffers = 2;
alignas(4096) uint8_t buffers[kBuffers][kBuffer];
std::atomic<bool> taken[kBuffers];
std::atomic<uint64_t> limit{kHashLimit};
int threads = 1;
constexpr int kMostThreads = 64;

class Buffer {
 public:
  Buffer() {
    for (int i = 0; i < kBuffers; ++i) {
      if (!taken[i].exchange(true, std::memory_order_acquire)) {
        index_ = i;
        data_ = buffers[i];
        return;
      }
    }
    data_ = static_cast<uint8_t*>(sys::Map(kBuffer));
  }
  ~Buffer() {
    if (index_ >= 0) {
      taken[index_].store(false, std::memory_order_release);
    } else if (data_ != nullptr) {
      sys::Call(SYS_munmap, sys::Word(data_), kBuffer);
    }
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  uint8_t* data() const { return data_; }

 private:
  int index_ = -1;
  uint8_t* data_ = nullptr;
};

// What was hashed lately in this process, by identity. A file that changed within the clock's grain
// of being hashed could look the same afterwards, so only what is older is remembered.
constexpr int64_t kSettled = 2000000000;
struct Remembered {
  Identity file;
  uint8_t value[Sha256::kSize];
};
constexpr size_t kRemembered = 64;
Remembered remembered[kRemembered];
sys::Mutex remembered_mutex;

Remembered& SlotOf(const Identity& file) {
  return remembered[(file.inode ^ file.device) % kRemembered];
}

bool Recall(const Identity& file, uint8_t value[Sha256::kSize]) {
  if (file.inode == 0) return false;
  {
    sys::Locked locked(remembered_mutex);
    const Remembered& slot = SlotOf(file);
    if (slot.file == file) {
      memcpy(value, slot.value, Sha256::kSize);
      return true;
    }
  }
  return RecallDigest(file, value);
}

void Remember(const Identity& file, const uint8_t value[Sha256::kSize]) {
  const int64_t now = sys::WallTime();
  if (now - file.mtime < kSettled || now - file.ctime < kSettled) return;
  {
    sys::Locked locked(remembered_mutex);
    Remembered& slot = SlotOf(file);
    slot.file = file;
    memcpy(slot.value, value, Sha256::kSize);
  }
  RememberDigest(file, value);
}

}  // namespace

void SetHashLimit(uint64_t bytes) { limit = bytes; }

void ConfigureHashing() {
  if (const char* text = getenv("PEDIGREE_HASH_LIMIT")) SetHashLimit(strtoull(text, nullptr, 10));
  if (const char* text = getenv(kHashThreadsVariable)) {
    const long wanted = strtol(text, nullptr, 10);
    cpu_set_t cores;
    const int all = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
    threads = wanted <= 0 || wanted > all ? all : static_cast<int>(wanted);
    if (threads > kMostThreads) threads = kMostThreads;
  }
  SetDigestCache(getenv(kDigestCacheVariable));
}

int HashThreads() { return threads; }

void ResetHashing() {
  remembered_mutex.Reset();
  for (std::atomic<bool>& buffer : taken) buffer = false;
}

DigestRecord HashFile(int fd, const Identity& expected) {
  struct stat now;
  if (sys::Stat(fd, &now) != 0) return DigestRecord::Without(How::kNotTaken, "the file is gone");
  if (!(Identity::Of(now) == expected)) return DigestRecord::Without(How::kChangedDuringRun, "");
  if (expected.size > limit) return DigestRecord::Without(How::kNotTaken, "larger than the limit");
  DigestRecord digest;
  digest.size = expected.size;
  if (Recall(expected, digest.value)) {
    digest.how = How::kCached;
    return digest;
  }
  Buffer buffer;
  if (buffer.data() == nullptr) return DigestRecord::Without(How::kNotTaken, "no memory");
  Sha256 hash;
  // Not beyond the end: of a file opened with O_DIRECT, reads from there may fail.
  for (uint64_t at = 0; at < expected.size;) {
    const long n = sys::PRead(fd, buffer.data(), kBuffer, at);
    if (n == -EINTR) continue;
    if (n < 0) return DigestRecord::Without(How::kNotTaken, "could not be read");
    if (n == 0) break;
    hash.Add(buffer.data(), static_cast<size_t>(n));
    at += static_cast<uint64_t>(n);
  }
  if (sys::Stat(fd, &now) != 0 || !(Identity::Of(now) == expected) ||
      hash.size() != expected.size) {
    return DigestRecord::Without(How::kChangedDuringRun, "");
  }
  hash.Digest(digest.value);
  digest.how = How::kFileAtClose;
  Remember(expected, digest.value);
  return digest;
}

namespace {

struct Work {
  const ToHash* files;
  int count;
  std::atomic<int> next{0};
};

void* HashSome(void* context) {
  Work& work = *static_cast<Work*>(context);
  for (int i; (i = work.next.fetch_add(1)) < work.count;)
    *work.files[i].digest = HashFile(work.files[i].fd, work.files[i].expected);
  return nullptr;
}

}  // namespace

void HashFiles(const ToHash* files, int count) {
  Work work{files, count};
  // Not every libc has it in itself.
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  using Join = int (*)(pthread_t, void**);
  const auto create = reinterpret_cast<Create>(dlsym(RTLD_DEFAULT, "pthread_create"));
  const auto join = reinterpret_cast<Join>(dlsym(RTLD_DEFAULT, "pthread_join"));
  pthread_t helpers[kMostThreads];
  int helping = 0;
  if (create != nullptr && join != nullptr) {
    sys::NoSignals quiet;  // in the helpers as well: the program's signals are for its own threads
    while (helping + 1 < threads && helping + 1 < count &&
           create(&helpers[helping], nullptr, HashSome, &work) == 0)
      ++helping;
  }
  HashSome(&work);
  for (int i = 0; i < helping; ++i) join(helpers[i], nullptr);
}

}  // namespace pedigree
