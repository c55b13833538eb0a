// How a ledger's records are framed (proto/ledger.proto): "PEDL", then for each record its length,
// its bytes, and a tail.
#ifndef PEDIGREE_RUNTIME_LEDGER_FORMAT_H_
#define PEDIGREE_RUNTIME_LEDGER_FORMAT_H_

#include <stddef.h>

#include <string_view>

#include "runtime/sha256.h"

namespace pedigree {

inline constexpr std::string_view kLedgerMagic = "PEDL";
// The length again, the CRC-32C of length and bytes, and the chain.
inline constexpr size_t kLedgerTail = 4 + 4 + Sha256::kSize;

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_LEDGER_FORMAT_H_
