// Refuses to be loaded by another Clang than this is built for.
//
// The interface differs from version to version, so that anything may happen then, and the compiler
// does not look: its own message, if any, is of a crash. What it calls itself is asked before
// anything else here runs.
#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "clang/Basic/Version.h"

namespace {

// clang::getClangFullVersion(), whose name has been that since Clang 3. Asked by name: what this is
// linked to is its own version's, what the process has is the compiler's.
constexpr char kFullVersion[] = "_ZN5clang19getClangFullVersionB5cxx11Ev";

// "Debian clang version 22.1.8 (1~deb12u1)": 22; 0: it says nothing.
int Major(const std::string& version) {
  constexpr char kBefore[] = "version ";
  const size_t at = version.find(kBefore);
  return at == std::string::npos ? 0 : std::atoi(version.c_str() + at + sizeof kBefore - 1);
}

// Before the constructors of what else is in the plugin.
[[gnu::constructor(101)]] void RefuseOtherCompilers() {
  using FullVersion = std::string (*)();
  const auto ask = reinterpret_cast<FullVersion>(dlsym(RTLD_DEFAULT, kFullVersion));
  if (ask == nullptr) return;
  const std::string version = ask();
  if (Major(version) == CLANG_VERSION_MAJOR) return;
  std::fprintf(stderr,
               "error: pedigree: this plugin is for Clang %d, and the compiler is '%s'. "
               "libpedigree.so is for Clang 19, libpedigree22.so for Clang 22; with others use "
               "'pedigree extract -p'\n",
               CLANG_VERSION_MAJOR, version.c_str());
  // Two versions in one process do not end well.
  _exit(1);
}

}  // namespace
