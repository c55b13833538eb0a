#include "analyzer/catalog/find_catalogs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <system_error>

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// The catalogs in a folder, sorted; none if there is no such folder.
std::vector<std::string> In(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".txtpb") files.push_back(at->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

absl::StatusOr<CatalogFiles> FindCatalogs(const CatalogChoice& choice) {
  CatalogFiles found;
  if (choice.defaults) {
    std::string folder = choice.folder;
    const char* variable = std::getenv("PEDIGREE_CATALOG_DIR");
    if (folder.empty() && variable != nullptr) folder = variable;
    if (folder.empty()) {
      found.standard = true;
    } else {
      found.files = In(folder);
      if (found.files.empty()) {
        return absl::NotFoundError(fmt::format("{}: no catalogs (*.txtpb) in this folder", folder));
      }
    }
  }
  if (choice.own.empty()) return found;
  // A default that is also given by name is read once, in its place among those given.
  std::error_code error;
  std::set<fs::path> own;
  for (const std::string& file : choice.own) own.insert(fs::weakly_canonical(file, error));
  std::erase_if(found.files, [&](const std::string& file) {
    return own.contains(fs::weakly_canonical(file, error));
  });
  found.files.insert(found.files.end(), choice.own.begin(), choice.own.end());
  return found;
}

}  // namespace pedigree
