#include "lineage/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace pedigree {
namespace {

// Wherever in a longer text it stands.
TEST(IsUtf8, IsCheckedInFull) {
  for (const size_t before : {0, 1, 5, 7, 8, 9}) {
    for (const size_t after : {0, 1, 8, 12}) {
      const auto within = [&](const std::string& text) {
        return std::string(before, 'a') + text + std::string(after, 'b');
      };
      EXPECT_TRUE(IsUtf8(within("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")));
      for (const char* wrong : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xed\xbf\xbf",
                                "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80"})
        EXPECT_FALSE(IsUtf8(within(wrong))) << before << " " << after;
    }
  }
}

TEST(CodePoints, AreCountedAndNotBytes) {
  EXPECT_EQ(CodePoints(""), 0u);
  EXPECT_EQ(CodePoints("abc"), 3u);
  EXPECT_EQ(CodePoints("pr\xc3\xa9pare \xe6\xa8\xa1 \xf0\x9f\x98\x80"), 11u);
}

}  // namespace
}  // namespace pedigree
