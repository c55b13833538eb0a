#include "runtime/file_names.h"

#include <string.h>

#include "runtime/names.h"
#include "runtime/sys.h"
#include "runtime/text.h"

namespace pedigree {
namespace {

// A folder, by a name without links.
struct Place {
  uint64_t device = 0, inode = 0;
  // When its entries changed last, by two clocks; 0 if that is too young to show a later change.
  int64_t mtime = 0, ctime = 0;

  static Place Of(const struct stat& s) {
    return {s.st_dev, s.st_ino, s.st_mtim.tv_sec * 1000000000 + s.st_mtim.tv_nsec,
            s.st_ctim.tv_sec * 1000000000 + s.st_ctim.tv_nsec};
  }
  bool SameFolder(const Place& other) const {
    return device == other.device && inode == other.inode;
  }
  bool Unchanged(const Place& other) const {
    return ctime != 0 && mtime == other.mtime && ctime == other.ctime;
  }
  // Times of files are as exact as the system's clock ticks, or some seconds.
  void ForgetYoung() {
    constexpr int64_t kSettled = 2000000000;
    const int64_t now = sys::WallTime();
    if (now - mtime < kSettled || now - ctime < kSettled) mtime = ctime = 0;
  }
};

// What a name led to, and by which name without links. With `file_inode` 0 it is a folder's.
struct Known {
  Place place;  // the folder that it leads to, or that the file lies in
  uint64_t file_device, file_inode;
  uint32_t given_size, resolved_size;  // `resolved_size` is 0 where both are the same
  char text[1000];

