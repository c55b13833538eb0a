// Credentials in names and arguments: they never reach a ledger, nor (analyzer/fragment/mask.h) a
// fragment. Without an allocator, as all that goes into other people's programs.
#ifndef PEDIGREE_RUNTIME_MASK_H_
#define PEDIGREE_RUNTIME_MASK_H_

#include <stddef.h>

#include <string_view>

namespace pedigree {

// Writes `text` to `out` with each credential replaced by "***", and gives what it wrote: at most
// `capacity` bytes, cut off where that is too little. A text without credentials comes back itself,
// not copied.
std::string_view MaskSecrets(std::string_view text, char* out, size_t capacity);

// Whether an argument is an option whose value is secret and stands in the next argument:
// "--password".
bool NextIsSecret(std::string_view argument);
// Whether a variable's or option's name says that its value is secret.
bool IsSecretName(std::string_view name);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_MASK_H_
