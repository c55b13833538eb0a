// What happens to files by their names, without an opening.
#include <fcntl.h>

#include "runtime/files.h"
#include "runtime/hash_file.h"
#include "runtime/names.h"
#include "runtime/recorder.h"
#include "runtime/sys.h"

namespace pedigree::files {
namespace {

sys::Mutex mutex;  // of the names under construction
char given_name[kPathSize], new_name[kPathSize];

bool Recording() { return Recorder::Get().recording(); }

}  // namespace

void ResetFacts() { mutex.Reset(); }

void Renamed(int old_folder, const char* old_path, int new_folder, const char* new_path,
             Mode mode) {
  if (!Recording()) return;
  sys::Locked locked(mutex);
  AccessRecord access;
  access.mode = mode;
  access.name = AbsoluteName(old_folder, old_path, {}, given_name);
  access.new_name = AbsoluteName(new_folder, new_path, {}, new_name);
  struct stat now;
  if (sys::StatAt(new_folder, new_path, &now, AT_SYMLINK_NOFOLLOW) == 0)
    access.file = Identity::Of(now);
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void Linked(int old_folder, const char* old_path, int new_folder, const char* new_path, int flags) {
  if (!Recording()) return;
  sys::Locked locked(mutex);
  AccessRecord access;
  access.mode = Mode::kLink;
  access.new_name = AbsoluteName(new_folder, new_path, {}, new_name);
  struct stat now;
  const bool known = sys::StatAt(new_folder, new_path, &now, AT_SYMLINK_NOFOLLOW) == 0;
  if (known) access.file = Identity::Of(now);
  if ((flags & AT_EMPTY_PATH) != 0 && old_path[0] == 0) {
    access.name = NameOfDescriptor(old_folder, given_name);
  } else {
    access.name = AbsoluteName(old_folder, old_path, {}, given_name);
    // By the name of a descriptor, /proc/self/fd/N.
    const long n = (flags & AT_SYMLINK_FOLLOW) != 0 && IsPseudo(access.name)
                       ? sys::ReadLinkAt(old_folder, old_path, given_name, sizeof given_name)
                       : 0;
    if (n > 0) access.name = {given_name, static_cast<size_t>(n)};
  }
  access.name = WithoutDeleted(access.name);
  // It had no name before (O_TMPFILE), but the one that the kernel makes up.
  if (known && now.st_nlink == 1) access.mode = Mode::kRename;
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void Deleted(int folder, const char* path) {
  if (!Recording()) return;
  sys::Locked locked(mutex);
  AccessRecord access;
  access.mode = Mode::kDelete;
  access.name = AbsoluteName(folder, path, {}, given_name);
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void Listed(int folder, const char* path) {
  if (!Recording()) return;
  sys::Locked locked(mutex);
  AccessRecord access;
  access.mode = Mode::kList;
  access.name = AbsoluteName(folder, path, {}, given_name);
  if (IsPseudo(access.name)) return;
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void Failed(int folder, const char* path, int flags, int error) {
  if (!Recording() || path == nullptr) return;
  // Programs look for the same file over and over.
  static uint64_t seen[1024];
  sys::Locked locked(mutex);
  const std::string_view name = AbsoluteName(folder, path, {}, given_name);
  if (IsPseudo(name)) return;
  uint64_t hash = 14695981039346656037ull ^ static_cast<uint64_t>(error);
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  if (seen[hash % 1024] == hash) return;
  seen[hash % 1024] = hash;
  Recorder::Get().Access(FailedRecord(name, flags, error));
}

void Truncated(const char* path) {
  if (!Recording()) return;
  AccessRecord access = TruncatedRecord(path);
  sys::Locked locked(mutex);
  access.name = AbsoluteName(AT_FDCWD, path, {}, given_name);
  Recorder::Get().Access(access);
}

AccessRecord StandardRecord(uint32_t fd) {
  static constexpr const char* kNames[] = {"stdin", "stdout", "stderr"};
  AccessRecord access;
  access.name_space = "process";
  access.name = kNames[fd];
  access.mode = fd == 0 ? Mode::kRead : Mode::kWrite;
  (fd == 0 ? access.read : access.written) =
      DigestRecord::Without(How::kNotTaken, "not a regular file");
  access.stream = fd + 1;
  access.opened = access.closed = sys::Now();
  return access;
}

AccessRecord FailedRecord(std::string_view name, int flags, int error) {
  AccessRecord access;
  access.name = name;
  const int way = flags & O_ACCMODE;
  access.mode = way == O_RDONLY ? Mode::kRead : way == O_WRONLY ? Mode::kWrite : Mode::kReadWrite;
  access.error = static_cast<uint32_t>(error);
  access.opened = access.closed = sys::Now();
  return access;
}

AccessRecord TruncatedRecord(const char* path) {
  const int fd = sys::Open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  AccessRecord access;
  access.mode = Mode::kWrite;
  access.truncated = true;
  access.opened = sys::Now();
  struct stat now;
  access.written = DigestRecord::Without(How::kNotTaken, "not readable");
  if (fd >= 0 && sys::Stat(fd, &now) == 0) {
    access.file = Identity::Of(now);
    access.written = HashFile(fd, access.file);
  }
  if (fd >= 0) sys::Close(fd);
  access.closed = sys::Now();
  return access;
}

}  // namespace pedigree::files
