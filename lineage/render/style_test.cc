#include "lineage/render/style.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

TEST(Printable, LeavesTextOfAnyLanguageAsItIs) {
  for (const std::string text : {"plain", "données", "模型", "мир", "د", "📈", "→ …", "50 €", ""})
    EXPECT_EQ(Printable(text), text);
}

TEST(Printable, ShowsControlCharactersAsEscapes) {
  EXPECT_EQ(Printable("a\nb\tc\x1b[31m\r\x7f"), "a\\nb\\tc\\x1b[31m\\x0d\\x7f");
}

// UTF-8 terminals take them for ESC and a letter.
TEST(Printable, ShowsC1ControlsAsEscapes) { EXPECT_EQ(Printable("\xc2\x9bm"), "\\u009bm"); }

// Else what is read is not the order in which it stands.
TEST(Printable, ShowsWhatTurnsTheDirectionOfTextAsEscapes) {
  EXPECT_EQ(Printable("safe\xe2\x80\xaevsc.exe"), "safe\\u202evsc.exe");
  EXPECT_EQ(Printable("\xe2\x81\xa6\xe2\x81\xa9\xe2\x80\x8f\xd8\x9c"),
            "\\u2066\\u2069\\u200f\\u061c");
}

TEST(Printable, ShowsUnicodesEndsOfLinesAsEscapes) {
  EXPECT_EQ(Printable("a\xe2\x80\xa8z\xe2\x80\xa9"), "a\\u2028z\\u2029");
}

TEST(Printable, TakesTextThatEndsWithinACharacter) {
  for (const std::string text : {"\xe2", "\xe2\x80", "\xc2", "\xd8", "\xe2\x81\x26"})
    EXPECT_EQ(Printable(text), text);
}

}  // namespace
}  // namespace pedigree
