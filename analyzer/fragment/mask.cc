#include "analyzer/fragment/mask.h"

#include "runtime/mask.h"

namespace pedigree {

std::string MaskSecrets(std::string_view text) {
  // A secret has at least one character, and "***" three.
  std::string masked(3 * text.size(), '\0');
  return std::string(MaskSecrets(text, masked.data(), masked.size()));
}

}  // namespace pedigree
