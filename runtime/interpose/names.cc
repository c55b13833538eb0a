// Names: renaming, linking, deleting, truncating by path.
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/files.h"
#include "runtime/interpose/interpose.h"

namespace pedigree {

INTERPOSE(int, rename, (const char* from, const char* to)) {
  const int result = REAL(rename)(from, to);
  if (result == 0 && IsThisProcess()) files::Renamed(AT_FDCWD, from, AT_FDCWD, to, Mode::kRename);
  return result;
}
INTERPOSE(int, renameat, (int from_folder, const char* from, int to_folder, const char* to)) {
  const int result = REAL(renameat)(from_folder, from, to_folder, to);
  if (result == 0 && IsThisProcess())
    files::Renamed(from_folder, from, to_folder, to, Mode::kRename);
  return result;
}
INTERPOSE(int, renameat2,
          (int from_folder, const char* from, int to_folder, const char* to, unsigned flags)) {
  const int result = REAL(renameat2)(from_folder, from, to_folder, to, flags);
  if (result == 0 && IsThisProcess()) {
    files::Renamed(from_folder, from, to_folder, to, Mode::kRename);
    constexpr unsigned kExchange = 2;  // RENAME_EXCHANGE
    if ((flags & kExchange) != 0) files::Renamed(to_folder, to, from_folder, from, Mode::kRename);
  }
  return result;
}
INTERPOSE(int, link, (const char* from, const char* to)) {
  const int result = REAL(link)(from, to);
  if (result == 0 && IsThisProcess()) files::Renamed(AT_FDCWD, from, AT_FDCWD, to, Mode::kLink);
  return result;
}
INTERPOSE(int, linkat,
          (int from_folder, const char* from, int to_folder, const char* to, int flags)) {
  const int result = REAL(linkat)(from_folder, from, to_folder, to, flags);
  if (result == 0 && IsThisProcess()) files::Linked(from_folder, from, to_folder, to, flags);
  return result;
}

INTERPOSE(int, unlink, (const char* path)) {
  const int result = REAL(unlink)(path);
  if (result == 0 && IsThisProcess()) files::Deleted(AT_FDCWD, path);
  return result;
}
INTERPOSE(int, unlinkat, (int folder, const char* path, int flags)) {
  const int result = REAL(unlinkat)(folder, path, flags);
  if (result == 0 && (flags & AT_REMOVEDIR) == 0 && IsThisProcess()) files::Deleted(folder, path);
  return result;
}
INTERPOSE(int, remove, (const char* path)) {
  const int result = REAL(remove)(path);
  if (result == 0 && IsThisProcess()) files::Deleted(AT_FDCWD, path);
  return result;
}

#define TRUNCATE(name)                                          \
  INTERPOSE(int, name, (const char* path, off64_t size)) {      \
    const int result = REAL(name)(path, size);                  \
    if (result == 0 && IsThisProcess()) files::Truncated(path); \
    return result;                                              \
  }
TRUNCATE(truncate)
TRUNCATE(truncate64)

}  // namespace pedigree
