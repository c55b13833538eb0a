#include "analyzer/link/fragment_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "analyzer/link/testing.h"

namespace pedigree::link {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string ErrorOf(const NamedFragment& fragment) {
  return std::string(ReadFragments(fragment).status().message());
}

NamedFragment Good() {
  testing::FragmentBuilder builder("a.cc");
  testing::FunctionBuilder& f = builder.Function("f");
  f.Write("fwrite", "out", {{"*.x", {f.Number(1)}}});
  return builder.Build();
}

TEST(FragmentReaderTest, IndexesWithoutParsingFunctions) {
  const NamedFragment good = Good();
  const auto fragments = ReadFragments(good);
  ASSERT_TRUE(fragments.ok()) << fragments.status();
  ASSERT_EQ(fragments->size(), 1);
  EXPECT_EQ((*fragments)[0].source, "a.cc");
  EXPECT_EQ((*fragments)[0].functions.size(), 1);
}

TEST(FragmentReaderTest, ConcatenatedSetsAreASet) {
  NamedFragment twice = Good();
  twice.bytes += Good().bytes;
  EXPECT_EQ(ReadFragments(twice)->size(), 2);
}

TEST(FragmentReaderTest, EveryTruncationIsRefused) {
  const NamedFragment good = Good();
  for (size_t size = 0; size < good.bytes.size(); ++size) {
    const NamedFragment cut{"cut.frag", good.bytes.substr(0, size)};
    EXPECT_THAT(ErrorOf(cut), HasSubstr("cut.frag: not a Pedigree fragment")) << size;
  }
}

TEST(FragmentReaderTest, GarbageIsRefusedWithItsName) {
  EXPECT_THAT(ErrorOf({"x.txt", "hello, this is a text file\n"}),
              HasSubstr("x.txt: not a Pedigree fragment"));
  EXPECT_THAT(ErrorOf({"x.o", std::string("\x7f"
                                          "ELF\x02\x01\x01\0\0\0",
                                          10)}),
              HasSubstr("x.o: not a Pedigree fragment"));
}

TEST(FragmentReaderTest, ANewerSchemaIsRefused) {
  FragmentSet set;
  set.add_fragment()->set_schema_version(kSchemaVersion + 1);
  EXPECT_THAT(ErrorOf({"new.frag", set.SerializeAsString()}),
              AllOf(HasSubstr("new.frag"),
                    HasSubstr("schema version " + std::to_string(kSchemaVersion + 1)),
                    HasSubstr("up to " + std::to_string(kSchemaVersion))));
}

TEST(FragmentReaderTest, AnOlderPackedFragmentIsToBeExtractedAgain) {
  FragmentSet set;
  Fragment fragment;
  fragment.set_source("a.cc");
  *set.add_fragment() = Pack(fragment);
  set.mutable_fragment(0)->set_schema_version(kSchemaVersion - 1);
  EXPECT_THAT(ErrorOf({"old.frag", set.SerializeAsString()}),
              AllOf(HasSubstr("old.frag"), HasSubstr("extract a.cc again")));
}

TEST(FragmentReaderTest, AMissingFileIsNotFound) {
  const auto file = LoadFragment("/nowhere/a.frag");
  EXPECT_EQ(file.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(file.status().message()), HasSubstr("/nowhere/a.frag"));
}

TEST(FragmentReaderTest, IndexesOutOfRangeAreFound) {
  const NamedFragment good = Good();
  const auto fragments = ReadFragments(good);
  Function f;
  ASSERT_TRUE(f.ParseFromString(std::string((*fragments)[0].functions[0])));
  EXPECT_TRUE(CheckFunction((*fragments)[0], f).ok());
  f.mutable_set(1)->add_value(99);
  EXPECT_THAT(std::string(CheckFunction((*fragments)[0], f).message()),
              HasSubstr("value 99 in f of a.cc is out of range"));
}

}  // namespace
}  // namespace pedigree::link
