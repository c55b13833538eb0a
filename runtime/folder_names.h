// The kernel's names of files, without asking for each. Asking costs more than all the rest of an
// opening. What has no link in its way has the name that it was opened by: that of the working
// directory, which is soon told, the folder's, where that was seen to be without links, and its
// own.
//
// One caller at a time.
#ifndef PEDIGREE_RUNTIME_FOLDER_NAMES_H_
#define PEDIGREE_RUNTIME_FOLDER_NAMES_H_

#include <sys/stat.h>

#include <string_view>

namespace pedigree {

// The kernel's name of `file`, opened by `path`, in `to` (kPathSize bytes). Empty where it is not
// known.
std::string_view NameByFolder(int folder, const char* path, const struct stat& file, char* to);
// `resolved` is the kernel's name of what was opened by `path`.
void RememberFolder(int folder, const char* path, std::string_view resolved);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_FOLDER_NAMES_H_
