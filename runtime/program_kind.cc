#include "runtime/program_kind.h"

#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "runtime/elf_file.h"
#include "runtime/sys.h"
#include "runtime/text.h"

namespace pedigree {
namespace {

constexpr int kDeepest = 4;  // scripts whose interpreters are scripts, as the kernel has it

bool HasInterpreter(int fd, const elf::Header& header) {
  return elf::AnySegment(fd, header,
                         [](const elf::Segment& segment) { return segment.p_type == PT_INTERP; });
}

// Go's linker leaves its build id in a note of its own.
bool IsOfGo(int fd, const elf::Header& header) {
  return elf::AnySegment(fd, header, [&](const elf::Segment& segment) {
    char notes[1024];
    if (segment.p_type != PT_NOTE || segment.p_filesz > sizeof notes ||
        sys::PRead(fd, notes, segment.p_filesz, segment.p_offset) !=
            static_cast<long>(segment.p_filesz))
      return false;
    bool found = false;
    elf::ForEachNote({notes, segment.p_filesz},
                     [&](std::string_view name, uint32_t type, std::string_view) {
                       found |= type == 4 && Starts(name, {"Go\0", 3});
                     });
    return found;
  });
}

ProgramKind Kind(int folder, const char* path, int depth) {
  const int fd = static_cast<int>(
      sys::Call(SYS_openat, folder, sys::Word(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd < 0) return ProgramKind::kUnknown;
  ProgramKind kind = ProgramKind::kUnknown;
  struct stat now;
  char head[256] = {};
  const long n = sys::PRead(fd, head, sizeof head - 1, 0);
  if (sys::Stat(fd, &now) == 0 && S_ISREG(now.st_mode) && n > 2) {
    elf::Header header;
    memcpy(&header, head, sizeof header);
    char capability[64];
    const bool raised =
        ((now.st_mode & S_ISUID) != 0 && now.st_uid != geteuid()) ||
        ((now.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) && now.st_gid != getegid()) ||
        sys::Call(SYS_fgetxattr, fd, sys::Word("security.capability"), sys::Word(capability),
                  sizeof capability) > 0;
    if (memcmp(head, "#!", 2) == 0 && depth < kDeepest) {
      char* at = head + 2;
      while (*at == ' ' || *at == '\t') ++at;
      at[strcspn(at, " \t\n")] = 0;
      sys::Close(fd);
      return Kind(AT_FDCWD, at, depth + 1);
    }
    if (elf::IsElf(header) && n >= static_cast<long>(sizeof header)) {
      kind = raised                        ? ProgramKind::kSetuid
             : !HasInterpreter(fd, header) ? ProgramKind::kStatic
             : IsOfGo(fd, header)          ? ProgramKind::kOwnCalls
                                           : ProgramKind::kObservable;
    }
  }
  sys::Close(fd);
  return kind;
}

}  // namespace

ProgramKind KindOfProgram(int folder, const char* path) { return Kind(folder, path, 0); }

bool FindInPath(std::string_view name, const char* path, char* to, size_t room) {
  if (name.find('/') != name.npos) {
    if (name.size() >= room) return false;
    memcpy(to, name.data(), name.size());
    to[name.size()] = 0;
    return true;
  }
  const std::string_view all = path == nullptr ? "/bin:/usr/bin" : path;
  for (size_t begin = 0; begin <= all.size();) {
    size_t end = all.find(':', begin);
    if (end == all.npos) end = all.size();
    std::string_view folder = Part(all, begin, end - begin);
    begin = end + 1;
    if (folder.empty()) folder = ".";
    if (folder.size() + 1 + name.size() >= room) continue;
    memcpy(to, folder.data(), folder.size());
    to[folder.size()] = '/';
    memcpy(to + folder.size() + 1, name.data(), name.size());
    to[folder.size() + 1 + name.size()] = 0;
    struct stat now;
    if (sys::StatAt(AT_FDCWD, to, &now, 0) == 0 && S_ISREG(now.st_mode) &&
        (now.st_mode & 0111) != 0)
      return true;
  }
  return false;
}

std::string_view Cut(std::string_view text, char* to, size_t room) {
  const size_t n = text.size() < room ? text.size() : room;
  memcpy(to, text.data(), n);
  return {to, n};
}

}  // namespace pedigree
