#include "analyzer/extract/file_name.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

TEST(RelativeFileName, IsRelativeToTheWorkingDirectory) {
  EXPECT_EQ(RelativeFileName("/w/src/a.cc", "/w"), "src/a.cc");
  EXPECT_EQ(RelativeFileName("src/./a.cc", "/w"), "src/a.cc");
  EXPECT_EQ(RelativeFileName("src/../lib/a.cc", "/w"), "lib/a.cc");
}

TEST(RelativeFileName, NamesASystemHeaderAsItIsIncluded) {
  EXPECT_EQ(RelativeFileName("/usr/include/sqlite3.h", "/w"), "<sqlite3.h>");
  EXPECT_EQ(RelativeFileName("/opt/x/include/c++/12/vector", "/w"), "<c++/12/vector>");
}

TEST(RelativeFileName, NeverGivesAnAbsolutePath) {
  EXPECT_EQ(RelativeFileName("/elsewhere/b.cc", "/w"), "<b.cc>");
  EXPECT_EQ(RelativeFileName("../b.cc", "/w/build"), "../b.cc");
}

TEST(RelativeFileName, IsRelativeToAnotherFolderThanThatItHoldsFrom) {
  EXPECT_EQ(RelativeFileName("../src/a.cc", "/w/build", "/w"), "src/a.cc");
  EXPECT_EQ(RelativeFileName("gen/a.cc", "/w/build", ".."), "build/gen/a.cc");
  EXPECT_EQ(RelativeFileName("/w/src/a.cc", "/w/build", "/w/"), "src/a.cc");
  EXPECT_EQ(RelativeFileName("../../b.cc", "/w/build", "/w"), "<b.cc>");
}

TEST(FragmentFile, StaysInItsFolder) {
  EXPECT_EQ(FragmentFile("x", "src/a.cc"), "x/src/a.cc.frag");
  EXPECT_EQ(FragmentFile("x/", "/src/a.cc"), "x/src/a.cc.frag");
  EXPECT_EQ(FragmentFile("x", "../../p/a.cc"), "x/up/up/p/a.cc.frag");
}

}  // namespace
}  // namespace pedigree
