// The ledgers that a verb is given.
#ifndef PEDIGREE_CLI_RUNS_H_
#define PEDIGREE_CLI_RUNS_H_

#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "lineage/ledger.h"
#include "lineage/observed.h"

namespace pedigree {

// Ledgers, and what they say of their runs; they stay where they are.
struct Runs {
  std::deque<Ledger> ledgers;
  std::vector<Observed> observed;
};

inline absl::Status ReadRuns(const std::vector<std::string>& files, Runs* runs) {
  for (const std::string& file : files) {
    absl::StatusOr<Ledger> ledger = ReadLedger(file);
    if (!ledger.ok()) return ledger.status();
    runs->ledgers.push_back(*std::move(ledger));
    JoinProcesses(&runs->ledgers.back());
    runs->observed.push_back(Observe(runs->ledgers.back()));
  }
  return absl::OkStatus();
}

}  // namespace pedigree

#endif  // PEDIGREE_CLI_RUNS_H_
