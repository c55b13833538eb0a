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

// `path` as the program gave it, absolute: relative to `folder`, without "." and doubled slashes,
// but with ".." and links as they are. `resolved`, the kernel's name of the same, saves asking for
// the working directory; it may be empty. In `to`, kPathSize bytes; what does not fit is cut off.
std::string_view AbsoluteName(int folder, const char* path, std::string_view resolved, char* to);

// Whether the name belongs to the system's own file systems, which hold no data: /proc, /sys, /dev
// (not /dev/shm).
bool IsPseudo(std::string_view name);
// Whether a part of the name is "..".
bool GoesUp(std::string_view name);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_NAMES_H_
