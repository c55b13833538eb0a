#include "analyzer/extract/file_name.h"

#include <filesystem>

namespace pedigree {

std::string RelativeFileName(std::string_view file, std::string_view working_directory,
                             std::string_view root) {
  namespace fs = std::filesystem;
  const fs::path path = fs::path(file).lexically_normal();
  if (root.empty() && path.is_relative() && !path.empty() && *path.begin() != "..") {
    return path.generic_string();
  }
  std::error_code error;
  const fs::path base =
      working_directory.empty() ? fs::current_path(error) : fs::path(working_directory);
  const fs::path absolute = path.is_absolute() ? path : (base / path).lexically_normal();
  const fs::path above = root.empty() ? base : base / fs::path(root);
  const fs::path relative = absolute.lexically_relative(above.lexically_normal());
  if (!relative.empty() && *relative.begin() != "..") return relative.generic_string();
  // ../src/a.cc of a build directory beside the source stays as it was said.
  if (root.empty() && path.is_relative()) return path.generic_string();
  const std::string text = absolute.generic_string();
  constexpr std::string_view kInclude = "/include/";
  const size_t at = text.rfind(kInclude);
  return "<" +
         (at == std::string::npos ? absolute.filename().string()
                                  : text.substr(at + kInclude.size())) +
         ">";
}

std::string FragmentFile(const std::string& folder, const std::string& source) {
  namespace fs = std::filesystem;
  fs::path file = folder;
  for (const fs::path& part : fs::path(source).relative_path()) {
    file /= part == ".." ? fs::path("up") : part;
  }
  return file.string() + ".frag";
}

}  // namespace pedigree
