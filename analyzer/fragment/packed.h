// Fragments as they are stored: as columns, compressed, and so that the linker need not unpack what
// it does not look at.
//
// A packed fragment has two parts. The OUTLINE is what the linker's index needs: the tables of
// strings and paths, the classes, and of each function what it is, whom it calls, and which globals
// and functions it mentions. The BODIES are the functions themselves, in groups, in the outline's
// order. Most functions of a large program are never asked for, nor are most groups unpacked.
//
// Packing is a pure function of the fragment, for one version of zstd.

#ifndef PEDIGREE_ANALYZER_FRAGMENT_PACKED_H_
#define PEDIGREE_ANALYZER_FRAGMENT_PACKED_H_

#include <optional>
#include <string>
#include <string_view>

#include "proto/fragment.pb.h"

namespace pedigree {

// The columns follow from the schema, so that a packed fragment is read by the same schema only:
// one that changes fragment.proto counts this up (packed_test tells).
inline constexpr uint32_t kPackedVersion = 13;
// How many functions share a group; the last one of a fragment may have fewer.
inline constexpr uint32_t kFunctionsOfGroup = 256;

// The same fragment, packed.
Fragment Pack(const Fragment& fragment);

// Of `outline` or one of `bodies`: a serialised Fragment with what is in there. Nothing, if the
// bytes are damaged.
std::optional<std::string> Unpack(std::string_view packed);

// The fragment as it was before Pack, which may have been never. Nothing, if it is damaged.
std::optional<Fragment> Unpack(const Fragment& fragment);

// A function of the outline and its body, both serialised: the serialised function.
std::string WholeFunction(std::string_view outline, std::string_view body);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_FRAGMENT_PACKED_H_
