#include "runtime/folder_names.h"

#include <string.h>

#include <atomic>

#include "runtime/names.h"
#include "runtime/sys.h"
#include "runtime/text.h"

namespace pedigree {
namespace {

struct Folder {
  uint64_t device, inode;
  uint32_t size;
  char name[488];
};
Folder folders[64];
std::atomic<bool> forgotten{false};
char above[kPathSize];

Folder& FolderSlot(const struct stat& now) { return folders[(now.st_ino ^ now.st_dev) % 64]; }

// The folder's part of the path, and the rest; false where it is not that
// simple.
bool SplitPath(int folder, const char* path, char to[kPathSize], std::string_view* base) {
  if (path == nullptr || (folder != AT_FDCWD && path[0] != '/')) return false;
  const std::string_view all(path);
  const size_t slash = all.rfind('/');
  *base = slash == all.npos ? all : Part(all, slash + 1);
  if (base->empty() || *base == "." || *base == ".." || all.size() >= kPathSize) return false;
  const std::string_view before = slash == all.npos ? "." : slash == 0 ? "/" : Part(all, 0, slash);
  memcpy(to, before.data(), before.size());
  to[before.size()] = 0;
  return true;
}

}  // namespace

std::string_view NameByFolder(int folder, const char* path, const struct stat& file, char* to) {
  std::string_view base;
  struct stat now;
  if (forgotten.exchange(false)) {
    for (Folder& known : folders) known.size = 0;
  }
  if (!SplitPath(folder, path, above, &base)) return {};
  if (sys::StatAt(AT_FDCWD, path, &now, AT_SYMLINK_NOFOLLOW) != 0 || now.st_ino != file.st_ino ||
      now.st_dev != file.st_dev) {
    return {};
  }
  // The working directory is at hand; other folders have to be looked for.
  const bool here = above[0] == '.' && above[1] == 0;
  if ((here ? sys::StatAt(AT_FDCWD, "", &now, AT_EMPTY_PATH)
            : sys::StatAt(AT_FDCWD, above, &now, 0)) != 0) {
    return {};
  }
  const Folder& known = FolderSlot(now);
  if (known.size == 0 || known.inode != now.st_ino || known.device != now.st_dev) return {};
  if (known.size + 1 + base.size() > kPathSize) return {};
  memcpy(to, known.name, known.size);
  to[known.size] = '/';
  memcpy(to + known.size + 1, base.data(), base.size());
  return {to, known.size + 1 + base.size()};
}

void RememberFolder(int folder, const char* path, std::string_view resolved) {
  std::string_view base;
  struct stat now;
  if (!SplitPath(folder, path, above, &base) || !Ends(resolved, base)) return;
  const size_t size = resolved.size() - base.size();
  if (size < 2 || resolved[size - 1] != '/' || size - 1 > sizeof Folder::name) return;
  // A link to a file of the same name in another folder has a folder of its
  // own.
  memcpy(above, resolved.data(), size - 1);
  above[size - 1] = 0;
  if (sys::StatAt(AT_FDCWD, above, &now, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(now.st_mode)) return;
  Folder& slot = FolderSlot(now);
  slot.device = now.st_dev;
  slot.inode = now.st_ino;
  slot.size = static_cast<uint32_t>(size - 1);
  memcpy(slot.name, resolved.data(), size - 1);
}

void ForgetFolders() { forgotten = true; }

}  // namespace pedigree
