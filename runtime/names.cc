#include "runtime/names.h"

#include <string.h>

#include "runtime/sys.h"
#include "runtime/text.h"

namespace pedigree {
namespace {

bool IsBelow(std::string_view name, std::string_view folder) {
  return Part(name, 0, folder.size()) == folder &&
         (name.size() == folder.size() || name[folder.size()] == '/');
}

}  // namespace

size_t AddParts(char* to, size_t room, size_t size, std::string_view path) {
  for (size_t begin = 0; begin < path.size();) {
    size_t end = path.find('/', begin);
    if (end == std::string_view::npos) end = path.size();
    const std::string_view part = Part(path, begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    if (size + 1 + part.size() > room) break;
    to[size++] = '/';
    memcpy(to + size, part.data(), part.size());
    size += part.size();
  }
  return size;
}

void PathOfDescriptor(int fd, char to[kDescriptorPathSize]) {
  memcpy(to, "/proc/self/fd/", 14);
  size_t size = 14;
  char digits[12];
  int n = 0;
  for (unsigned rest = static_cast<unsigned>(fd); n == 0 || rest > 0; rest /= 10) {
    digits[n++] = static_cast<char>('0' + rest % 10);
  }
  while (n > 0) to[size++] = digits[--n];
  to[size] = 0;
}

std::string_view NameOfDescriptor(int fd, char* to) {
  char link[kDescriptorPathSize];
  PathOfDescriptor(fd, link);
  const long got = sys::ReadLink(link, to, kPathSize);
  if (got <= 0 || to[0] != '/') return {};
  return {to, static_cast<size_t>(got)};
}

std::string_view WithoutDeleted(std::string_view name) {
  constexpr std::string_view kDeleted = " (deleted)";
  return Ends(name, kDeleted) ? Part(name, 0, name.size() - kDeleted.size()) : name;
}

std::string_view AbsoluteName(int folder, const char* path, std::string_view resolved, char* to) {
  const std::string_view given(path);
  size_t size = 0;
  if (given.empty() || given[0] != '/') {
    if (folder == AT_FDCWD) {
      // Where the kernel's name ends in the one given, the working directory stands before it.
      if (!given.empty() && Ends(resolved, given) && resolved.size() > given.size() &&
          resolved[resolved.size() - given.size() - 1] == '/' && !GoesUp(given) &&
          given.find("/.") == given.npos && Part(given, 0, 2) != "./" &&
          given.find("//") == given.npos) {
        memcpy(to, resolved.data(), resolved.size());
        return {to, resolved.size()};
      }
      const long n = sys::WorkingDirectory(to, kPathSize);
      size = n > 1 ? static_cast<size_t>(n) - 1 : 0;
    } else {
      size = NameOfDescriptor(folder, to).size();
    }
    if (size == 1) size = 0;  // the root
  }
  size = AddParts(to, kPathSize, size, given);
  if (size == 0) to[size++] = '/';
  return {to, size};
}

bool IsPseudo(std::string_view name) {
  return IsBelow(name, "/proc") || IsBelow(name, "/sys") ||
         (IsBelow(name, "/dev") && !IsBelow(name, "/dev/shm"));
}

bool IsMemory(std::string_view name) { return Starts(name, "/memfd:"); }

bool GoesUp(std::string_view name) {
  return name == ".." || Part(name, 0, 3) == "../" || Ends(name, "/..") ||
         name.find("/../") != name.npos;
}

}  // namespace pedigree
