// What processes that were killed left behind of a run's records (runtime/waiting.h).
#ifndef PEDIGREE_CLI_LEFT_BEHIND_H_
#define PEDIGREE_CLI_LEFT_BEHIND_H_

#include <string>

#include "runtime/ledger_file.h"

namespace pedigree {

// Writes to the ledger, which is `name`, what its processes that are gone had no time to write, and
// takes away where that was. A process that goes on writes for itself.
void WriteLeftBehind(LedgerFile& ledger, const std::string& name);

// Of a ledger that is new: takes away what is of another, which had its inode before.
void ForgetLeftBehind(const std::string& name);

// Takes away what nobody came back for: of processes that are gone, and more than a day old.
void SweepLeftBehind();

}  // namespace pedigree

#endif  // PEDIGREE_CLI_LEFT_BEHIND_H_
