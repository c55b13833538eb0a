#include "analyzer/fragment/note.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

constexpr std::string_view kCompiler = "clang 19";

std::string Bytes(std::string_view content, bool little_endian = true) {
  return *MakeNote({kCompiler, content}, little_endian);
}

TEST(Note, IsReadBackWhateverItsLengthAndByteOrder) {
  for (const std::string content : {"", "a", "ab", "abc", "abcd", "abcde"}) {
    for (const bool little : {true, false}) {
      const std::string bytes = Bytes(content, little);
      EXPECT_EQ(bytes.size() % kNoteAlignment, 0u);
      const auto notes = ReadNotes(bytes, little);
      ASSERT_TRUE(notes && notes->size() == 1) << content;
      EXPECT_EQ(notes->front().fragment_set, content);
      EXPECT_EQ(notes->front().compiler, kCompiler);
    }
  }
}

TEST(Note, IsByteForByteWhatElfSays) {
  // Sizes of name and content, type, "Pedigree", content.
  const std::string_view expected(
      "\x09\0\0\0"
      "\x0c\0\0\0"
      "\x01\0\0\0"
      "Pedigree\0\0\0\0"
      "clang 19\0abc",
      36);
  EXPECT_EQ(Bytes("abc"), expected);
}

TEST(Note, ManyAreOneAfterTheOtherAmongOthers) {
  const std::string other("\x04\0\0\0\x02\0\0\0\x03\0\0\0GNU\0xy\0\0", 20);
  const std::string bytes = other + Bytes("one") + std::string(4, '\0') + other + Bytes("two");
  const auto notes = ReadNotes(bytes, true);
  ASSERT_TRUE(notes && notes->size() == 2);
  EXPECT_EQ((*notes)[0].fragment_set, "one");
  EXPECT_EQ((*notes)[1].fragment_set, "two");
}

TEST(Note, DamageIsNoticed) {
  const std::string bytes = Bytes("content");
  for (size_t size = 1; size + 4 < bytes.size(); ++size) {
    EXPECT_FALSE(ReadNotes(bytes.substr(0, size), true)) << size;
  }
  EXPECT_FALSE(ReadNotes(bytes, false));  // sizes in the other byte order are out of range
  std::string no_end = Bytes("");
  no_end[12 + 12 + kCompiler.size()] = 'x';
  EXPECT_FALSE(ReadNotes(no_end, true));
}

}  // namespace
}  // namespace pedigree
