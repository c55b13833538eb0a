// What can be said of an opening when it ends.
#ifndef PEDIGREE_RUNTIME_CONCLUDE_H_
#define PEDIGREE_RUNTIME_CONCLUDE_H_

#include "runtime/files.h"

namespace pedigree {

// Fills in the access of `file`; false where there is nothing to say of it. `fd` is a descriptor of
// the opening that is still open, or one of the same file, or -1. `same_opening` says which: only
// then does its position say something. The record's names are the file's.
bool Concluded(OpenFile& file, int fd, bool same_opening, AccessRecord* access);

// Records the access of `file`, as Concluded has it.
void Conclude(OpenFile& file, int fd, bool same_opening);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_CONCLUDE_H_
