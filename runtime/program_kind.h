// Whether LD_PRELOAD reaches a program.
#ifndef PEDIGREE_RUNTIME_PROGRAM_KIND_H_
#define PEDIGREE_RUNTIME_PROGRAM_KIND_H_

#include <stddef.h>

#include <string_view>

namespace pedigree {

enum class ProgramKind {
  kObservable,
  kStatic,  // no dynamic loader: nothing can be preloaded
  kSetuid,  // set-user-id, set-group-id or with capabilities: the loader ignores what the user says
  kOwnCalls,  // written in Go, which makes its system calls itself, without libc
  kUnknown,   // not there, or not to be read
};

// Of a program, or of the interpreter of a script ("#!").
ProgramKind KindOfProgram(int folder, const char* path);

// As execvp finds it. Gives whether there is one.
bool FindInPath(std::string_view name, const char* path, char* to, size_t room);

// `text`, or its beginning, in `to`.
std::string_view Cut(std::string_view text, char* to, size_t room);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_PROGRAM_KIND_H_
