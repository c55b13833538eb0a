// Ledgers as JSON, for people and scripts.
#ifndef PEDIGREE_LINEAGE_LEDGER_JSON_H_
#define PEDIGREE_LINEAGE_LEDGER_JSON_H_

#include <string>

#include "lineage/ledger.h"

namespace pedigree {

// One object a line for each record, as proto/ledger.proto names it:
// {"access":{"process":4,"mode":"READ",...}}. Digests and build ids are in hexadecimal, names are
// text; fields with their default value are left out.
std::string LedgerJson(const Ledger& ledger);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_LEDGER_JSON_H_
