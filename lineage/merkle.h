// One digest for many files: a folder, a dataset in shards.
//
// The root is the SHA-256 of the files' own SHA-256 digests (32 bytes each, nothing between),
// in the order of their names below the folder, compared part by part ("a/x" before "a-b/x"). That
// is the digest that OpenSSF's model signing (its method "files") names a signed model by, so
// the two can be compared. As there, names have a say in the order alone: who compares also
// compares how many files there are.
#ifndef PEDIGREE_LINEAGE_MERKLE_H_
#define PEDIGREE_LINEAGE_MERKLE_H_

#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

inline constexpr std::string_view kMerkleAlgorithm = "sha256-merkle";

struct MerkleLeaf {
  std::string name;    // below the folder
  std::string digest;  // 32 bytes
};

// The root, 32 bytes.
std::string MerkleRoot(std::vector<MerkleLeaf> leaves);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_MERKLE_H_
