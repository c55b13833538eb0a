// The kernel's names of files, without asking for each. Asking costs more than
// all the rest of an opening, so the names of folders are kept: a file that is
// no link itself, in a folder known by its inode, needs no asking.
//
// One caller at a time, but for ForgetFolders.
#ifndef PEDIGREE_RUNTIME_FOLDER_NAMES_H_
#define PEDIGREE_RUNTIME_FOLDER_NAMES_H_

#include <sys/stat.h>

#include <string_view>

namespace pedigree {

// The kernel's name of `file`, opened by `path`, in `to` (kPathSize bytes).
// Empty where it is not known.
std::string_view NameByFolder(int folder, const char* path, const struct stat& file, char* to);
// `resolved` is the kernel's name of what was opened by `path`.
void RememberFolder(int folder, const char* path, std::string_view resolved);
// A folder has another name.
void ForgetFolders();

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_FOLDER_NAMES_H_
