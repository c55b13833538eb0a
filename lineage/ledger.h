// Ledgers: what a run says about itself. proto/ledger.proto has the format.
#ifndef PEDIGREE_LINEAGE_LEDGER_H_
#define PEDIGREE_LINEAGE_LEDGER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proto/ledger.pb.h"

namespace pedigree {

// The newest schema that is read, and the one that is written.
inline constexpr uint32_t kLedgerSchema = 1;

struct Ledger {
  std::string file;             // what errors call it
  std::vector<Record> records;  // the first is `run`
  bool ended = false;           // has its RunEnd; otherwise the run was cut short, or goes on
  bool cut = false;             // the file ends within a record, which is left out
  std::string chain;  // the last record's chain value, 32 bytes: it stands for the whole run

  const Run& run() const { return records.front().run(); }
};

// Refuses, with InvalidArgument and the number of the record (from 0), what does not fit its
// checksum or the chain, what is no record, a newer schema. A record that the file ends in was
// being written when the run was cut short: it is no part of the ledger, and no error.
absl::StatusOr<Ledger> ParseLedger(const std::string& file, std::string_view bytes);
absl::StatusOr<Ledger> ReadLedger(const std::string& file);
// Whether ReadLedger would take it.
absl::Status CheckLedger(const std::string& file);

// How many records stand before `end`, where a record of this ledger begins; 0 if that cannot be
// read.
uint64_t CountRecords(const std::string& file, uint64_t end);

// Whether the bytes are a ledger's, of whatever schema, damaged or not.
bool LooksLikeLedger(std::string_view bytes);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_LEDGER_H_
