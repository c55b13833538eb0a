// How a function of libc is put in front of the real one.
//
//   INTERPOSE(int, close, (int fd)) {
//     files::Closing(fd);
//     return REAL(close)(fd);
//   }
//
// Our function is exported under libc's name (an assembler label: libc's headers need not agree
// with it on attributes), and the real one, the next in search order, is looked up when the library
// is loaded; a call that comes before is looked up then. Nothing we do touches errno: the system
// calls we make are our own (runtime/sys.h).
#ifndef PEDIGREE_RUNTIME_INTERPOSE_INTERPOSE_H_
#define PEDIGREE_RUNTIME_INTERPOSE_INTERPOSE_H_

#include <dlfcn.h>
#include <errno.h>

#include <atomic>

#include "runtime/recorder.h"
#include "runtime/sys.h"

namespace pedigree {

struct RealFunction {
  const char* name;
  std::atomic<void*> at;

  void* Find() {
    void* found = at.load(std::memory_order_relaxed);
    if (found == nullptr) at.store(found = dlsym(RTLD_NEXT, name), std::memory_order_relaxed);
    return found;
  }
};

// Looks up all of them. Those that this libc does not have stay null; nobody calls ours either.
void FindRealFunctions();

// Whether this process is the one that the observer knows: not a child between vfork and exec,
// which has our memory but not our descriptors.
bool IsThisProcess();
// It is this one: called when the library is loaded, and in the child of a fork.
void ThisIsTheProcess();
// A child is about to be made by clone with these flags.
void NoteClone(unsigned long flags);

}  // namespace pedigree

#define INTERPOSE(result, name, parameters)                                                  \
  __attribute__((section("pedigree_reals"),                                                  \
                 used)) static constinit ::pedigree::RealFunction real_##name = {#name,      \
                                                                                 {nullptr}}; \
  using Type_##name = result(*) parameters;                                                  \
  extern "C" __attribute__((                                                                 \
      visibility("default"))) result pedigree_in_front_of_##name parameters __asm__(#name);  \
  result pedigree_in_front_of_##name parameters

#define REAL(name) (reinterpret_cast<Type_##name>(real_##name.Find()))

#endif  // PEDIGREE_RUNTIME_INTERPOSE_INTERPOSE_H_