  std::string_view given() const { return {text, given_size}; }
  std::string_view resolved() const {
    return resolved_size == 0 ? given() : std::string_view{text + given_size, resolved_size};
  }
  void Set(std::string_view name, std::string_view without_links, const Place& where,
           const struct stat* file) {
    if (name.size() + without_links.size() > sizeof text) return;
    place = where;
    file_device = file == nullptr ? 0 : file->st_dev;
    file_inode = file == nullptr ? 0 : file->st_ino;
    memcpy(text, name.data(), name.size());
    given_size = static_cast<uint32_t>(name.size());
    resolved_size = 0;
    if (without_links == name) return;
    memcpy(text + name.size(), without_links.data(), without_links.size());
    resolved_size = static_cast<uint32_t>(without_links.size());
  }
};
constexpr size_t kMany = 64;
Known folders[kMany], files[kMany];
char room[kPathSize];  // for a name that ends in a zero

// By its name: inodes are used again.
Known& SlotOf(Known* table, std::string_view name) {
  uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return table[hash % kMany];
}

std::string_view FolderOf(std::string_view name) { return Part(name, 0, name.rfind('/')); }

// What `name` is, itself: no link at its end is followed.
bool StatName(std::string_view name, struct stat* out) {
  if (name.size() >= kPathSize) return false;
  memcpy(room, name.data(), name.size());
  room[name.size()] = 0;
  return sys::StatAt(AT_FDCWD, room, out, AT_SYMLINK_NOFOLLOW) == 0;
}

// A path that has only names in it.
struct Plain {
  std::string_view before;  // as the path has it; empty for a file in the working directory
  std::string_view base;
  std::string_view given;   // all of it, absolute
  std::string_view folder;  // of `given`
};

bool HasOnlyNames(std::string_view before) {
  return before.empty() || (before[before.size() - 1] != '/' && !GoesUp(before) &&
                            before.find("//") == before.npos && before.find("/./") == before.npos &&
                            before != "." && Part(before, 0, 2) != "./" && !Ends(before, "/."));
}

// Takes the path apart; false where it is not that simple.
bool TakeApart(int folder, const char* path, char* to, Plain* out) {
  if (path == nullptr || (folder != AT_FDCWD && path[0] != '/')) return false;
  const std::string_view all(path);
  const size_t slash = all.rfind('/');
  out->base = slash == all.npos ? all : Part(all, slash + 1);
  out->before = slash == all.npos ? std::string_view() : Part(all, 0, slash);
  if (slash == 0 || out->base.empty() || out->base == "." || out->base == "..") return false;
  if (!HasOnlyNames(out->before)) return false;
  size_t size = 0;
  if (all[0] != '/') {
    const long n = sys::WorkingDirectory(to, kPathSize);
    if (n <= 2 || to[0] != '/') return false;  // the root, or out of it
    size = static_cast<size_t>(n) - 1;
    to[size++] = '/';
  }
  if (size + all.size() >= kPathSize) return false;
  memcpy(to + size, all.data(), all.size());
  out->given = {to, size + all.size()};
  out->folder = Part(out->given, 0, out->given.size() - out->base.size() - 1);
  return true;
}

bool IsFile(const struct stat& now, const struct stat& file) {
  return now.st_ino == file.st_ino && now.st_dev == file.st_dev;
}

// The name of `file` without links, in `to`, as far as what is known still tells.
std::string_view Recall(const Plain& path, const char* text, const struct stat& file, char* to) {
  struct stat now;
  Known& known = SlotOf(files, path.given);
  const bool opened = known.given() == path.given && known.file_inode == file.st_ino &&
                      known.file_device == file.st_dev;
  if (!opened && path.before.empty()) {
    // The working directory's name is the kernel's own.
    const bool same =
        sys::StatAt(AT_FDCWD, text, &now, AT_SYMLINK_NOFOLLOW) == 0 && IsFile(now, file);
    return same ? path.given : std::string_view();
  }
  Place expected;
  size_t size;
  if (opened) {
    expected = known.place;
    size = known.resolved().size();
    memcpy(to, known.resolved().data(), size);
  } else {
    const Known& folder = SlotOf(folders, path.folder);
    if (folder.given() != path.folder) return {};
    expected = folder.place;
    size = folder.resolved().size();
    if (size + 1 + path.base.size() > kPathSize) return {};
    memcpy(to, folder.resolved().data(), size);
    to[size++] = '/';
    memcpy(to + size, path.base.data(), path.base.size());
    size += path.base.size();
  }
  const std::string_view name = {to, size};
  const bool direct = name == path.given;
  if (!direct && file.st_nlink != 1) return {};
  // The shorter way there, if there is one.
  if (!StatName(direct && !path.before.empty() ? path.before : FolderOf(name), &now)) return {};
  Place place = Place::Of(now);
  if (!S_ISDIR(now.st_mode) || !place.SameFolder(expected)) return {};
  if (opened && known.place.Unchanged(place)) return name;
  if (direct ? sys::StatAt(AT_FDCWD, text, &now, AT_SYMLINK_NOFOLLOW) != 0 : !StatName(name, &now))
    return {};
  if (!IsFile(now, file)) return {};
  place.ForgetYoung();
  known.Set(path.given, name, place, &file);
  return name;
}

// The kernel calls it `name`.
void Remember(const Plain& path, const struct stat& file, std::string_view name) {
  struct stat now;
  const size_t slash = name.rfind('/');
  if (path.before.empty() && name == path.given) return;  // needs no memory
  if (slash == name.npos || slash == 0 || (name != path.given && file.st_nlink != 1)) return;
  const std::string_view folder = Part(name, 0, slash);
  if (!StatName(folder, &now)) return;
  Place place = Place::Of(now);
  place.mtime = place.ctime = 0;  // nothing was asked for since
  SlotOf(files, path.given).Set(path.given, name, place, &file);
  // Otherwise the file itself is a link.
  if (!path.before.empty() && Part(name, slash + 1) == path.base)
    SlotOf(folders, path.folder).Set(path.folder, folder, place, nullptr);
}

}  // namespace

FileNames NamesOfFile(int fd, int folder, const char* path, const struct stat& file,
                      char* given_room, char* resolved_room) {
  Plain plain;
  const bool is_plain = TakeApart(folder, path, given_room, &plain);
  if (is_plain) {
    const std::string_view name = Recall(plain, path, file, resolved_room);
    if (!name.empty()) return {plain.given, name};
  }
  const std::string_view resolved = NameOfDescriptor(fd, resolved_room);
  if (path == nullptr) return {resolved, resolved};
  if (!is_plain) return {AbsoluteName(folder, path, resolved, given_room), resolved};
  if (!resolved.empty() && file.st_nlink > 0) Remember(plain, file, resolved);
  return {plain.given, resolved};
}

}  // namespace pedigree
