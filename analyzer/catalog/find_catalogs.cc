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

std::vector<std::string> LyingBy(const std::string& file) {
  std::error_code error;
  const fs::path binary =
      file.empty() ? fs::read_symlink("/proc/self/exe", error) : fs::canonical(file, error);
  if (error) return {};
  std::vector<fs::path> folders = {binary.string() + ".runfiles/pedigree/catalog",
                                   binary.parent_path().parent_path() / "share/pedigree/catalog"};
  for (fs::path above = binary.parent_path(); above.has_relative_path();
       above = above.parent_path()) {
    folders.push_back(above / "catalog");
  }
  for (const fs::path& folder : folders) {
    if (std::vector<std::string> files = In(folder); !files.empty()) return files;
  }
  return {};
}

}  // namespace

absl::StatusOr<std::vector<std::string>> FindCatalogs(const CatalogChoice& choice) {
  std::vector<std::string> files;
  if (choice.defaults) {
    std::string folder = choice.folder;
    const char* variable = std::getenv("PEDIGREE_CATALOG_DIR");
    if (folder.empty() && variable != nullptr) folder = variable;
    if (!folder.empty()) {
      files = In(folder);
      if (files.empty()) {
        return absl::NotFoundError(fmt::format("{}: no catalogs (*.txtpb) in this folder", folder));
      }
    } else {
      files = LyingBy(choice.by);
      // Without a catalog nothing is known to read or write anything, and there would be no lineage
      // at all.
      if (files.empty() && choice.own.empty()) {
        return absl::NotFoundError(
            "no catalogs found: name some with --catalog, --catalog-dir or PEDIGREE_CATALOG_DIR, "
            "or do without by "
            "--no-default-catalogs");
      }
    }
  }
  if (choice.own.empty()) return files;
  // A default that is also given by name is read once, in its place among those given.
  std::error_code error;
  std::set<fs::path> own;
  for (const std::string& file : choice.own) own.insert(fs::weakly_canonical(file, error));
  std::erase_if(files, [&](const std::string& file) {
    return own.contains(fs::weakly_canonical(file, error));
  });
  files.insert(files.end(), choice.own.begin(), choice.own.end());
  return files;
}

}  // namespace pedigree
