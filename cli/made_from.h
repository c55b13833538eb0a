// What a fragment was made from, so that a later `pedigree extract -p` need not make it again.
//
// Beside OUT.frag stands OUT.frag.made, a text: by what it was made (tool, flags, catalogs: a
// digest), the fragment's own digest, and each file that was read with that file's digest. The
// fragment is current if all of them are still the same. Times of files say nothing: a checkout
// sets them anew. What is not seen is a new file that would now be found before one that was read
// (a header that hides another).

#ifndef PEDIGREE_CLI_MADE_FROM_H_
#define PEDIGREE_CLI_MADE_FROM_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace pedigree {

// Of bytes, in hex.
std::string Digest(std::string_view bytes);
// Of several texts, each by itself.
std::string DigestOf(const std::vector<std::string>& texts);

// Digests of files, each read once.
class FileDigests {
 public:
  // Empty if the file cannot be read.
  const std::string& Of(const std::string& file);

 private:
  std::map<std::string, std::string> known_;
};

struct MadeFrom {
  std::string how;       // digest
  std::string project;   // who keeps the fragment: of which list of sources it is one
  std::string fragment;  // digest
  std::vector<std::pair<std::string, std::string>> inputs;  // digest, file
};

// Where the record of a fragment is.
std::string RecordFile(const std::string& fragment_file);
std::optional<MadeFrom> ReadRecord(const std::string& fragment_file);
absl::Status WriteRecord(const std::string& fragment_file, const MadeFrom& made);

// Whether the fragment is there and is what would be made now.
bool IsCurrent(const std::string& fragment_file, std::string_view how, FileDigests& digests);

}  // namespace pedigree

#endif  // PEDIGREE_CLI_MADE_FROM_H_
