// An error's text.
#ifndef PEDIGREE_LINEAGE_MESSAGE_H_
#define PEDIGREE_LINEAGE_MESSAGE_H_

#include <string_view>

#include "absl/status/status.h"

namespace pedigree {

// Debian's Abseil has a string_view of its own, which does not become the standard's by itself.
inline std::string_view MessageOf(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_MESSAGE_H_
