// CRC-32C (Castagnoli; RFC 3720, appendix B.4), with the CPU's instruction where it has one.
#ifndef PEDIGREE_RUNTIME_CRC32C_H_
#define PEDIGREE_RUNTIME_CRC32C_H_

#include <stddef.h>
#include <stdint.h>

namespace pedigree {

// Of what came before (0 for nothing) followed by `data`.
uint32_t ExtendCrc32c(uint32_t before, const void* data, size_t size);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_CRC32C_H_
