// What can be said of an opening when it ends.
#ifndef PEDIGREE_RUNTIME_CONCLUDE_H_
#define PEDIGREE_RUNTIME_CONCLUDE_H_

#include "runtime/files.h"

namespace pedigree {

// Records the access of `file`. `fd` is a descriptor of the opening that is still open, or one of
// the same file, or -1. `same_opening` says which: only then does its position say something.
void Conclude(OpenFile& file, int fd, bool same_opening);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_CONCLUDE_H_
