// What a file is called: the name the program used, made absolute, and the kernel's.
#ifndef PEDIGREE_RUNTIME_NAMES_H_
#define PEDIGREE_RUNTIME_NAMES_H_

#include <stddef.h>

#include <string_view>

namespace pedigree {

inline constexpr size_t kPathSize = 4096;

// "/proc/self/fd/N", through which what is open can be opened anew.
inline constexpr size_t kDescriptorPathSize = 32;
void PathOfDescriptor(int fd, char to[kDescriptorPathSize]);

// The kernel's name of what is open, in `to` (kPathSize bytes); empty where it has none.
std::string_view NameOfDescriptor(int fd, char* to);
// The kernel's name of what is deleted, without its mark for that.
std::string_view WithoutDeleted(std::string_view name);

// `path` as the program gave it, absolute: relative to `folder`, without "." and doubled slashes,
// but with ".." and links as they are. `resolved`, the kernel's name of the same, saves asking for
// the working directory; it may be empty. In `to`, kPathSize bytes; what does not fit is cut off.
std::string_view AbsoluteName(int folder, const char* path, std::string_view resolved, char* to);

// Appends the parts of `path`, but for "." and empty ones, to the name of `size` bytes in `to`,
// which has `room`; what does not fit is cut off. Gives the new size.
size_t AddParts(char* to, size_t room, size_t size, std::string_view path);

// Whether the name belongs to the system's own file systems, which hold no data: /proc, /sys, /dev
// (not /dev/shm).
bool IsPseudo(std::string_view name);
// Of what has no name in a folder: whether it is memory (memfd_create).
bool IsMemory(std::string_view name);
// Whether a part of the name is "..".
bool GoesUp(std::string_view name);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_NAMES_H_
