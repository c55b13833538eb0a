// Which system calls the tracer looks at.
#ifndef PEDIGREE_RUNTIME_TRACER_FILTER_H_
#define PEDIGREE_RUNTIME_TRACER_FILTER_H_

#include <stdint.h>

namespace pedigree::trace {

// Of calls made in the machine's own way; all others (32-bit programs on 64 bits) count as foreign.
#if defined(__x86_64__)
inline constexpr uint32_t kArchitecture = 0xc000003e;  // AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
inline constexpr uint32_t kArchitecture = 0xc00000b7;  // AUDIT_ARCH_AARCH64
#else
#error "No tracer for this architecture"
#endif

// ioctls by which the kernel copies, FICLONE and FICLONERANGE.
inline constexpr uint32_t kClone = 0x40049409, kCloneRange = 0x4020940d;

// Stops this thread, and what it starts, at those calls from now on (SECCOMP_RET_TRACE). Without
// the right to do so (CAP_SYS_ADMIN) it gives up the right to get more rights first. errno, or 0.
int InstallFilter();

}  // namespace pedigree::trace

#endif  // PEDIGREE_RUNTIME_TRACER_FILTER_H_
