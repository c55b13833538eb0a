#include "lineage/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace pedigree {
namespace {

namespace fs = std::filesystem;

class FileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  size_t Files() const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  fs::path folder_;
};

TEST_F(FileTest, ReadsWhatWasWritten) {
  const std::string content("a\0b\n", 4);
  ASSERT_TRUE(WriteFile(Path("f"), content).ok());
  EXPECT_EQ(*ReadFile(Path("f")), content);
  EXPECT_EQ(Files(), 1u);
}

TEST_F(FileTest, ReplacesAndKeepsPermissions) {
  ASSERT_TRUE(WriteFile(Path("f"), "long old content").ok());
  chmod(Path("f").c_str(), 0640);
  ASSERT_TRUE(WriteFile(Path("f"), "new").ok());
  EXPECT_EQ(*ReadFile(Path("f")), "new");
  EXPECT_EQ(fs::status(Path("f")).permissions(), fs::perms(0640));
}

TEST_F(FileTest, WhoReadsTheOldFileGoesOnReadingIt) {
  ASSERT_TRUE(WriteFile(Path("f"), "old").ok());
  std::ifstream old(Path("f"));
  ASSERT_TRUE(WriteFile(Path("f"), "new").ok());
  std::string word;
  old >> word;
  EXPECT_EQ(word, "old");
}

TEST_F(FileTest, ErrorsNameTheFile) {
  EXPECT_EQ(ReadFile(Path("none")).status().message(),
            Path("none") + ": No such file or directory");
  EXPECT_EQ(ReadFile(folder_.string()).status().message(), folder_.string() + ": Is a directory");
  EXPECT_EQ(WriteFile(Path("no/f"), "x").message(), Path("no/f") + ": No such file or directory");
  EXPECT_EQ(WriteFile(folder_.string(), "x").message(), folder_.string() + ": Is a directory");
  EXPECT_EQ(Files(), 0u);
}

TEST_F(FileTest, KeepsASymbolicLink) {
  fs::create_directory(folder_ / "d");
  fs::create_symlink("d/real", folder_ / "link");
  ASSERT_TRUE(WriteFile(Path("link"), "x").ok());
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(*ReadFile(Path("d/real")), "x");
}

TEST_F(FileTest, WritesDevicesInPlace) {
  EXPECT_TRUE(WriteFile("/dev/null", "x").ok());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_FALSE(WriteFile("/dev/full", "x").ok());
}

}  // namespace
}  // namespace pedigree
