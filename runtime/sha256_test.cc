#include "runtime/sha256.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace pedigree {
namespace {

std::string Hex(const Sha256& hash) {
  uint8_t digest[Sha256::kSize];
  hash.Digest(digest);
  std::string text;
  for (const uint8_t byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

std::string Of(const std::string& data) {
  Sha256 hash;
  hash.Add(data.data(), data.size());
  return Hex(hash);
}

class EachWay : public ::testing::TestWithParam<bool> {
  void SetUp() override {
    if (GetParam() && !Sha256::HasInstructions())
      GTEST_SKIP() << "this CPU has no SHA instructions";
    Sha256::UseInstructions(GetParam());
  }
  void TearDown() override { Sha256::UseInstructions(true); }
};
INSTANTIATE_TEST_SUITE_P(Sha256, EachWay, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "Instructions" : "Portable"; });

// FIPS 180-4's examples, and what sha256sum(1) gives.
TEST_P(EachWay, KnownDigests) {
  EXPECT_EQ(Of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Of(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_P(EachWay, PiecesGiveWhatTheWholeGives) {
  std::mt19937 random(1);
  for (size_t size = 0; size < 300; ++size) {
    std::string data(size, 0);
    for (char& c : data) c = static_cast<char>(random());
    Sha256 hash;
    for (size_t at = 0; at < size;) {
      const size_t piece = std::min<size_t>(random() % 70, size - at);
      hash.Add(data.data() + at, piece);
      at += piece;
    }
    ASSERT_EQ(Hex(hash), Of(data)) << size;
  }
}

TEST(Sha256, BothWaysAgree) {
  if (!Sha256::HasInstructions()) GTEST_SKIP() << "this CPU has no SHA instructions";
  std::mt19937 random(2);
  for (int i = 0; i < 200; ++i) {
    std::string data(random() % 5000, 0);
    for (char& c : data) c = static_cast<char>(random());
    Sha256::UseInstructions(false);
    const std::string portable = Of(data);
    Sha256::UseInstructions(true);
    ASSERT_EQ(Of(data), portable);
  }
}

TEST(Sha256, ADigestCanBeTakenOnTheWay) {
  Sha256 hash;
  hash.Add("ab", 2);
  EXPECT_EQ(Hex(hash), Of("ab"));
  hash.Add("c", 1);
  EXPECT_EQ(Hex(hash), Of("abc"));
}

}  // namespace
}  // namespace pedigree
