#include "cli/cache_folder.h"

#include <cstdlib>

namespace pedigree {

std::filesystem::path CacheFolder() {
  const char* base = std::getenv("XDG_CACHE_HOME");
  if (base != nullptr && *base == '/') return base;
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::filesystem::path(home) / ".cache";
  return {};
}

}  // namespace pedigree
