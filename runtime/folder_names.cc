#include "runtime/folder_names.h"

#include <string.h>

#include "runtime/names.h"
#include "runtime/sys.h"
#include "runtime/text.h"

namespace pedigree {
namespace {

// A folder that is no link, and that no link leads to by this name; or one that a link leads to, of
// which the kernel has to be asked.
struct Folder {
  uint64_t device, inode;
  uint32_t size;
  bool linked;
  char name[488];
};
Folder folders[64];
char above[kPathSize], whole[kPathSize];

// By its name alone: inodes are used again, and folders get other names.
Folder& FolderSlot(std::string_view name) {
  uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return folders[hash % 64];
}

// The path's parts, of a file in the working directory (`before` is empty) or a folder; false where
// it is not that simple.
bool SplitPath(int folder, const char* path, std::string_view* before, std::string_view* base) {
  if (path == nullptr || (folder != AT_FDCWD && path[0] != '/')) return false;
  const std::string_view all(path);
  const size_t slash = all.rfind('/');
  *base = slash == all.npos ? all : Part(all, slash + 1);
  *before = slash == all.npos ? std::string_view() : Part(all, 0, slash);
  return slash != 0 && !base->empty() && *base != "." && *base != ".." && all.size() < kPathSize;
}

// The folder's absolute name, as the path has it, in `to`; empty where the path has parts that are
// no names.
std::string_view FolderName(std::string_view before, char* to) {
  size_t size = 0;
  if (before.empty() || before[0] != '/') {
    const long n = sys::WorkingDirectory(to, kPathSize);
    if (n <= 2 || to[0] != '/') return {};  // the root, or out of it
    size = static_cast<size_t>(n) - 1;
    if (before.empty()) return {to, size};
    to[size++] = '/';
  }
  if (size + before.size() >= kPathSize || before[before.size() - 1] == '/' || GoesUp(before) ||
      before.find("//") != before.npos || before.find("/./") != before.npos || before == "." ||
      Part(before, 0, 2) == "./" || Ends(before, "/.")) {
    return {};
  }
  memcpy(to + size, before.data(), before.size());
  return {to, size + before.size()};
}

// What the folder's part of the path leads to.
bool StatFolder(std::string_view before, struct stat* now) {
  memcpy(above, before.data(), before.size());
  above[before.size()] = 0;
  return sys::StatAt(AT_FDCWD, above, now, 0) == 0;
}

}  // namespace

std::string_view NameByFolder(int folder, const char* path, const struct stat& file, char* to) {
  std::string_view before, base;
  struct stat now;
  if (!SplitPath(folder, path, &before, &base)) return {};
  const std::string_view name = FolderName(before, to);
  if (name.empty() || name.size() + 1 + base.size() > kPathSize) return {};
  const Folder& known = FolderSlot(name);
  if (!before.empty() && (known.linked || std::string_view(known.name, known.size) != name))
    return {};
  // No link itself, and still there.
  if (sys::StatAt(AT_FDCWD, path, &now, AT_SYMLINK_NOFOLLOW) != 0 || now.st_ino != file.st_ino ||
      now.st_dev != file.st_dev) {
    return {};
  }
  // Its folder is still that one.
  if (!before.empty() &&
      (!StatFolder(before, &now) || known.inode != now.st_ino || known.device != now.st_dev)) {
    return {};
  }
  to[name.size()] = '/';
  memcpy(to + name.size() + 1, base.data(), base.size());
  return {to, name.size() + 1 + base.size()};
}

void RememberFolder(int folder, const char* path, std::string_view resolved) {
  std::string_view before, base;
  struct stat now;
  if (!SplitPath(folder, path, &before, &base) || before.empty()) return;
  const std::string_view name = FolderName(before, whole);
  if (name.empty() || name.size() > sizeof Folder::name) return;
  // Otherwise there is a link at its end, or it is gone.
  if (!Ends(resolved, base) || resolved.size() <= base.size() ||
      resolved[resolved.size() - base.size() - 1] != '/')
    return;
  Folder& slot = FolderSlot(name);
  const bool linked = Part(resolved, 0, resolved.size() - base.size() - 1) != name;
  if (linked && slot.linked && std::string_view(slot.name, slot.size) == name) return;
  if (!linked && !StatFolder(before, &now)) return;
  slot.linked = linked;
  slot.device = linked ? 0 : now.st_dev;
  slot.inode = linked ? 0 : now.st_ino;
  slot.size = static_cast<uint32_t>(name.size());
  memcpy(slot.name, name.data(), name.size());
}

}  // namespace pedigree
