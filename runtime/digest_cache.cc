#include "runtime/digest_cache.h"

#include <string.h>
#include <unistd.h>

#include "runtime/sys.h"

namespace pedigree {
namespace {

// The file: a head of one slot's size, then the slots.
constexpr char kHead[] = "PEDIGREE DIGEST CACHE 1\n";
constexpr uint64_t kSlots = 1 << 14;

struct Slot {
  uint64_t device, inode, size;
  int64_t mtime, ctime;
  uint8_t value[Sha256::kSize];
  uint64_t check;
};
static_assert(sizeof(Slot) == 80);

char cache_path[4096];

uint64_t Mix(uint64_t a, uint64_t b) {
  a ^= b + 0x9e3779b97f4a7c15ull + (a << 6) + (a >> 2);
  a *= 0xbf58476d1ce4e5b9ull;
  return a ^ (a >> 29);
}

uint64_t PlaceOf(const Identity& file) {
  return (1 + Mix(file.device, file.inode) % kSlots) * sizeof(Slot);
}

uint64_t CheckOf(const Slot& slot) {
  Sha256 hash;
  hash.Add(kHead, sizeof kHead);
  hash.Add(&slot, offsetof(Slot, check));
  uint8_t digest[Sha256::kSize];
  hash.Digest(digest);
  uint64_t check;
  memcpy(&check, digest, sizeof check);
  return check;
}

// The cache, if there is one to be trusted; -1 otherwise.
int OpenCache(bool to_write) {
  if (cache_path[0] == 0) return -1;
  const int fd = sys::Open(cache_path, O_NOFOLLOW | (to_write ? O_RDWR | O_CREAT : O_RDONLY), 0600);
  if (fd < 0) return -1;
  struct stat now;
  char head[sizeof kHead] = {};
  bool good = sys::Stat(fd, &now) == 0 && S_ISREG(now.st_mode) && now.st_uid == geteuid() &&
              (now.st_mode & 022) == 0;
  if (good && now.st_size == 0) {
    good = to_write && sys::PWrite(fd, kHead, sizeof kHead, 0) == static_cast<long>(sizeof kHead);
  } else if (good) {
    good = sys::PRead(fd, head, sizeof head, 0) == static_cast<long>(sizeof head) &&
           memcmp(head, kHead, sizeof kHead) == 0;
  }
  if (good) return fd;
  sys::Close(fd);
  return -1;
}

}  // namespace

void SetDigestCache(const char* path) {
  cache_path[0] = 0;
  if (path != nullptr && path[0] == '/' && strlen(path) < sizeof cache_path)
    strcpy(cache_path, path);
}

bool RecallDigest(const Identity& file, uint8_t value[Sha256::kSize]) {
  if (file.size < kLeastCached) return false;
  const int fd = OpenCache(false);
  if (fd < 0) return false;
  Slot slot;
  const bool read =
      sys::PRead(fd, &slot, sizeof slot, PlaceOf(file)) == static_cast<long>(sizeof slot);
  sys::Close(fd);
  const Identity found = {slot.device, slot.inode, slot.size, slot.mtime, slot.ctime};
  if (!read || !(found == file) || slot.check != CheckOf(slot)) return false;
  memcpy(value, slot.value, Sha256::kSize);
  return true;
}

void RememberDigest(const Identity& file, const uint8_t value[Sha256::kSize]) {
  if (file.size < kLeastCached) return;
  // Never beyond a limit of file sizes, which would end the program.
  struct rlimit limit = {};
  if (sys::Call(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, sys::Word(&limit)) != 0 ||
      limit.rlim_cur < (kSlots + 2) * sizeof(Slot))
    return;
  const int fd = OpenCache(true);
  if (fd < 0) return;
  Slot slot = {file.device, file.inode, file.size, file.mtime, file.ctime, {}, 0};
  memcpy(slot.value, value, Sha256::kSize);
  slot.check = CheckOf(slot);
  sys::PWrite(fd, &slot, sizeof slot, PlaceOf(file));
  sys::Close(fd);
}

}  // namespace pedigree
