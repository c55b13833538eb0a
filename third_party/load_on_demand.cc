#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

// Called by what on_demand.bzl writes, at the first call of a function of `library`. More than one
// thread may be at its first call: all find the same.
extern "C" __attribute__((visibility("hidden"))) void* PedigreeLoadOnDemand(const char* library,
                                                                            const char* function) {
  void* loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  void* found = loaded == nullptr ? nullptr : dlsym(loaded, function);
  if (found == nullptr) {
    std::fprintf(stderr, "pedigree: %s\n", dlerror());
    std::abort();
  }
  return found;
}
