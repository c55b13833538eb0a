#ifndef PEDIGREE_CLI_CACHE_FOLDER_H_
#define PEDIGREE_CLI_CACHE_FOLDER_H_

#include <filesystem>

namespace pedigree {

// The user's folder for what can be made again, by the XDG Base Directory Specification 0.8:
// XDG_CACHE_HOME, or ~/.cache. Empty where neither is an absolute path. It need not exist.
std::filesystem::path CacheFolder();

}  // namespace pedigree

#endif  // PEDIGREE_CLI_CACHE_FOLDER_H_
