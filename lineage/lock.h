// lineage.lock: the digests that datasets and models are expected to have, as Cargo.lock has
// versions. It is reviewed and committed with the code; `pedigree verify --lock` holds runs against
// it.
//
//   # ...
//   version = 1
//
//   [[asset]]
//   namespace = "file"
//   name = "data/patients.csv"
//   kind = "DATASET"
//   digest = "sha256:9f86d08..."
//   size = 25124
//
//   [[asset]]
//   namespace = "file"
//   name = "data/shards/"
//   kind = "DATASET"
//   digest = "sha256-merkle:2c624..."
//   size = 1048576
//   files = 64
//
// A folder stands for all files below it that are read and not written (lineage/merkle.h has the
// digest).
//
// The format is this much of TOML: comments, `version`, tables of that one name, strings with
// JSON's escapes (names that are not UTF-8 have their bytes as \u00XX and say `bytes = true`),
// whole numbers.
#ifndef PEDIGREE_LINEAGE_LOCK_H_
#define PEDIGREE_LINEAGE_LOCK_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lineage/observed.h"

namespace pedigree {

struct Lock {
  struct Entry {
    std::string name_space;
    std::string name;
    std::string kind;
    std::string digest;  // "sha256:<hex>"
    uint64_t size = 0;
    uint64_t files = 0;  // of a folder: how many; 0: it is a file

    auto Key() const { return std::tie(name_space, name); }
  };
  std::string file;
  std::vector<Entry> entries;  // by namespace and name
};

// An error names file and line.
absl::StatusOr<Lock> ParseLock(const std::string& file, std::string_view text);
// The same of the file's own text; fails as ReadFile does, too.
absl::StatusOr<Lock> ReadLock(const std::string& file);
std::string LockText(const Lock& lock);

// What the runs pin: what they read and none of them wrote, and the models they wrote. What has no
// digest of all its bytes (a part was read, changed during the run) cannot be pinned: `unpinned`
// gets one sentence for each.
// `folders` (names in the run, ending in "/") are pinned as a whole.
Lock LockOf(const std::vector<Observed>& runs, const std::set<std::string>& folders,
            std::vector<std::string>* unpinned);

// What a run read of a folder that it did not write itself.
struct FolderRead {
  uint64_t files = 0, size = 0;
  std::string digest;   // "sha256-merkle:<hex>"; empty if there is none
  std::string without;  // a file of which there is no digest of all of it
};
FolderRead ReadOf(const Observed& run, std::string_view folder);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_LOCK_H_
