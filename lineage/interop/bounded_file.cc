#include "lineage/interop/bounded_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "absl/status/status.h"

namespace pedigree::interop {

absl::StatusOr<std::string> ReadBounded(const std::string& path, size_t most) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      path == "-" ? fdopen(dup(STDIN_FILENO), "rb") : std::fopen(path.c_str(), "rbe"), std::fclose);
  if (file == nullptr)
    return absl::NotFoundError(fmt::format("{}: {}", path, std::strerror(errno)));
  std::string content;
  char buffer[1 << 16];
  while (const size_t n = std::fread(buffer, 1, sizeof buffer, file.get())) {
    if (n > most - content.size()) {
      return absl::InvalidArgumentError(fmt::format("{}: larger than {} MiB", path, most >> 20));
    }
    content.append(buffer, n);
  }
  if (std::ferror(file.get()) != 0)
    return absl::InvalidArgumentError(fmt::format("{}: {}", path, std::strerror(errno)));
  return content;
}

}  // namespace pedigree::interop
