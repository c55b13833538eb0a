#include "lineage/merkle.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lineage/observed.h"

namespace pedigree {
namespace {

// Digests that are easy to tell: 32 times one letter.
MerkleLeaf Leaf(std::string name, char digest) {
  return {std::move(name), std::string(32, digest)};
}

TEST(Merkle, TheRootIsTheDigestOfTheDigestsInTheOrderOfNames) {
  // python3: hashlib.sha256(b"a" * 32 + b"b" * 32 + b"c" * 32).hexdigest()
  constexpr char kRoot[] = "a0072c38c4ca385fcfada6fbb8d31e72ffb8cd037662b0c6ac7e05b44f8738d1";
  std::vector<MerkleLeaf> leaves = {Leaf("0.bin", 'a'), Leaf("1.bin", 'b'), Leaf("2.bin", 'c')};
  EXPECT_EQ(Hex(MerkleRoot(leaves)), kRoot);
  std::reverse(leaves.begin(), leaves.end());
  EXPECT_EQ(Hex(MerkleRoot(leaves)), kRoot);
}

TEST(Merkle, NamesAreComparedPartByPart) {
  // A byte-wise comparison would have "a-b/x" first.
  EXPECT_EQ(MerkleRoot({Leaf("a-b/x", 'b'), Leaf("a/x", 'a')}),
            MerkleRoot({Leaf("0", 'a'), Leaf("1", 'b')}));
  EXPECT_EQ(MerkleRoot({Leaf("a/b", 'b'), Leaf("a", 'a')}),
            MerkleRoot({Leaf("0", 'a'), Leaf("1", 'b')}));
  EXPECT_EQ(MerkleRoot({Leaf("\xc3\xa4", 'b'), Leaf("z", 'a')}),
            MerkleRoot({Leaf("0", 'a'), Leaf("1", 'b')}));
}

TEST(Merkle, AnyFileCounts) {
  EXPECT_NE(MerkleRoot({Leaf("0", 'a'), Leaf("1", 'b')}), MerkleRoot({Leaf("0", 'a')}));
  EXPECT_NE(MerkleRoot({Leaf("0", 'a'), Leaf("1", 'b')}),
            MerkleRoot({Leaf("0", 'b'), Leaf("1", 'a')}));
}

}  // namespace
}  // namespace pedigree
