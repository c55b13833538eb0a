#include "lineage/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"

namespace pedigree {
namespace {

absl::Status Failed(std::string_view path, int error) {
  std::string message = fmt::format("{}: {}", path, std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(message);
  if (error == EACCES || error == EPERM) return absl::PermissionDeniedError(message);
  return absl::FailedPreconditionError(message);
}

// 0, or the errno.
int WriteAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = write(fd, content.data(), content.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    content.remove_prefix(static_cast<size_t>(n));
  }
  return 0;
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// The name that stands at the end of the symbolic links that `path` may be the first of. A link
// that leads nowhere yet leads to where the file will be.
std::string Target(const std::string& path) {
  std::string target = path;
  for (int depth = 0; depth < 40; ++depth) {
    char buffer[PATH_MAX];
    const ssize_t n = readlink(target.c_str(), buffer, sizeof(buffer));
    if (n < 0) break;
    const std::string link(buffer, static_cast<size_t>(n));
    target = link.starts_with('/') ? link : FolderOf(target) + "/" + link;
  }
  return target;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Failed(path, errno);
  absl::Cleanup closer = [fd] { close(fd); };
  std::string content;
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    content.reserve(static_cast<size_t>(status.st_size));
  }
  char buffer[1 << 16];
  for (;;) {
    const ssize_t n = read(fd, buffer, sizeof(buffer));
    if (n < 0) {
      if (errno == EINTR) continue;
      return Failed(path, errno);
    }
    if (n == 0) return content;
    content.append(buffer, static_cast<size_t>(n));
  }
}

absl::StatusOr<FileWriter> FileWriter::Open(const std::string& path) {
  FileWriter writer;
  writer.path_ = path;
  struct stat old;
  const bool exists = stat(path.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) return Failed(path, EISDIR);
  if (exists && !S_ISREG(old.st_mode)) {
    writer.file_ = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    if (exists) writer.mode_ = static_cast<int>(old.st_mode & 07777);
    writer.target_ = Target(path);
    const std::string temporary = fmt::format("{}.{}.tmp", writer.target_, getpid());
    // What a process of the same number left when it was killed.
    unlink(temporary.c_str());
    writer.file_ = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (writer.file_ >= 0) writer.temporary_ = temporary;
  }
  if (writer.file_ < 0) return Failed(path, errno);
  return writer;
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, "")),
      file_(std::exchange(other.file_, -1)),
      mode_(other.mode_) {}

FileWriter::~FileWriter() {
  if (file_ >= 0) close(file_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

absl::Status FileWriter::Append(std::string_view content) {
  const int error = WriteAll(file_, content);
  return error == 0 ? absl::OkStatus() : Failed(path_, error);
}

absl::Status FileWriter::Commit() {
  int error = 0;
  if (mode_ >= 0 && fchmod(file_, static_cast<mode_t>(mode_)) != 0) error = errno;
  if (error == 0 && !temporary_.empty() && fsync(file_) != 0) error = errno;
  if (close(std::exchange(file_, -1)) != 0 && error == 0) error = errno;
  if (error == 0 && !temporary_.empty() && rename(temporary_.c_str(), target_.c_str()) != 0)
    error = errno;
  if (error != 0) return Failed(path_, error);
  if (temporary_.empty()) return absl::OkStatus();
  temporary_.clear();

  // The rename itself reaches the disk with the folder. Not every file system can; the content is
  // right either way.
  const int folder = open(FolderOf(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    close(folder);
  }
  return absl::OkStatus();
}

absl::Status WriteFile(const std::string& path, std::string_view content) {
  return WriteFile(path, [content](TextSink sink) { return sink(content); });
}

absl::Status WriteFile(const std::string& path, absl::FunctionRef<absl::Status(TextSink)> write) {
  absl::StatusOr<FileWriter> writer = FileWriter::Open(path);
  if (!writer.ok()) return writer.status();
  const auto append = [&](std::string_view content) { return writer->Append(content); };
  if (absl::Status status = write(append); !status.ok()) return status;
  return writer->Commit();
}

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Failed(path, error.value());
  return absl::OkStatus();
}

}  // namespace pedigree
