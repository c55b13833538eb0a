// Reads the bytes of fragments into an index, without looking into functions.
//
// This is the seam where files come in: all that is wrong with a file shows here (or, for the
// inside of a function, in CheckFunction when it is first needed) as one status that names the file
// and the place.

#ifndef PEDIGREE_ANALYZER_LINK_FRAGMENT_READER_H_
#define PEDIGREE_ANALYZER_LINK_FRAGMENT_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "analyzer/fragment/packed.h"
#include "proto/fragment.pb.h"

namespace pedigree::link {

// The schema version this linker reads; and older ones, where they are not packed.
inline constexpr uint32_t kSchemaVersion = kPackedVersion;

// Bytes of a FragmentSet, and what to call them in messages: the file's name.
struct NamedFragment {
  std::string name;
  std::string bytes;
};

// One fragment's parts, as views into its bytes, or into `unpacked`.
struct FragmentIndex {
  std::string_view file;  // the name of the file it is in
  std::string_view bytes;
  std::string_view source;
  bool incomplete = false;
  std::vector<std::string_view> strings;
  std::vector<PathNode> paths;
  // Serialized pedigree.Function. Of a packed fragment, their outlines
  // (analyzer/fragment/packed.h).
  std::vector<std::string_view> functions;
  std::vector<Class> classes;
  std::vector<MessageTag> message_tags;
  std::vector<KnownNumber> known_numbers;
  // Of a packed fragment: its outline, unpacked, and the groups of bodies, still packed.
  std::unique_ptr<std::string> unpacked;
  std::vector<std::string_view> bodies;
};

// Loads the file at `path`. NotFound or Unavailable if it cannot be read.
absl::StatusOr<NamedFragment> LoadFragment(const std::string& path);

// The fragments in `set`, whose bytes must outlive them. InvalidArgument if it is truncated, not a
// fragment, or of a newer schema.
absl::StatusOr<std::vector<FragmentIndex>> ReadFragments(const NamedFragment& set);

// Whether all indexes in `function` are within their tables, so that nothing later need ask.
absl::Status CheckFunction(const FragmentIndex& fragment, const Function& function);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_FRAGMENT_READER_H_
