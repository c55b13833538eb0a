// Whether a call comes from the process that the observer knows, without asking the kernel each
// time: a child that has a copy of our memory finds one page of it empty (MADV_WIPEONFORK), and
// once somebody made a child that shares our memory, as vfork does, the kernel is asked after all.
#include <sched.h>
#include <stdarg.h>
#include <sys/mman.h>

#include "runtime/interpose/interpose.h"

// Where it is 1, children may have shared, or share, this memory. Also named by the assembler
// below.
extern "C" __attribute__((visibility("hidden"))) int pedigree_memory_is_shared = 0;
extern "C" __attribute__((visibility("hidden"))) void* pedigree_real_vfork = nullptr;

namespace pedigree {
namespace {

std::atomic<int> self{0};
// On a page of its own, which a forked child finds zero.
std::atomic<int>* mark = nullptr;

void MemoryIsShared() { __atomic_store_n(&pedigree_memory_is_shared, 1, __ATOMIC_RELAXED); }

}  // namespace

void ThisIsTheProcess() {
  self = sys::Pid();
  pedigree_real_vfork = dlsym(RTLD_NEXT, "vfork");
  constexpr size_t kPage = 64 << 10;  // the largest there is
  if (mark == nullptr) {
    void* page = sys::Map(kPage);
    if (page == nullptr || sys::Call(SYS_madvise, sys::Word(page), kPage, MADV_WIPEONFORK) != 0) {
      MemoryIsShared();
      return;
    }
    mark = static_cast<std::atomic<int>*>(page);
  }
  mark->store(1, std::memory_order_relaxed);
}

bool IsThisProcess() {
  if (__atomic_load_n(&pedigree_memory_is_shared, __ATOMIC_RELAXED) == 0)
    return mark != nullptr && mark->load(std::memory_order_relaxed) != 0;
  return sys::Pid() == self.load(std::memory_order_relaxed);
}

void NoteClone(unsigned long flags) {
  if ((flags & CLONE_VM) != 0 && (flags & CLONE_THREAD) == 0) MemoryIsShared();
}

INTERPOSE(int, clone, (int (*function)(void*), void* stack, int flags, void* argument, ...)) {
  NoteClone(static_cast<unsigned long>(flags));
  va_list more;
  va_start(more, argument);
  pid_t* parent = va_arg(more, pid_t*);
  void* storage = va_arg(more, void*);
  pid_t* child = va_arg(more, pid_t*);
  va_end(more);
  return REAL(clone)(function, stack, flags, argument, parent, storage, child);
}

}  // namespace pedigree

// vfork returns twice, into the frame of whoever called it, so nothing of ours may stand between.
// Before the library is set up, fork does as well.
#if defined(__x86_64__)
__asm__(
    ".text\n"
    ".globl vfork\n"
    ".type vfork, @function\n"
    "vfork:\n"
    "  movl $1, pedigree_memory_is_shared(%rip)\n"
    "  movq pedigree_real_vfork(%rip), %rax\n"
    "  testq %rax, %rax\n"
    "  je 1f\n"
    "  jmp *%rax\n"
    "1: jmp fork@PLT\n"
    ".size vfork, . - vfork\n");
#elif defined(__aarch64__)
__asm__(
    ".text\n"
    ".globl vfork\n"
    ".type vfork, %function\n"
    "vfork:\n"
    "  adrp x16, pedigree_memory_is_shared\n"
    "  mov w17, #1\n"
    "  str w17, [x16, :lo12:pedigree_memory_is_shared]\n"
    "  adrp x16, pedigree_real_vfork\n"
    "  ldr x16, [x16, :lo12:pedigree_real_vfork]\n"
    "  cbz x16, 1f\n"
    "  br x16\n"
    "1: b fork\n"
    ".size vfork, . - vfork\n");
#endif
