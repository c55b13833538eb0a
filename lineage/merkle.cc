#include "lineage/merkle.h"

#include <algorithm>

#include "runtime/sha256.h"

namespace pedigree {
namespace {

// Part by part: a separator comes before whatever else a part may go on with.
bool ComesBefore(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto rank = [](char c) { return c == '/' ? 0 : 1 + static_cast<unsigned char>(c); };
    return rank(x) < rank(y);
  });
}

}  // namespace

std::string MerkleRoot(std::vector<MerkleLeaf> leaves) {
  std::sort(leaves.begin(), leaves.end(),
            [](const MerkleLeaf& a, const MerkleLeaf& b) { return ComesBefore(a.name, b.name); });
  Sha256 hash;
  for (const MerkleLeaf& leaf : leaves) hash.Add(leaf.digest.data(), leaf.digest.size());
  uint8_t root[Sha256::kSize];
  hash.Digest(root);
  return {reinterpret_cast<const char*>(root), sizeof root};
}

}  // namespace pedigree
