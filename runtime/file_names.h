// The names of a file that was just opened: the one the program used, made absolute, and the
// kernel's.
//
// To ask the kernel (a link of /proc/self/fd) costs more than all the rest of an opening. So what
// it said is remembered, with what shows at the next opening that it is still true: the folder that
// the name lies in is the same, and is no link, and either none of its entries changed since, or
// the name is asked for and leads to the file that is open. Of a file with several names (hard
// links), one that was reached through a link is not remembered: only the kernel tells by which.
// What this does not see: a folder further up that was renamed, and has a link to it in its place.
//
// One caller at a time.
#ifndef PEDIGREE_RUNTIME_FILE_NAMES_H_
#define PEDIGREE_RUNTIME_FILE_NAMES_H_

#include <sys/stat.h>

#include <string_view>

namespace pedigree {

struct FileNames {
  std::string_view given;     // absolute, with links and ".." as the program has them
  std::string_view resolved;  // the kernel's; empty where it has none
};

// The names of `fd`, which was opened by `path` relative to `folder` (AT_FDCWD or a descriptor) and
// is `file`. Without a path the kernel's name is the given one, too. In the two rooms, of kPathSize
// bytes each, or in the caller's own.
FileNames NamesOfFile(int fd, int folder, const char* path, const struct stat& file,
                      char* given_room, char* resolved_room);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_FILE_NAMES_H_
